/** Where something stood in the input. */
export interface Place {
  /** Name of the input as the caller gave it. */
  file: string;
  /** Name of the archive entry, `outer.zip/inner.json` when nested; null outside archives. */
  entry: string | null;
  /** Bytes from the start of the decompressed text; null where no single byte is to blame. */
  offset: number | null;
}

/** An input that cannot be read to its end. Nothing of the run is kept. */
export class InputError extends Error {
  override name = 'InputError';
  readonly place: Place;

  constructor(problem: string, place: Place, options?: ErrorOptions) {
    super(`${problem} (${describePlace(place)})`, options);
    this.place = place;
  }
}

/** `writeNew` found the path taken: somebody else was first. */
export class ConflictError extends Error {
  override name = 'ConflictError';
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`Cannot create ${path}: it exists already`, options);
    this.path = path;
  }
}

/** A path that was asked for is not there. */
export class NotFoundError extends Error {
  override name = 'NotFoundError';
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`Cannot read ${path}: it does not exist`, options);
    this.path = path;
  }
}

/** Something cannot be done now, for a reason that lies outside of the request: a full disk, a folder that somebody else holds. */
export class UnavailableError extends Error {
  override name = 'UnavailableError';
}

/** `cart.zip, entry 2025/a.json, byte 1,024`: a place for people. */
export function describePlace(place: Place): string {
  const parts = [place.file];
  if (place.entry !== null) parts.push(`entry ${place.entry}`);
  if (place.offset !== null) parts.push(`byte ${place.offset}`);
  return parts.join(', ');
}
