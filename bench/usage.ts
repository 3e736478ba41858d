import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What a process used up to its end. */
export interface Usage {
  /** Highest resident memory of the whole process, its threads included, in bytes. */
  peakBytes: number;
  /** Time on all cores, user and system, in seconds. */
  cpuSeconds: number;
}

const path = process.env['BENCH_USAGE_FILE'];

// Preloaded with --import, which worker threads inherit: only the main thread reports.
if (path !== undefined && isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const usage: Usage = { peakBytes: readPeak(), cpuSeconds: (user + system) / 1e6 };
    writeFileSync(path, JSON.stringify(usage));
  });
}

// Linux starts a child's maxRSS at what its parent held, so the kernel's own mark of this process comes first.
function readPeak(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // No /proc here.
  }
  return process.resourceUsage().maxRSS * 1024;
}
