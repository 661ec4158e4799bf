import type { Clock, Timer } from '../../src/transport/clock.ts';
import type { Broker, ClientSummary } from '../index.ts';
import { totalOf } from '../metrics.ts';
import { createTopicRates, type TopicRate } from '../topic-rates.ts';
import type { LoopDelay } from './event-loop-delay.ts';
import { topOf } from './top-of.ts';

/** What `GET /status.json` tells; the page shows no more than this. */
export type Status = ReturnType<typeof statusOf>;

export interface StatusReader extends Disposable {
  read(): Status;
}

export type StatusBroker = Pick<Broker, 'stats' | 'health' | 'gauges' | 'clients' | 'watchMessages'>;

interface StatusOptions {
  readonly broker: StatusBroker;
  readonly version: string;
  readonly clock: Clock;
  readonly loopDelay: () => LoopDelay;
}

/** So many pages as one likes: the walk over all clients is made no more often than this. */
const freshMillis = 500;

/** So long after the last look the topics are still counted. */
const watchMillis = 10_000;

const mostRows = 100;

/** A Client Identifier may have 65 535 bytes; a table has no use for them. */
const longestText = 200;

/** Counts topics only while somebody asks: the hot path is left alone otherwise. */
export function createStatusReader(options: StatusOptions): StatusReader {
  const { broker, clock } = options;
  const rates = createTopicRates(() => clock.nowMs());
  let watch: Disposable | undefined;
  let unwatch: Timer | undefined;
  let last: Status | undefined;

  function stopWatching(): void {
    unwatch?.cancel();
    watch?.[Symbol.dispose]();
    watch = undefined;
  }

  function keepWatching(): void {
    watch ??= broker.watchMessages(rates.count);
    unwatch?.cancel();
    unwatch = clock.setTimer(watchMillis, stopWatching);
  }

  return {
    read() {
      keepWatching();
      if (last !== undefined && clock.nowMs() - last.atMillis < freshMillis) return last;
      last = statusOf(options, rates.busiest(mostRows));
      return last;
    },
    [Symbol.dispose]: stopWatching,
  };
}

function statusOf({ broker, version, clock, loopDelay }: StatusOptions, topics: readonly TopicRate[]) {
  const { stats, health } = broker;
  return {
    version,
    health,
    atMillis: clock.nowMs(),
    gauges: broker.gauges(),
    counters: {
      connectionsAccepted: stats.connectionsAccepted,
      messagesReceived: totalOf(stats.messagesReceived),
      messagesSent: totalOf(stats.messagesSent),
      messagesPublishedLocally: totalOf(stats.messagesPublishedLocally),
      messagesDropped: totalOf(stats.messagesDropped),
      bytesReceived: stats.bytesReceived,
      bytesSent: stats.bytesSent,
    },
    loopDelay: loopDelay(),
    clients: topOf(broker.clients(), mostRows, byWork).map(shortClient),
    topics: topics.map((topic) => ({ ...topic, topicName: shortened(topic.topicName) })),
  };
}

/** Who has most waiting, then who is busiest: these are looked for. */
const byWork = (a: ClientSummary, b: ClientSummary): number =>
  b.queuedMessages - a.queuedMessages ||
  b.messagesReceived + b.messagesSent - (a.messagesReceived + a.messagesSent);

function shortClient(client: ClientSummary): ClientSummary {
  return {
    ...client,
    clientIdentifier: shortened(client.clientIdentifier),
    ...(client.userName === undefined ? {} : { userName: shortened(client.userName) }),
  };
}

const shortened = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
