import { Buffer } from 'node:buffer';
import autocannon from 'autocannon';
import { nowMicros } from '../generator/clock.ts';
import { type Connection, openConnection } from '../generator/connection.ts';
import { createMeasuredWindow, isCounted } from '../generator/measured-window.ts';
import { writeSequence, writeTimes, writeTopic } from '../generator/message-header.ts';
import { createSubscriber, type DeliverySource, type DeliveryTotals } from '../generator/subscriber.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { connectionOptions } from './connect.ts';
import { type HttpPublish, type HttpRequest, publishRequest } from './http-request.ts';
import { subscribe } from './open-flow.ts';
import { type OpenScenario, type ScenarioContext, ScenarioError } from './scenario.ts';
import { waitFor, waitUntil } from './wait-until.ts';

/** One HTTP connection: it publishes to a topic of its own, one request at a time. */
interface HttpSource extends DeliverySource {
  readonly totals: { sent: number };
  readonly topicName: string;
  readonly topic: number;
  /** When the request under way was due; undefined when none is. */
  dueMicros: number | undefined;
}

/** What all connections of a load have in common. */
interface HttpState {
  readonly context: ScenarioContext;
  readonly workload: WorkloadOf<'http-publish'>;
  readonly http: HttpPublish;
  readonly sources: readonly HttpSource[];
  readonly subscribers: readonly Connection[];
  readonly totals: DeliveryTotals;
  readonly window: ReturnType<typeof createMeasuredWindow>;
  readonly lost: AbortController;
  acknowledged: number;
  refused: number;
}

/**
 * The target's HTTP interface publishes, MQTT subscribers receive: the way of many back ends. The HTTP side is a closed
 * loop, so that `e2e` counts from the request, and says nothing of requests that a stall kept from being made.
 * Only the first worker takes part.
 */
export const openHttpPublish: OpenScenario = async (context) => {
  const { plan } = context;
  const workload = plan.workload as WorkloadOf<'http-publish'>;
  if (plan.httpPublish === undefined) {
    throw new ScenarioError(
      'unsupported',
      'it has no HTTP interface that publishes, or none that is known (profile key httpPublish)',
    );
  }
  const isFirst = plan.worker === 0;
  const sources = Array.from({ length: isFirst ? workload.connections : 0 }, (_, topic) =>
    sourceOf(plan.runTag, topic),
  );
  const subscribers: Connection[] = [];
  const state: HttpState = {
    context,
    workload,
    http: plan.httpPublish,
    sources,
    subscribers,
    totals: { delivered: 0, duplicated: 0, reordered: 0, foreign: 0, ended: 0 },
    window: createMeasuredWindow(),
    lost: new AbortController(),
    acknowledged: 0,
    refused: 0,
  };
  for (let index = 0; isFirst && index < workload.subscribers; index += 1) {
    subscribers.push(await openSubscriber(state, index));
  }
  context.recorder.counts.connections = subscribers.length;
  return {
    load: (load) => runLoad(state, load),
    close() {
      for (const connection of subscribers) connection.disconnect();
      context.recorder.counts.connections = 0;
      return Promise.resolve();
    },
  };
};

function sourceOf(runTag: string, topic: number): HttpSource {
  return {
    totals: { sent: 0 },
    topic,
    topicName: `assay-${runTag}/h/${topic}`,
    isBlocked: false,
    dueMicros: undefined,
    onDelivered: () => undefined,
  };
}

async function openSubscriber(state: HttpState, index: number): Promise<Connection> {
  const { context, sources, workload } = state;
  const connection = await openConnection(
    connectionOptions(context.plan, { role: 's', index, keepAliveSeconds: 60 }),
  );
  createSubscriber(connection, {
    recorder: context.recorder,
    standing: 'ordinary',
    window: state.window,
    sourceOf: (topic) => sources[topic],
    totals: state.totals,
    trackers: new Map(),
    onWork: context.worked,
    onUnblocked: () => undefined,
    onLost: (_, reason) => state.lost.abort(`the connection of a subscriber was ${reason}`),
  });
  await subscribe(
    connection,
    sources.map(({ topicName }) => topicName),
    workload.qos,
  );
  return connection;
}

