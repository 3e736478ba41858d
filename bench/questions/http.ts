import { loopQuestion, startQuestion } from '../http/start.ts';
import { throughputQuestion } from '../http/throughput.ts';

/** The server over 2 M events: requests a second, from its start to its first answer, and whether its main thread stays free. */
export const questions = [
  throughputQuestion('query over HTTP, 32 connections', 2_000_000, 32),
  startQuestion('query from the start', 2_000_000),
  loopQuestion('query event-loop delay', 2_000_000),
];
