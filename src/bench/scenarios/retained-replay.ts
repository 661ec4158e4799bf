import { nowMicros } from '../generator/clock.ts';
import type { Connection } from '../generator/connection.ts';
import { type Published, publishAll, type StoredMessage } from '../generator/publish-all.ts';
import { type ReceivedTotals, receiverOf } from '../generator/receiver.ts';
import { createSequenceTracker } from '../generator/sequence-tracker.ts';
import type { LoadPlan, LoadReport, WorkerPlan } from '../worker/protocol.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { type Clients, createClients } from './clients.ts';
import { goal } from './goal.ts';
import { incompleteNote, lossOf, measurePhase } from './measured-phase.ts';
import { subscribe } from './open-flow.ts';
import { receivedReport } from './received-report.ts';
import { type OpenScenario, ScenarioError } from './scenario.ts';
import { ownNumbers } from './share.ts';
import { storedPayload } from './stored-payload.ts';

/** The topics are spread over so many branches. */
const branches = 256;

interface RetainedState {
  readonly clients: Clients;
  readonly workload: WorkloadOf<'retained-replay'>;
  readonly published: Published;
  readonly subscribers: readonly Connection[];
}

/** Subscribers to many retained messages: how quickly a target finds and hands out all of them. */
export const openRetainedReplay: OpenScenario = async (context) => {
  const workload = context.plan.workload as WorkloadOf<'retained-replay'>;
  const clients = createClients(context);
  const close = async (): Promise<void> => {
    try {
      await clients.disconnect(clients.open);
      await forgetMessages(clients, workload);
    } finally {
      await clients.close();
    }
  };
  try {
    const published = await storeMessages(clients, workload);
    const subscribers: Connection[] = [];
    for (const index of ownNumbers(context.plan, workload.subscribers)) {
      subscribers.push(await clients.connect({ role: 's', index, keepAliveSeconds: 0 }));
    }
    const state: RetainedState = { clients, workload, published, subscribers };
    return { load: (plan) => runLoad(state, plan), close };
  } catch (error) {
    // A target that fails now fails for the same reason.
    await close().catch(() => undefined);
    throw error;
  }
};

/** @throws ScenarioError, or an error of the connection */
async function storeMessages(
  clients: Clients,
  { retainedMessages, payloadBytes, qos }: WorkloadOf<'retained-replay'>,
): Promise<Published> {
  const { plan } = clients.context;
  const numbers = ownNumbers(plan, retainedMessages);
  const published = await publishRetained(clients, qos, function* () {
    for (const number of numbers)
      yield { topicName: topicOf(plan, number), payload: storedPayload(payloadBytes, 0, number) };
  });
  if (published.refused === 0) return published;
  throw new ScenarioError(
    'unsupported',
    `it refuses ${published.refused} of ${published.sent} retained messages`,
  );
}

/** An empty message removes the one that is retained. (5.0 section 3.3.1.3) */
async function forgetMessages(
  clients: Clients,
  { retainedMessages }: WorkloadOf<'retained-replay'>,
): Promise<void> {
  const { plan } = clients.context;
  const payload = new Uint8Array(0);
  await publishRetained(clients, 0, function* () {
    for (const number of ownNumbers(plan, retainedMessages))
      yield { topicName: topicOf(plan, number), payload };
  });
}

async function publishRetained(
  clients: Clients,
  qos: 0 | 1 | 2,
  messages: () => Iterable<StoredMessage>,
): Promise<Published> {
  const { plan } = clients.context;
  const connection = await clients.connect({ role: 'p', index: plan.worker, keepAliveSeconds: 0 });
  const published = await publishAll(connection, messages(), {
    version: plan.mqtt,
    qos,
    retain: true,
    timeoutMs: plan.workload.phases.connectSeconds * 1000,
  });
  await clients.disconnect([connection]);
  return published;
}

function topicOf({ runTag }: WorkerPlan, number: number): string {
  return `${rootOf(runTag)}/${number % branches}/${Math.floor(number / branches)}`;
}

function rootOf(runTag: string): string {
  return `assay-${runTag}/r`;
}

async function runLoad(state: RetainedState, plan: LoadPlan): Promise<LoadReport> {
  const { clients, workload, published, subscribers } = state;
  const totals = { delivered: 0, duplicated: 0, reordered: 0, foreign: 0 };
  let expected = 0;
  const delivered = goal();
  const checkGoal = (): void => {
    if (totals.delivered >= expected) delivered.reach();
  };
  const notes: string[] = [];
  const { seconds } = await measurePhase(clients, plan, {
    measure: async (ending) => {
      const deadline = nowMicros() + plan.measureSeconds * 1e6;
      if (!ending.aborted) expected = workload.retainedMessages * subscribers.length;
      if (expected === 0) return checkGoal();
      await Promise.all(
        subscribers.map((connection) => subscribeToAll(state, connection, totals, checkGoal)),
      );
      await delivered.wait(deadline, ending);
      if (!delivered.isReached) notes.push(incompleteNote);
    },
  });
  await delivered.wait(nowMicros() + plan.drainSeconds * 1e6, clients.lost.signal);
  const wasCutShort = clients.lost.signal.aborted || clients.context.finish.aborted;
  if (expected > 0 && totals.delivered === 0 && !wasCutShort) {
    throw new ScenarioError('unsupported', 'it sends no retained messages to a subscription with a wildcard');
  }
  return {
    flows: [receivedReport({ name: 'retained messages', qos: workload.qos, published, totals, expected })],
    figures: [],
    notes,
    measuredSeconds: seconds,
    unsent: 0,
    ...lossOf(clients),
  };
}

/** Each message stands alone on its topic: they may come in any order. */
async function subscribeToAll(
  { clients, workload }: RetainedState,
  connection: Connection,
  totals: ReceivedTotals,
  onDelivered: () => void,
): Promise<void> {
  const { plan, recorder, worked } = clients.context;
  const seen = createSequenceTracker();
  const beganMicros = nowMicros();
  let missing = workload.retainedMessages;
  clients.play(
    connection,
    receiverOf(connection, {
      recorder,
      totals,
      arrivalOf(_, number) {
        if (number >= workload.retainedMessages) return undefined;
        return seen.accept(number) === 'duplicate' ? 'duplicate' : 'new';
      },
      onNew(_, readAt) {
        missing -= 1;
        if (missing === 0) recorder.bins.replay.record(readAt - beganMicros);
        onDelivered();
      },
      onWork: worked,
    }),
  );
  await subscribe(connection, [`${rootOf(plan.runTag)}/#`], workload.qos);
}
