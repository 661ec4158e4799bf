import type { Scenario } from '../workload/schema.ts';
import { openConnectStorm } from './connect-storm.ts';
import { openFlows } from './flows.ts';
import { openIdleConnections } from './idle-connections.ts';
import { openOfflineDrain } from './offline-drain.ts';
import { openReconnectStorm } from './reconnect-storm.ts';
import { openRetainedReplay } from './retained-replay.ts';
import type { OpenScenario } from './scenario.ts';
import { openWillStorm } from './will-storm.ts';

/** What a worker runs, by the scenario that a workload file names. */
export const scenarios: Readonly<Record<Scenario, OpenScenario>> = {
  flows: openFlows,
  throughput: openFlows,
  'connect-storm': openConnectStorm,
  'reconnect-storm': openReconnectStorm,
  'retained-replay': openRetainedReplay,
  'offline-drain': openOfflineDrain,
  'will-storm': openWillStorm,
  'idle-connections': openIdleConnections,
  'http-publish': async (context) => (await import('./http-publish.ts')).openHttpPublish(context),
};
