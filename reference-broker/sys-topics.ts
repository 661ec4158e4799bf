import { type BrokerCore, publishMessage } from './core.ts';
import type { Gauges } from './gauges.ts';
import { messageOfPublish } from './message.ts';
import { type Counters, totalOf } from './metrics.ts';

export interface SysTopicsOptions {
  /** How often the topics are brought up to date; 0 publishes nothing at all. */
  readonly intervalSeconds: number;
  /** What stands in `$SYS/broker/version`: `mqtt-assay 0.1.0`. */
  readonly version: string;
}

/** Where the values come from and where they go. */
export interface SysSource {
  readonly core: Pick<BrokerCore, 'clock' | 'settings' | 'retained' | 'router' | 'counters'>;
  readonly gauges: () => Gauges;
}

/** The part of the counters that `$SYS` tells, added up over QoS and reasons. */
interface Totals {
  readonly connections: number;
  readonly messagesReceived: number;
  readonly messagesSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

type Loads = Record<keyof Totals, number>;

const prefix = '$SYS/broker/';

const loadTopics = {
  connections: 'load/connections/1min',
  messagesReceived: 'load/messages/received/1min',
  messagesSent: 'load/messages/sent/1min',
  bytesReceived: 'load/bytes/received/1min',
  bytesSent: 'load/bytes/sent/1min',
} as const satisfies Record<keyof Totals, string>;

/**
 * Publishes what the broker does to `$SYS/broker/...`, retained, at once and then at every interval. A value is published
 * when it is another one than before. Subscribers have to name `$SYS`: a wildcard at the first level does not
 * match it [5.0/MQTT-4.7.2-1] [3.1.1/MQTT-4.7.2-1], and clients may not publish there, see `publish-rights.ts`.
 *
 * @returns what stops it
 */
export function startSysTopics(
  source: SysSource,
  { intervalSeconds, version }: SysTopicsOptions,
): Disposable {
  if (intervalSeconds === 0) return { [Symbol.dispose]: () => undefined };
  const { clock, counters } = source.core;
  const startedAtMillis = clock.nowMs();
  const published = new Map<string, string>();
  const loads: Loads = {
    connections: 0,
    messagesReceived: 0,
    messagesSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
  };
  let before = totalsOf(counters);

  function update(): void {
    const gauges = source.gauges();
    const uptimeSeconds = Math.floor((clock.nowMs() - startedAtMillis) / 1000);
    publishChanged({ version, uptime: String(uptimeSeconds), ...levelsOf(gauges), ...countsOf(counters) });
    for (const name of namesOf(loads)) publishChanged({ [loadTopics[name]]: loads[name].toFixed(2) });
  }

  function publishChanged(values: Readonly<Record<string, string>>): void {
    for (const [topic, value] of Object.entries(values)) {
      if (published.get(topic) === value) continue;
      published.set(topic, value);
      publishValue(source.core, `${prefix}${topic}`, value);
    }
  }

  const tick = (): void => {
    timer = clock.setTimer(intervalSeconds * 1000, tick);
    const now = totalsOf(counters);
    addToLoads(loads, before, now, intervalSeconds);
    before = now;
    update();
  };

  let timer = clock.setTimer(intervalSeconds * 1000, tick);
  update();
  return { [Symbol.dispose]: () => timer.cancel() };
}

/** QoS 0: a value that a subscriber missed is replaced soon, and it must not fill queues. */
function publishValue(core: SysSource['core'], topicName: string, value: string): void {
  const publish = {
    type: 'publish',
    topicName,
    payload: Buffer.from(value),
    qos: 0,
    dup: false,
    retain: core.settings.capabilities.retainAvailable,
  } as const;
  publishMessage(
    core,
    messageOfPublish(publish, topicName, { publisher: '', nowMillis: core.clock.nowMs() }),
  );
}

const namesOf = (totals: Totals): readonly (keyof Totals)[] => Object.keys(totals) as (keyof Totals)[];

function totalsOf(counters: Counters): Totals {
  return {
    connections: counters.connectionsAccepted,
    messagesReceived: totalOf(counters.messagesReceived),
    messagesSent: totalOf(counters.messagesSent),
    bytesReceived: counters.bytesReceived,
    bytesSent: counters.bytesSent,
  };
}

function countsOf(counters: Counters): Readonly<Record<string, string>> {
  const totals = totalsOf(counters);
  return {
    'messages/received': String(totals.messagesReceived),
    'messages/sent': String(totals.messagesSent),
    'messages/dropped': String(totalOf(counters.messagesDropped)),
    'bytes/received': String(totals.bytesReceived),
    'bytes/sent': String(totals.bytesSent),
  };
}

function levelsOf(gauges: Gauges): Readonly<Record<string, string>> {
  return {
    'clients/connected': String(gauges.sessionsConnected),
    'clients/total': String(gauges.sessionsConnected + gauges.sessionsStored),
    'subscriptions/count': String(gauges.subscriptions),
    // With a space: the name that other brokers made known.
    'retained messages/count': String(gauges.retainedMessages),
  };
}

/** How much a minute, older minutes counting less and less: an exponential mean with a time constant of a minute. */
function addToLoads(loads: Loads, before: Totals, now: Totals, elapsedSeconds: number): void {
  const keep = Math.exp(-elapsedSeconds / 60);
  for (const name of namesOf(loads)) {
    const perMinute = ((now[name] - before[name]) * 60) / elapsedSeconds;
    loads[name] = loads[name] * keep + perMinute * (1 - keep);
  }
}
