import type { MessageId } from './message-id.ts';

/** A subscriber, as the ledger has to know it. */
export interface SubscriberTerms {
  readonly name: string;
  readonly grantedQoS: 1 | 2;
}

/** Who acknowledged what, and what arrived how often where. A byte for each message and place. */
export interface FlowLedger {
  readonly sent: number;
  readonly acknowledged: number;
  /** Copies of QoS 1 messages beyond the first, which the standard allows. */
  readonly repeatedQoS1: number;
  noteSent(id: MessageId): void;
  noteAcknowledged(id: MessageId): void;
  noteArrived(subscriber: number, id: MessageId): void;
  /** How many copies of acknowledged messages have not arrived yet. */
  missing(): number;
  /** One sentence for each fault. */
  faults(): readonly string[];
}

/** What is known of one publisher's message: bit 0 sent, bit 1 acknowledged, bit 2 its QoS is 2. */
const mark = { sent: 1, acknowledged: 2, isQoS2: 4 };

export function createFlowLedger(publishers: number, subscribers: readonly SubscriberTerms[]): FlowLedger {
  const messages = Array.from({ length: publishers }, () => [] as number[]);
  const arrivals = subscribers.map(() => Array.from({ length: publishers }, () => [] as number[]));
  /** The last first arrival by subscriber, publisher and QoS, for the order. */
  const latest = new Map<string, number>();
  const found: string[] = [];
  let sent = 0;
  let acknowledged = 0;
  let repeatedQoS1 = 0;

  const nameOf = (subscriber: number): string => subscribers[subscriber]?.name ?? '?';
  const textOf = ({ publisher, sequence, qos }: MessageId): string =>
    `message ${sequence} of publisher ${publisher} (QoS ${qos})`;

  function* missingCopies(): Generator<string> {
    for (const [subscriber, byPublisher] of arrivals.entries()) {
      for (const [publisher, known] of messages.entries()) {
        for (const [sequence, marks] of known.entries()) {
          if ((marks & mark.acknowledged) === 0 || (byPublisher[publisher]?.[sequence] ?? 0) > 0) continue;
          const qos = (marks & mark.isQoS2) === 0 ? 1 : 2;
          yield `Lost: ${textOf({ publisher, sequence, qos })} was acknowledged and never reached ${nameOf(subscriber)}.`;
        }
      }
    }
  }

  function noteFirst(subscriber: number, id: MessageId): void {
    const flow = `${subscriber} ${id.publisher} ${id.qos}`;
    const before = latest.get(flow) ?? -1;
    // [5.0/MQTT-4.6.0-6] [3.1.1/MQTT-4.6.0-6]
    if (id.sequence < before)
      found.push(`Reordered: ${textOf(id)} reached ${nameOf(subscriber)} after message ${before}.`);
    latest.set(flow, Math.max(before, id.sequence));
  }

  return {
    get sent() {
      return sent;
    },
    get acknowledged() {
      return acknowledged;
    },
    get repeatedQoS1() {
      return repeatedQoS1;
    },
    noteSent(id) {
      const known = messages[id.publisher];
      if (known === undefined) return;
      sent += 1;
      known[id.sequence] = mark.sent | (id.qos === 2 ? mark.isQoS2 : 0);
    },
    noteAcknowledged(id) {
      const known = messages[id.publisher];
      if (known === undefined) return;
      acknowledged += 1;
      known[id.sequence] = (known[id.sequence] ?? 0) | mark.acknowledged;
    },
    noteArrived(subscriber, id) {
      const counts = arrivals[subscriber]?.[id.publisher];
      if (counts === undefined || messages[id.publisher]?.[id.sequence] === undefined) {
        found.push(`Invented: ${textOf(id)} reached ${nameOf(subscriber)}, and nobody sent it.`);
        return;
      }
      const before = counts[id.sequence] ?? 0;
      counts[id.sequence] = before + 1;
      if (before === 0) return noteFirst(subscriber, id);
      if (id.qos === 1 || subscribers[subscriber]?.grantedQoS === 1) repeatedQoS1 += 1;
      // [5.0/MQTT-4.3.3-10] [3.1.1/MQTT-4.3.3-2]
      else found.push(`Duplicated: ${textOf(id)} reached ${nameOf(subscriber)} ${before + 1} times.`);
    },
    missing() {
      let count = 0;
      for (const _ of missingCopies()) count += 1;
      return count;
    },
    faults: () => [...found, ...missingCopies()],
  };
}
