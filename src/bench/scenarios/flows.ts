import { setTimeout as delay } from 'node:timers/promises';
import { nowMicros } from '../generator/clock.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { holdBackgroundSubscriptions } from './background-subscriptions.ts';
import { flowPlans } from './flow-layout.ts';
import { runLoad } from './flow-load.ts';
import { createFlowsState, type FlowsState } from './flow-state.ts';
import { openFlow } from './open-flow.ts';
import { type OpenScenario, ScenarioError } from './scenario.ts';
import { waitFor } from './wait-until.ts';

/** Publishers, subscribers, and messages that flow between them. */
export const openFlows: OpenScenario = async (context) => {
  const { plan } = context;
  const workload = plan.workload as WorkloadOf<'flows' | 'throughput'>;
  const state = createFlowsState(context);
  try {
    const isFirst = plan.worker === 0;
    const background = await holdBackgroundSubscriptions(
      plan,
      isFirst ? workload.backgroundSubscriptions : 0,
    );
    if (background !== undefined) state.connections.push(background);
    for (const flowPlan of flowPlans(plan, workload.flows)) state.flows.push(await openFlow(state, flowPlan));
    await settle(state, workload.phases.connectSeconds);
  } catch (error) {
    endConnections(state);
    throw error;
  }
  return {
    load: (load) => runLoad(state, load),
    close() {
      forgetRetained(state);
      endConnections(state);
      return Promise.resolve();
    },
  };
};

function endConnections({ connections, context, keepAlive }: FlowsState): void {
  keepAlive[Symbol.dispose]();
  for (const connection of connections) connection.disconnect();
  context.recorder.counts.connections = 0;
}

const settleMillis = 50;

/**
 * Sends a first message on each topic until all of its receivers saw one: a subscription may take a moment
 * after its SUBACK, and what a target owes begins when the path stands.
 */
async function settle(state: FlowsState, withinSeconds: number): Promise<void> {
  const deadline = nowMicros() + withinSeconds * 1e6;
  let processed = 0;
  const publishers = state.flows.flatMap((flow) => flow.publishers);
  for (const { senders } of state.flows) for (const sender of senders) sender.sendOpening();
  for (const publisher of publishers)
    publisher.onceProcessed(() => {
      processed += 1;
    });
  // Not an await of each: a target that is gone answers none.
  await waitFor(() => processed === publishers.length, deadline, state.lost.signal);
  while (missing(state) > 0 || processed < publishers.length) {
    if (state.lost.signal.aborted) throw new ScenarioError('lost', String(state.lost.signal.reason));
    if (nowMicros() > deadline) throw new ScenarioError('unsupported', notSettled(state, withinSeconds));
    await delay(settleMillis);
    for (const { senders } of state.flows) for (const sender of senders) sender.sendOpening();
  }
}

function notSettled(state: FlowsState, withinSeconds: number): string {
  const silent = missing(state);
  return silent === 0
    ? `it did not answer a PINGREQ within ${withinSeconds} s`
    : `${silent} of its subscriptions got no message within ${withinSeconds} s of their SUBACK`;
}

/** Pairs of topic and receiver that have seen nothing yet. */
function missing({ flows }: FlowsState): number {
  return flows.reduce((sum, { plan, ordinary, apart }) => {
    const isShared = plan.flow.delivery === 'shared';
    const owed = isShared
      ? plan.topics.length
      : plan.subscribers.reduce((topics, subscriber) => topics + subscriber.topics.length, 0);
    return sum + Math.max(0, owed - ordinary.seen() - (isShared ? 0 : apart.seen()));
  }, 0);
}

/** What the target keeps of retained messages is removed by empty ones. (5.0 section 3.3.1.3) */
function forgetRetained({ flows }: FlowsState): void {
  for (const { plan, senders } of flows)
    if (plan.flow.retain) for (const sender of senders) sender.forgetRetained();
}
