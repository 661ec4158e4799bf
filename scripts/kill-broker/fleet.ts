import type { ByteStream } from '../../src/transport/index.ts';
import { createFlowLedger, type FlowLedger, type SubscriberTerms } from './flow-ledger.ts';
import { idOf, payloadOf } from './message-id.ts';
import { createRetainedLedger, type RetainedLedger } from './retained-ledger.ts';
import { createSessionClient, type SessionClient } from './session-client.ts';

/** The clients of a run, each with a Session that outlives its connections. */
export interface Fleet {
  readonly flow: FlowLedger;
  readonly retained: RetainedLedger;
  readonly publishers: readonly SessionClient[];
  readonly subscribers: readonly SessionClient[];
  readonly retainer: SessionClient;
  readonly all: readonly SessionClient[];
  /** True while the broker is being killed: that connections end is no fault then. */
  isLossExpected: boolean;
  /** Each connected publisher sends what its window has room for, at most `most`. */
  publishSome(most: number): void;
  publishRetained(): void;
}

/** Unfinished messages that one publisher may have; well below the Receive Maximum of any broker. */
const window = 16;
const publisherCount = 4;
const retainedTopics = 8;

const subscriberTerms: readonly (SubscriberTerms & { readonly protocolVersion: '3.1.1' | '5.0' })[] = [
  { name: 'steady-5.0', grantedQoS: 2, protocolVersion: '5.0' },
  { name: 'steady-3.1.1', grantedQoS: 2, protocolVersion: '3.1.1' },
  { name: 'qos-1-5.0', grantedQoS: 1, protocolVersion: '5.0' },
  { name: 'away-5.0', grantedQoS: 2, protocolVersion: '5.0' },
  { name: 'away-3.1.1', grantedQoS: 2, protocolVersion: '3.1.1' },
];

/** The subscribers from this one on are away for a while now and then. */
export const firstAway = 3;

/** Topics of the load: all subscribers have a Subscription to all of them. */
export const loadFilter = 'load/#';

export function grantedQoSOf(subscriber: number): 1 | 2 {
  return subscriberTerms[subscriber]?.grantedQoS ?? 2;
}

/** @param onFault told of what a client saw and no ledger can */
export function createFleet(dial: () => Promise<ByteStream>, onFault: (fault: string) => void): Fleet {
  const flow = createFlowLedger(publisherCount, subscriberTerms);
  const retained = createRetainedLedger(retainedTopics);
  const sequences = Array.from({ length: publisherCount }, () => 0);
  const nothing = (): void => undefined;
  const isLossExpected = (): boolean => fleet.isLossExpected;

  const publishers = sequences.map((_, publisher) =>
    createSessionClient({
      clientIdentifier: `publisher-${publisher}`,
      protocolVersion: publisher % 2 === 0 ? '5.0' : '3.1.1',
      dial,
      isLossExpected,
      onMessage: nothing,
      onFault,
      onAcknowledged({ payload }) {
        const id = idOf(payload);
        if (id !== undefined) flow.noteAcknowledged(id);
      },
    }),
  );
  const subscribers = subscriberTerms.map(({ name, protocolVersion }, subscriber) =>
    createSessionClient({
      clientIdentifier: name,
      protocolVersion,
      dial,
      isLossExpected,
      onAcknowledged: nothing,
      onFault,
      onMessage({ payload, topicName }) {
        const id = idOf(payload);
        if (id === undefined) onFault(`${name}: a message to ${topicName} that nobody of ours sent.`);
        else flow.noteArrived(subscriber, id);
      },
    }),
  );
  const retainer = createSessionClient({
    clientIdentifier: 'retainer',
    protocolVersion: '5.0',
    dial,
    isLossExpected,
    onMessage: nothing,
    onFault,
    onAcknowledged: ({ topicName, payload }) => retained.noteAcknowledged(topicName, payload),
  });

  function publishOne(client: SessionClient, publisher: number): void {
    const sequence = sequences[publisher] ?? 0;
    sequences[publisher] = sequence + 1;
    const id = { publisher, sequence, qos: sequence % 2 === 0 ? 2 : 1 } as const;
    flow.noteSent(id);
    client.publish({ topicName: `load/${publisher}`, payload: payloadOf(id), qos: id.qos, retain: false });
  }

  const fleet: Fleet = {
    isLossExpected: false,
    flow,
    retained,
    publishers,
    subscribers,
    retainer,
    all: [...publishers, ...subscribers, retainer],
    publishSome(most) {
      for (const [publisher, client] of publishers.entries()) {
        if (!client.isConnected) continue;
        for (let left = most; left > 0 && client.unfinished < window; left -= 1)
          publishOne(client, publisher);
      }
    },
    publishRetained() {
      if (!retainer.isConnected || retainer.unfinished >= window) return;
      for (const topicName of retained.topics) {
        retainer.publish({ topicName, payload: retained.next(topicName), qos: 1, retain: true });
      }
    },
  };
  return fleet;
}
