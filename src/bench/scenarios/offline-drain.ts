import type { WorkloadOf } from '../workload/schema.ts';
import type { OpenScenario } from './scenario.ts';
import { openSessionReplay } from './session-replay.ts';

const atOnce = 64;

/** Few subscribers come back to many messages each: how quickly a target hands out what it kept for them. */
export const openOfflineDrain: OpenScenario = (context) => {
  const { subscribers, queuedPerSubscriber, qos, payloadBytes } = context.plan
    .workload as WorkloadOf<'offline-drain'>;
  return openSessionReplay(context, {
    sessions: subscribers,
    subscriptionsPerSession: 1,
    queuedPerSession: queuedPerSubscriber,
    qos,
    payloadBytes,
    keepAliveSeconds: 0,
    atOnce,
    until: 'delivered',
  });
};
