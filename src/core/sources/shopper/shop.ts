import { Ids } from './ids.ts';
import type { Scenario } from './options.ts';
import { countSessions, Plans, type SessionCount } from './plan.ts';
import { PROFILES } from './profiles.ts';
import { Rhythm } from './rhythm.ts';
import { Shelves } from './shelves.ts';
import { Visitors } from './visitors.ts';

/** Everything that the sessions of a run share. Memory: some megabytes, whatever the run. */
export interface Shop extends SessionCount {
  scenario: Scenario;
  plans: Plans;
  rhythm: Rhythm;
  visitors: Visitors;
  shelves: Shelves;
  eventIds: Ids;
  sessionIds: Ids;
  orderIds: Ids;
  /** When a part of the run is over, from 0 to 1, in microseconds since 1970-01-01T00:00Z. */
  timeOf(part: number): number;
}

/** Opens the shop of a scenario. Takes some 300 ns a session, for all of them are counted, unless they have been before. */
export function openShop(scenario: Scenario, counted?: SessionCount): Shop {
  const plans = new Plans(scenario);
  const { sessions, lastLength } = counted ?? countSessions(plans, scenario.count);
  const rhythm = new Rhythm(scenario, sessions);
  const { from, until, profile } = scenario;
  return {
    scenario,
    sessions,
    lastLength,
    plans,
    rhythm,
    visitors: new Visitors(scenario, sessions),
    shelves: new Shelves(scenario),
    eventIds: new Ids(scenario.key, 1),
    sessionIds: new Ids(scenario.key, 2),
    orderIds: new Ids(scenario.key, 3),
    timeOf: (part) =>
      PROFILES[profile].uniform
        ? from + Math.floor((until - from) * part)
        : rhythm.start(Math.min(sessions - 1, Math.floor(sessions * part))),
  };
}