async function runLoad(state: HttpState, plan: LoadPlan): Promise<LoadReport> {
  const { context, window, lost, sources } = state;
  const ending = AbortSignal.any([context.finish, lost.signal]);
  window.fromMicros = plan.startMicros + plan.warmupSeconds * 1e6;
  window.toMicros = window.fromMicros + plan.measureSeconds * 1e6;
  context.phase('warm-up');
  await waitUntil(plan.startMicros, ending);
  const cannon = sources.length === 0 ? undefined : fire(state);
  await waitUntil(window.fromMicros, ending);
  context.phase('measure');
  await waitUntil(window.toMicros, ending);
  window.toMicros = Math.min(window.toMicros, nowMicros());
  context.phase('drain');
  await cannon?.stop();
  // The fate of a request that was cut off is unknown: nothing is owed for it.
  const expected = state.acknowledged * state.workload.subscribers;
  await waitFor(() => state.totals.delivered >= expected, nowMicros() + plan.drainSeconds * 1e6, lost.signal);
  return reportOf(state, plan, expected);
}

function reportOf(state: HttpState, plan: LoadPlan, expected: number): LoadReport {
  const { acknowledged, refused, totals, workload, window, lost, sources } = state;
  const delivered = Math.min(totals.delivered, expected);
  return {
    flows: [
      {
        name: 'published by HTTP',
        // What becomes of the QoS behind an HTTP interface is its own affair.
        qos: 0,
        sent: sources.reduce((sum, { totals: { sent } }) => sum + sent, 0),
        acknowledged,
        refused,
        expected,
        delivered,
        lost: expected - delivered,
        duplicated: totals.duplicated,
        reordered: totals.reordered,
      },
    ],
    figures: [{ name: 'HTTP connections', value: sources.length, unit: 'count' }],
    notes:
      workload.connections > 0 && plan.measureSeconds > 0
        ? [
            'The HTTP side is a closed loop: a stall keeps it from sending, and its latencies do not show that.',
          ]
        : [],
    measuredSeconds: Math.max(0, window.toMicros - window.fromMicros) / 1e6,
    unsent: 0,
    ...(lost.signal.aborted ? { lost: String(lost.signal.reason) } : {}),
  };
}

/** Starts the requests; `stop` cuts off those under way. */
function fire(state: HttpState): { stop(): Promise<void> } {
  const { http, sources, workload } = state;
  const waiting = [...sources];
  const options = {
    url: new URL(http.url).origin,
    connections: sources.length,
    // Ended by `stop`; the library wants a number.
    duration: 86_400,
    timeout: 30,
    // It looks so often whether it should stop, in milliseconds.
    sampleInt: 50,
    setupClient(client: autocannon.Client) {
      const source = waiting.pop();
      if (source === undefined) return;
      client.setRequests([
        { setupRequest: (request) => ({ ...request, ...nextRequest(state, source, workload) }) },
      ]);
      client.on('response', (statusCode: number) => onResponse(state, source, statusCode));
    },
  };
  let tellEnd = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    tellEnd = resolve;
  });
  const instance = autocannon(options, () => tellEnd());
  return {
    async stop() {
      instance.stop();
      await ended;
    },
  };
}

function nextRequest(
  { http, context }: HttpState,
  source: HttpSource,
  { payloadBytes, qos }: WorkloadOf<'http-publish'>,
): HttpRequest {
  // The library also builds a request that it does not send: it keeps the same number until there is a response.
  if (source.dueMicros === undefined) {
    source.totals.sent += 1;
    context.recorder.counts.sent += 1;
  }
  source.dueMicros = Math.floor(nowMicros());
  context.worked();
  const payload = Buffer.alloc(payloadBytes, 'x');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  writeTopic(view, 0, source.topic);
  writeSequence(view, 0, source.totals.sent - 1);
  writeTimes(view, 0, source.dueMicros, 0);
  return publishRequest(http, { topicName: source.topicName, qos, payload });
}

function onResponse(state: HttpState, source: HttpSource, statusCode: number): void {
  const { recorder } = state.context;
  const now = nowMicros();
  const due = source.dueMicros;
  source.dueMicros = undefined;
  if (statusCode < 200 || statusCode >= 300) {
    state.refused += 1;
    return;
  }
  state.acknowledged += 1;
  recorder.counts.acknowledged += 1;
  if (due !== undefined && isCounted(state.window, due, now)) recorder.bins.ack.record(now - due);
}
