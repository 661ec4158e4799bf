import { setTimeout as delay } from 'node:timers/promises';
import type { WorkloadOf } from '../workload/schema.ts';
import { holdBackgroundSubscriptions } from './background-subscriptions.ts';
import { flowPlans } from './flow-layout.ts';
import { runLoad } from './flow-load.ts';
import { createFlowsState, type FlowsState } from './flow-state.ts';
import { openFlow } from './open-flow.ts';
import { type OpenScenario, ScenarioError } from './scenario.ts';

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

function endConnections({ connections, context }: FlowsState): void {
  for (const connection of connections) connection.disconnect();
  context.recorder.counts.connections = 0;
}

const settleMillis = 50;

/**
 * Sends a first message on each topic until all of its receivers saw one: a subscription may take a moment
 * after its SUBACK, and what a target owes begins when the path stands.
 */
async function settle(state: FlowsState, withinSeconds: number): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000;
  for (const { senders, publishers } of state.flows) {
    for (const sender of senders) sender.sendOpening();
    await Promise.all(publishers.map((publisher) => publisher.barrier()));
  }
  while (missing(state) > 0) {
    if (state.lost.signal.aborted) throw new ScenarioError('lost', String(state.lost.signal.reason));
    if (performance.now() > deadline) {
      throw new ScenarioError(
        'unsupported',
        `${missing(state)} of its subscriptions got no message within ${withinSeconds} s of their SUBACK`,
      );
    }
    await delay(settleMillis);
    for (const { senders } of state.flows) for (const sender of senders) sender.sendOpening();
  }
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
