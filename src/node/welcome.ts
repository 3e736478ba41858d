import type { Job } from '../core/jobs/job.ts';
import type { Jobs } from '../core/jobs/jobs.ts';

/** What a server says of itself when it listens: where it answers, and what could be done next. */
export async function welcome(
  url: string,
  of: { folder: string; tableVersion: number; jobs: Jobs; hasToken: boolean },
): Promise<string> {
  const { folder, tableVersion, jobs, hasToken } = of;
  const curl = hasToken ? 'curl -H "Authorization: Bearer $CARTOGRAPH_TOKEN"' : 'curl';
  const empty = [
    '',
    `No events yet: ${curl} -X POST '${url}/cart/generate/events?count=10000'`,
    `           or: npx tsx src/jobs/import.ts fixtures/cart-events.json.gz --data ${folder}`,
  ];
  const interrupted = (await findInterrupted(jobs)).flatMap(({ id, task }) => [
    '',
    `A ${task.kind} was interrupted: it goes on where it was with`,
    `  ${curl} -H 'content-type: application/json' ${url}/graphql \\`,
    `    -d '{"query":"mutation { resumeJob(id: \\"${id}\\") { __typename } }"}'`,
  ]);
  const lines = [
    `Cartograph answers at ${url}`,
    '',
    `  ${url}/graphql   GraphiQL`,
    `  ${url}/docs      REST`,
    ...(tableVersion < 0 ? empty : []),
    ...interrupted,
    '',
    '',
  ];
  return lines.join('\n');
}

/** The newest job of each kind, where it was interrupted: what came before is done with. */
async function findInterrupted(jobs: Jobs): Promise<Job[]> {
  const kinds = ['generation', 'transformation'] as const;
  const newest = await Promise.all(kinds.map((kind) => jobs.list({ first: 1, kind })));
  return newest.flatMap((page) => page.jobs).filter(({ latest }) => latest.state === 'interrupted');
}
