import { nowMicros } from '../generator/clock.ts';
import { gatheredFrom, gatherReads } from '../generator/gather-reads.ts';
import { scheduleOf } from '../generator/schedule.ts';
import type { Sender } from '../generator/sender.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import { drain } from './flow-drain.ts';
import { fairness, flowReports, foreignNotes, snapshotOf } from './flow-report.ts';
import type { FlowsState, OpenFlow } from './flow-state.ts';
import { unblock } from './flow-state.ts';
import { waitUntil } from './wait-until.ts';

/**
 * One load on connections that stand: warm-up, measured phase, drain. What was due within the measured phase is
 * sent even when the target held it up, until the drain's deadline.
 */
export async function runLoad(state: FlowsState, plan: LoadPlan): Promise<LoadReport> {
  const { context, window, lost } = state;
  const before = snapshotOf(state.flows);
  const measureFrom = plan.startMicros + plan.warmupSeconds * 1e6;
  window.fromMicros = measureFrom;
  window.toMicros = measureFrom + plan.measureSeconds * 1e6;
  const paced = {
    nextDueMicros: () => state.due.earliestMicros,
    onTick: (now: number) => {
      state.beforeSending(now);
      return state.due.pump(now);
    },
  };
  using pacer = context.pace(paced);
  state.onEarlierDue = () => pacer.wake();
  const ending = AbortSignal.any([context.finish, lost.signal]);

  const beginMeasuring = measuringOf(state);
  state.beforeSending = (now) => {
    if (now >= measureFrom) beginMeasuring();
  };

  if (plan.warmupSeconds > 0) context.phase('warm-up');
  await waitUntil(plan.startMicros, ending);
  for (const flow of state.flows) begin(state, flow, plan);
  pacer.wake();
  using _watch = watchStandstill(state);
  const underWay = messagesUnderWay(state, plan);
  using _gather =
    underWay >= gatheredFrom ? gatherReads(context.recorder, underWay, context.slept) : undefined;
  await waitUntil(measureFrom, ending);
  beginMeasuring();
  await waitUntil(window.toMicros, ending);
  window.toMicros = Math.min(nowMicros(), window.toMicros);
  for (const { connection } of slowReceivers(state)) connection.pipe.resume();
  for (const flow of state.flows) end(flow, plan, window.toMicros);
  context.phase('drain');
  const unsent = await drain(state, before, plan.drainSeconds);
  for (const { senders } of state.flows) stop(senders);
  return {
    flows: flowReports(state.flows, before),
    figures: fairness(state.flows),
    notes: foreignNotes(state.flows, before),
    measuredSeconds: Math.max(0, window.toMicros - measureFrom) / 1e6,
    unsent,
    ...(lost.signal.aborted ? { lost: String(lost.signal.reason) } : {}),
  };
}

/** Begins the measured phase when it is first called. */
function measuringOf(state: FlowsState): () => void {
  let isMeasuring = false;
  return () => {
    if (isMeasuring) return;
    isMeasuring = true;
    state.context.phase('measure');
    for (const { connection } of slowReceivers(state)) connection.pipe.pause();
  };
}

function begin(state: FlowsState, flow: OpenFlow, plan: LoadPlan): void {
  const { window } = state;
  const load = loadOf(flow, plan);
  const share = {
    topics: flow.plan.topicsInAll,
    warmupMicros: plan.warmupSeconds * 1e6,
    measureMicros: plan.measureSeconds * 1e6,
  };
  const { fromMicros } = window;
  for (const [at, sender] of flow.senders.entries()) {
    if (load.kind === 'closed') {
      sender.start(load);
      unblock(state, sender);
      continue;
    }
    const schedule = scheduleOf(load, { ...share, topic: flow.plan.topics[at]?.ofFlow ?? 0 });
    const nextDueMicros = (): number => {
      const due = fromMicros + schedule.next();
      return due < window.toMicros ? due : Number.POSITIVE_INFINITY;
    };
    sender.start({ kind: 'open', nextDueMicros });
    state.due.add(sender);
  }
}

/**
 * In closed loops alone, as an open loop must see each message when it comes; and only such as something comes back
 * for, one by one.
 */
function messagesUnderWay({ flows }: FlowsState, plan: LoadPlan): number {
  return flows.reduce((sum, flow) => {
    const load = loadOf(flow, plan);
    if (load.kind !== 'closed') return Number.NEGATIVE_INFINITY;
    const isAnswered = flow.plan.flow.qos > 0 || flow.plan.receivers > 0;
    return isAnswered ? sum + load.inflight * flow.senders.length : sum;
  }, 0);
}

const standstillMillis = 1000;

/** A closed loop at QoS 0 stops when the target drops as many messages as may be under way: let it go on. */
function watchStandstill({ flows, lost }: FlowsState): Disposable {
  const senders = flows
    .filter(({ plan }) => plan.flow.qos === 0 && plan.receivers > 0)
    .flatMap((flow) => flow.senders);
  let before = senders.map(({ totals }) => totals.delivered);
  const timer = setInterval(() => {
    for (const [at, sender] of senders.entries()) {
      if (sender.totals.delivered === before[at] && !lost.signal.aborted) sender.giveUpLost(nowMicros());
    }
    before = senders.map(({ totals }) => totals.delivered);
  }, standstillMillis);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function loadOf({ plan: { flow } }: OpenFlow, plan: LoadPlan) {
  return plan.load ?? flow.load;
}

/** The measured phase is over, or was ended early: what was due in it is still sent, and nothing else. */
function end(flow: OpenFlow, plan: LoadPlan, toMicros: number): void {
  if (loadOf(flow, plan).kind === 'closed') return stop(flow.senders);
  for (const sender of flow.senders) sender.endAt(toMicros);
}

function stop(senders: readonly Sender[]): void {
  for (const sender of senders) sender.stop();
}

function slowReceivers({ flows }: FlowsState) {
  return flows.flatMap(({ apart }) => apart.subscribers);
}
