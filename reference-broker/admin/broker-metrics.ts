import type { BrokerStats, Gauges } from '../index.ts';
import { type LatencyHistogram, latencyBoundsSeconds } from '../latency-histogram.ts';
import type { LoopDelay } from './event-loop-delay.ts';
import { type Family, numberText, type Sample } from './exposition.ts';

export interface MetricsSource {
  readonly version: string;
  readonly stats: BrokerStats;
  readonly gauges: Gauges;
  readonly loopDelay: LoopDelay;
}

/** Everything that `GET /metrics` tells. The names are a contract: dashboards and alerts are written against them. */
export function brokerMetrics({ version, stats, gauges, loopDelay }: MetricsSource): readonly Family[] {
  return [
    gauge('info', 'The version that runs; always 1.', [{ labels: { version }, value: 1 }]),
    ...gaugeFamilies(gauges),
    ...counterFamilies(stats),
    latencyFamily(stats.latency),
    loopDelayFamily(loopDelay),
    ...processFamilies(),
  ];
}

function gaugeFamilies(gauges: Gauges): readonly Family[] {
  return [
    gauge('connections', 'Open Network Connections, those without a CONNECT too.', gauges.connections),
    gauge('sessions', 'Sessions by whether their client is connected.', [
      { labels: { state: 'connected' }, value: gauges.sessionsConnected },
      { labels: { state: 'stored' }, value: gauges.sessionsStored },
    ]),
    gauge('subscriptions', 'Subscriptions of all Sessions.', gauges.subscriptions),
    gauge('retained_messages', 'Retained messages.', gauges.retainedMessages),
    gauge('retained_bytes', 'Retained messages in bytes, each counted with its topic.', gauges.retainedBytes),
    gauge(
      'queued_messages',
      'Messages that wait for a client, for its quota or for it to read.',
      gauges.queuedMessages,
    ),
    gauge('queued_bytes', 'Bytes of the messages that wait for a client.', gauges.queuedBytes),
  ];
}

function counterFamilies(stats: BrokerStats): readonly Family[] {
  return [
    counter('connections_accepted_total', 'CONNECTs that were accepted.', stats.connectionsAccepted),
    counter(
      'connections_cut_total',
      'Streams that were cut before CONNECT, for want of room or by the rate.',
      stats.connectionsCut,
    ),
    counter('messages_total', 'PUBLISH packets from and to clients.', [
      ...byQoS(stats.messagesReceived, { direction: 'received' }),
      ...byQoS(stats.messagesSent, { direction: 'sent' }),
    ]),
    counter(
      'messages_published_locally_total',
      'Messages published over HTTP or by this process.',
      byQoS(stats.messagesPublishedLocally, {}),
    ),
    counter(
      'messages_dropped_total',
      'Messages, or copies of them, that were given up.',
      by('reason', stats.messagesDropped),
    ),
    counter('bytes_total', 'Bytes of MQTT packets from and to clients.', [
      { labels: { direction: 'received' }, value: stats.bytesReceived },
      { labels: { direction: 'sent' }, value: stats.bytesSent },
    ]),
  ];
}

function latencyFamily({ counts, sumMicros }: LatencyHistogram): Family {
  let cumulated = 0;
  const buckets = Array.from(counts, (count, index): Sample => {
    cumulated += count;
    const le = numberText(latencyBoundsSeconds[index] ?? Number.POSITIVE_INFINITY);
    return { suffix: '_bucket', labels: { le }, value: cumulated };
  });
  return {
    name: 'mqtt_broker_turn_duration_seconds',
    help: 'Time of one read turn of a connection, from the bytes read to the copies handed over.',
    type: 'histogram',
    samples: [...buckets, { suffix: '_sum', value: sumMicros / 1e6 }, { suffix: '_count', value: cumulated }],
  };
}

/** A gauge and not a summary, because it has no sum and starts again with every window. */
function loopDelayFamily(delay: LoopDelay): Family {
  return gauge(
    'event_loop_delay_seconds',
    'How late timers fire, over the last 15 seconds that were looked at.',
    [
      { labels: { quantile: '0.5' }, value: delay.p50Seconds },
      { labels: { quantile: '0.9' }, value: delay.p90Seconds },
      { labels: { quantile: '0.99' }, value: delay.p99Seconds },
      { labels: { quantile: '1' }, value: delay.maximumSeconds },
    ],
  );
}

/** Under the names that every Prometheus client uses. */
function processFamilies(): readonly Family[] {
  const { user, system } = process.cpuUsage();
  const single = (type: Family['type'], name: string, help: string, value: number): Family => ({
    name,
    help,
    type,
    samples: [{ value }],
  });
  return [
    single('counter', 'process_cpu_seconds_total', 'Processor time of the process.', (user + system) / 1e6),
    single('gauge', 'process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
    single(
      'gauge',
      'process_start_time_seconds',
      'When the process began, since 1970.',
      performance.timeOrigin / 1e3,
    ),
  ];
}

const byQoS = (counts: Readonly<Record<string, number>>, labels: Readonly<Record<string, string>>) =>
  by('qos', counts, labels);

function by(
  label: string,
  counts: Readonly<Record<string, number>>,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] {
  return Object.entries(counts).map(([key, value]) => ({ labels: { ...labels, [label]: key }, value }));
}

const gauge = (name: string, help: string, value: number | readonly Sample[]): Family =>
  family('gauge', name, help, value);

const counter = (name: string, help: string, value: number | readonly Sample[]): Family =>
  family('counter', name, help, value);

function family(type: Family['type'], name: string, help: string, value: number | readonly Sample[]): Family {
  return {
    name: `mqtt_broker_${name}`,
    help,
    type,
    samples: typeof value === 'number' ? [{ value }] : value,
  };
}
