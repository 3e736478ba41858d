import { checkPath } from '../storage/paths.ts';

/** What Hive escapes in the name of a partition's folder. */
const unsafe = /[\u0000-\u001f"#%'*/:=?\\{}[\]^\u007f]/g;
const noValue = '__HIVE_DEFAULT_PARTITION__';

/** The folder of a partition as Hive names it: `date=2025-08-25`, special characters as `%3A`. */
export function partitionFolder(column: string, value: string | null): string {
  return `${escapeHive(column)}=${value === null || value === '' ? noValue : escapeHive(value)}`;
}

/** A file's path as the log writes it: percent-encoded, part by part. */
export function encodePath(path: string): string {
  return checkPath(path)
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%3D', '='))
    .join('/');
}

/** The path of a file that the log names. @throws {RangeError} if it is not one within the table */
export function decodePath(encoded: string): string {
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch (error) {
    throw new RangeError(`Cannot use ${encoded} as a data file: it is not percent-encoded`, { cause: error });
  }
  return checkPath(path);
}

function escapeHive(text: string): string {
  return text.replace(unsafe, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
