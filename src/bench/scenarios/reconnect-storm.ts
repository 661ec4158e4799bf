import type { WorkloadOf } from '../workload/schema.ts';
import type { OpenScenario } from './scenario.ts';
import { openSessionReplay } from './session-replay.ts';

/** All clients come back at once to Sessions with subscriptions and messages: what follows the restart of a network. */
export const openReconnectStorm: OpenScenario = (context) => {
  const workload = context.plan.workload as WorkloadOf<'reconnect-storm'>;
  const { connections, atOnce, keepAliveSeconds, payloadBytes } = workload;
  const { subscriptionsPerSession, queuedPerSession } = workload;
  return openSessionReplay(context, {
    sessions: connections,
    subscriptionsPerSession,
    queuedPerSession,
    qos: 1,
    payloadBytes,
    keepAliveSeconds,
    atOnce,
    until: 'connected',
  });
};
