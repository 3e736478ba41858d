import { busyQuestion } from '../http/busy.ts';

/** Whether a server answers as ever while it generates five times the events that it has. */
export const question = busyQuestion('service while generating', { rows: 200_000, count: 1_000_000 });
