import type { Scenario } from '../workload/schema.ts';
import { openFlows } from './flows.ts';
import { type OpenScenario, ScenarioError } from './scenario.ts';

const notYet: OpenScenario = () =>
  Promise.reject(new ScenarioError('unsupported', 'this scenario is not written yet'));

/** What a worker runs, by the scenario that a workload file names. */
export const scenarios: Readonly<Record<Scenario, OpenScenario>> = {
  flows: openFlows,
  throughput: openFlows,
  'connect-storm': notYet,
  'reconnect-storm': notYet,
  'retained-replay': notYet,
  'offline-drain': notYet,
  'will-storm': notYet,
  'idle-connections': notYet,
  'http-publish': notYet,
};
