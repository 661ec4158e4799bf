import { nowMicros } from '../generator/clock.ts';
import type { Published } from '../generator/publish-all.ts';
import { type ReceivedTotals, receiverOf } from '../generator/receiver.ts';
import { type Arrival, createSequenceTracker, type SequenceTracker } from '../generator/sequence-tracker.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import { type Accepted, type ClientRole, type Clients, createClients } from './clients.ts';
import { type Goal, goal } from './goal.ts';
import {
  type KeptSession,
  keptSessions,
  makeSessions,
  queueMessages,
  removeSessions,
  type SessionsForm,
  wishesOf,
} from './kept-sessions.ts';
import { incompleteNote, lossOf, measurePhase } from './measured-phase.ts';
import { receivedReport } from './received-report.ts';
import type { RunningScenario, ScenarioContext } from './scenario.ts';
import { ownAtOnce } from './share.ts';
import { connectAll } from './storm.ts';

export interface ReplayForm extends SessionsForm {
  /** Clients that come back at once, in all workers together. */
  readonly atOnce: number;
  /** What ends the measured phase: all clients are back, or they also have everything that waited for them. */
  readonly until: 'connected' | 'delivered';
}

interface ReplayState {
  readonly clients: Clients;
  readonly form: ReplayForm;
  readonly sessions: ReadonlyMap<number, KeptSession>;
  readonly published: Published;
  readonly totals: ReceivedTotals;
  readonly delivered: Goal;
  /** Messages that wait for the clients that came back. */
  owed: number;
  /** Clients that came back to no Session. */
  forgotten: number;
}

/** Clients come back to Sessions that the target kept, and to the messages that wait in them. */
export async function openSessionReplay(
  context: ScenarioContext,
  form: ReplayForm,
): Promise<RunningScenario> {
  const clients = createClients(context);
  const sessions = keptSessions(clients, form);
  const close = async (): Promise<void> => {
    try {
      await clients.disconnect(clients.open);
      await removeSessions(clients, sessions);
    } finally {
      await clients.close();
    }
  };
  try {
    await makeSessions(clients, sessions, form);
    const published = await queueMessages(clients, sessions, form);
    const state: ReplayState = {
      clients,
      form,
      sessions: new Map(sessions.map((session) => [session.number, session])),
      published,
      totals: { delivered: 0, duplicated: 0, reordered: 0, foreign: 0 },
      delivered: goal(),
      owed: 0,
      forgotten: 0,
    };
    return { load: (plan) => runLoad(state, plan), close };
  } catch (error) {
    // A target that fails now fails for the same reason.
    await close().catch(() => undefined);
    throw error;
  }
}

async function runLoad(state: ReplayState, plan: LoadPlan): Promise<LoadReport> {
  const { clients, form, published, totals, delivered } = state;
  const notes = notesOf(state);
  const { seconds } = await measurePhase(clients, plan, {
    measure: async (ending) => {
      const deadline = nowMicros() + plan.measureSeconds * 1e6;
      await comeBack(state, ending);
      if (form.until === 'connected') return;
      await delivered.wait(deadline, ending);
      if (!delivered.isReached) notes.push(incompleteNote);
    },
  });
  await delivered.wait(nowMicros() + plan.drainSeconds * 1e6, clients.lost.signal);
  if (state.forgotten > 0) {
    notes.push(`${state.forgotten} clients came back to no Session: the target had dropped it.`);
  }
  const expected = owedBy(state);
  return {
    flows: [receivedReport({ name: 'queued messages', qos: form.qos, published, totals, expected })],
    figures: [{ name: 'sessions lost', value: state.forgotten, unit: 'count' }],
    notes,
    measuredSeconds: seconds,
    unsent: 0,
    ...lossOf(clients),
  };
}

async function comeBack(state: ReplayState, signal: AbortSignal): Promise<void> {
  const { clients, form, sessions } = state;
  let isOver = false;
  const checkGoal = (): void => {
    if (isOver && state.totals.delivered >= owedBy(state)) state.delivered.reach();
  };
  await connectAll(clients, {
    numbers: [...sessions.keys()],
    atOnce: ownAtOnce(clients.context.plan, form.atOnce),
    wishesOf: (number) => wishesOf(form, number),
    onConnack(number, accepted) {
      const session = sessions.get(number) as KeptSession;
      state.owed += messagesIn(session);
      if (!accepted.connection.connack.sessionPresent) state.forgotten += 1;
      return replayRole(state, session, accepted, checkGoal);
    },
    signal,
  });
  // Who was not let in before an early end is owed nothing.
  isOver = true;
  checkGoal();
}

/** Receives what waited in a Session; the last of it ends the client's `replay`. */
function replayRole(
  { clients: { context }, totals }: ReplayState,
  session: KeptSession,
  { connection, beganMicros }: Accepted,
  onDelivered: () => void,
): ClientRole {
  const { recorder, worked } = context;
  const { firstTopic, queued } = session;
  const trackers = new Map<number, SequenceTracker>();
  let missing = messagesIn(session);

  function arrivalOf(topic: number, sequence: number): Arrival | undefined {
    const messages = queued[topic - firstTopic];
    if (messages === undefined || sequence >= messages) return undefined;
    const tracker = trackers.get(topic) ?? createSequenceTracker();
    trackers.set(topic, tracker);
    return tracker.accept(sequence);
  }

  return receiverOf(connection, {
    recorder,
    totals,
    arrivalOf,
    onNew(_, readAt) {
      missing -= 1;
      if (missing === 0) recorder.bins.replay.record(readAt - beganMicros);
      onDelivered();
    },
    onWork: worked,
  });
}

function messagesIn({ queued }: KeptSession): number {
  return queued.reduce((sum, messages) => sum + messages, 0);
}

/** What the target refused it does not owe to anybody. */
function owedBy({ owed, published }: ReplayState): number {
  return Math.max(0, owed - published.refused);
}

function notesOf({ form }: ReplayState): string[] {
  return form.subscriptionsPerSession === 0 && form.queuedPerSession > 0
    ? ['No messages were queued: the Sessions have no subscription.']
    : [];
}
