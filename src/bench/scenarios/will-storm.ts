import { setImmediate as turn } from 'node:timers/promises';
import { nowMicros } from '../generator/clock.ts';
import type { Connection } from '../generator/connection.ts';
import { mostTopics } from '../generator/message-header.ts';
import { type ReceivedTotals, receiverOf } from '../generator/receiver.ts';
import { createSequenceTracker } from '../generator/sequence-tracker.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { type Clients, createClients } from './clients.ts';
import { goal } from './goal.ts';
import { incompleteNote, lossOf, measurePhase } from './measured-phase.ts';
import { subscribe } from './open-flow.ts';
import { receivedReport } from './received-report.ts';
import { type OpenScenario, ScenarioError } from './scenario.ts';
import { settle } from './settle.ts';
import { ownAtOnce, ownNumbers } from './share.ts';
import { storedPayload } from './stored-payload.ts';
import { connectAll } from './storm.ts';

/** Cuts between two looks at what has arrived. */
const cutsInOneTurn = 8;

interface WillState {
  readonly clients: Clients;
  readonly workload: WorkloadOf<'will-storm'>;
  readonly watcher: Connection;
  /** The clients with Wills; the place of each is the topic in its Will. */
  readonly doomed: readonly Connection[];
}

/** The clients that were cut off so far: the first ones of `doomed`. */
interface Cuts {
  /** When, by place: a Will is fixed when its client connects, so the time is kept here. */
  readonly micros: Float64Array;
  count: number;
  state: 'going on' | 'over';
}

/** All clients are cut off at once: how long until a watcher has each of their Will Messages. */
export const openWillStorm: OpenScenario = async (context) => {
  const workload = context.plan.workload as WorkloadOf<'will-storm'>;
  const clients = createClients(context);
  try {
    const watcher = await openWatcher(clients, workload);
    const doomed = await openDoomed(clients, workload);
    const state: WillState = { clients, workload, watcher, doomed };
    return { load: (plan) => runLoad(state, plan), close: () => clients.close() };
  } catch (error) {
    await clients.close();
    throw error;
  }
};

/** Each worker watches over its own clients: what it measures needs no other's clock. */
function rootOf({ context: { plan } }: Clients): string {
  return `assay-${plan.runTag}/w/${plan.worker}`;
}

async function openWatcher(clients: Clients, { qos, keepAliveSeconds }: WorkloadOf<'will-storm'>) {
  const { plan } = clients.context;
  const watcher = await clients.connect({ role: 's', index: plan.worker, keepAliveSeconds });
  await subscribe(watcher, [`${rootOf(clients)}/#`], qos);
  await settle(clients, watcher, `${rootOf(clients)}/settle`);
  return watcher;
}

async function openDoomed(
  clients: Clients,
  workload: WorkloadOf<'will-storm'>,
): Promise<readonly Connection[]> {
  const { connections, atOnce, keepAliveSeconds, payloadBytes, qos } = workload;
  const { plan } = clients.context;
  const numbers = ownNumbers(plan, connections);
  if (numbers.length > mostTopics) {
    throw new ScenarioError('fault', `a worker has room for ${mostTopics} topics: use more workers.`);
  }
  const placeOf = new Map(numbers.map((number, place) => [number, place]));
  const doomed: Connection[] = [];
  await connectAll(clients, {
    numbers,
    atOnce: ownAtOnce(plan, atOnce),
    wishesOf(index) {
      const place = placeOf.get(index) as number;
      const payload = storedPayload(payloadBytes, place, 0);
      const will = { topicName: `${rootOf(clients)}/${index}`, payload, qos, retain: false };
      return { role: 'c', index, keepAliveSeconds, will };
    },
    onConnack(number, { connection }) {
      doomed[placeOf.get(number) as number] = connection;
      return {};
    },
    signal: clients.lost.signal,
  });
  if (clients.lost.signal.aborted) throw new ScenarioError('lost', String(clients.lost.signal.reason));
  return doomed;
}

async function runLoad(state: WillState, plan: LoadPlan): Promise<LoadReport> {
  const { clients, workload, doomed } = state;
  const totals = { delivered: 0, duplicated: 0, reordered: 0, foreign: 0 };
  const cuts: Cuts = { micros: new Float64Array(doomed.length), count: 0, state: 'going on' };
  const delivered = goal();
  const checkGoal = (): void => {
    if (cuts.state === 'over' && totals.delivered >= cuts.count) delivered.reach();
  };
  watch(state, cuts, totals, checkGoal);
  const notes: string[] = [];
  const { seconds } = await measurePhase(clients, plan, {
    measure: async (ending) => {
      const deadline = nowMicros() + plan.measureSeconds * 1e6;
      await cutAll(state, cuts, ending);
      checkGoal();
      await delivered.wait(deadline, ending);
      if (!delivered.isReached) notes.push(incompleteNote);
    },
  });
  await delivered.wait(nowMicros() + plan.drainSeconds * 1e6, clients.lost.signal);
  const published = { sent: cuts.count, acknowledged: 0, refused: 0 };
  const expected = cuts.count;
  return {
    flows: [receivedReport({ name: 'Will Messages', qos: workload.qos, published, totals, expected })],
    figures: [],
    notes,
    measuredSeconds: seconds,
    unsent: 0,
    ...lossOf(clients),
  };
}

async function cutAll({ clients, doomed }: WillState, cuts: Cuts, ending: AbortSignal): Promise<void> {
  const { recorder } = clients.context;
  for (const [place, connection] of doomed.entries()) {
    if (ending.aborted) break;
    cuts.micros[place] = nowMicros();
    clients.cut(connection);
    cuts.count += 1;
    recorder.counts.sent += 1;
    // The watcher must not wait for the last cut to read what the first one brought.
    if (place % cutsInOneTurn === 0) await turn();
  }
  cuts.state = 'over';
}

/** Receives the Wills. Each stands alone on its topic: they may come in any order. */
function watch(
  { clients, watcher }: WillState,
  cuts: Cuts,
  totals: ReceivedTotals,
  onDelivered: () => void,
): void {
  const { recorder, worked } = clients.context;
  const seen = createSequenceTracker();
  const receiver = receiverOf(watcher, {
    recorder,
    totals,
    arrivalOf(place, sequence) {
      if (sequence !== 0 || place >= cuts.count) return undefined;
      return seen.accept(place) === 'duplicate' ? 'duplicate' : 'new';
    },
    onNew(place, readAt) {
      recorder.bins.e2e.record(readAt - (cuts.micros[place] as number));
      onDelivered();
    },
    onWork: worked,
  });
  clients.play(watcher, receiver);
}
