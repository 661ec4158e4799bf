import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';
import type { Connection } from './connection.ts';
import { packetTypes } from './frame-scanner.ts';
import { isCounted, type MeasuredWindow } from './measured-window.ts';
import {
  messageHeaderBytes,
  readDelayMicros,
  readDueMicros,
  readSequence,
  readTopic,
} from './message-header.ts';
import { createResponses } from './responses.ts';
import { sentinelSequence } from './sender.ts';
import { createSequenceTracker, type SequenceTracker } from './sequence-tracker.ts';

/** What the receivers of a flow saw. */
export interface DeliveryTotals {
  delivered: number;
  duplicated: number;
  reordered: number;
  /** Messages that nobody of us sent, or not to this receiver. */
  foreign: number;
  /** Sentinels, each the end of one topic for one receiver. */
  ended: number;
}

/** Where the messages of a topic come from: a sender, or something that publishes in another way. */
export interface DeliverySource {
  /** Sequences below `sent` exist. */
  readonly totals: { readonly sent: number };
  /** It waits for room that a delivery makes. */
  readonly isBlocked: boolean;
  onDelivered(): void;
}

export interface SubscriberContext<Source extends DeliverySource> {
  readonly recorder: Recorder;
  /** `apart`: a receiver that is made slow on purpose; nobody waits for it, and it measures nothing. */
  readonly standing: 'ordinary' | 'apart';
  readonly window: MeasuredWindow;
  /** Undefined when the topic is another's. */
  sourceOf(topic: number): Source | undefined;
  readonly totals: DeliveryTotals;
  /** By topic, from the first message on, be it the one that opens a topic; the members of a Shared Subscription have them in common. */
  readonly trackers: Map<number, SequenceTracker>;
  onWork(): void;
  /** A source got room by deliveries. */
  onUnblocked(source: Source): void;
  onLost(connection: Connection, reason: string): void;
}

/** A connection that receives, accounts for what it gets, and acknowledges it. */
export interface Subscriber {
  readonly connection: Connection;
  /** New deliveries to this connection. */
  readonly delivered: number;
}

export function createSubscriber<Source extends DeliverySource>(
  connection: Connection,
  context: SubscriberContext<Source>,
): Subscriber {
  const { recorder, window, totals, trackers } = context;
  const { e2e, e2eUncorrected } = recorder.bins;
  const responses = createResponses(connection);
  const isApart = context.standing === 'apart';
  /** Sources that may have got room; few, so a list is quicker than a set. */
  const credited: Source[] = [];
  let delivered = 0;
  let readAt = 0;
  // The messages of one read are mostly of one topic.
  let lastTopic = -1;
  let lastTracker: SequenceTracker | undefined;
  let lastSource: Source | undefined;
  /**
   * The latest sequence of each topic here: the members of a Shared Subscription get no order among them, as each has
   * a connection of its own.
   */
  const latest = new Map<number, number>();
  let lastLatest = -1;

  function find(topic: number): void {
    latest.set(lastTopic, lastLatest);
    lastLatest = latest.get(topic) ?? -1;
    lastTopic = topic;
    lastSource = context.sourceOf(topic);
    lastTracker = trackers.get(topic);
    if (lastSource === undefined || lastTracker !== undefined) return;
    lastTracker = createSequenceTracker();
    trackers.set(topic, lastTracker);
  }

  function account(view: DataView, payload: number): void {
    const topic = readTopic(view, payload);
    if (topic !== lastTopic) find(topic);
    const source = lastSource;
    const tracker = lastTracker;
    if (source === undefined || tracker === undefined) {
      totals.foreign += 1;
      return;
    }
    const sequence = readSequence(view, payload);
    if (sequence >= source.totals.sent) {
      // One that comes late is the end of an earlier load, and not of this one.
      const isOfThisLoad = readDueMicros(view, payload) >= window.fromMicros;
      if (sequence === sentinelSequence && isOfThisLoad) totals.ended += 1;
      return;
    }
    const arrival = tracker.accept(sequence);
    if (arrival === 'duplicate') {
      totals.duplicated += 1;
      return;
    }
    if (sequence > lastLatest) lastLatest = sequence;
    else if (arrival === 'late') totals.reordered += 1;
    totals.delivered += 1;
    delivered += 1;
    if (isApart) return;
    recorder.counts.delivered += 1;
    source.onDelivered();
    if (source.isBlocked && credited.at(-1) !== source) credited.push(source);
    const due = readDueMicros(view, payload);
    if (!isCounted(window, due, readAt)) return;
    e2e.record(readAt - due);
    e2eUncorrected.record(readAt - due - readDelayMicros(view, payload));
  }

  connection.play({
    onReadBegin() {
      readAt = nowMicros();
      context.onWork();
    },
    onPublish(view, payload, payloadBytes, flags, packetIdentifier) {
      if (payloadBytes >= messageHeaderBytes) account(view, payload);
      else totals.foreign += 1;
      const qos = (flags >> 1) & 3;
      if (qos === 1) responses.puback(packetIdentifier);
      else if (qos === 2) responses.pubrec(packetIdentifier);
    },
    onAcknowledgement(type, packetIdentifier) {
      if (type === packetTypes.pubrel) responses.pubcomp(packetIdentifier);
    },
    onReadEnd() {
      responses.flush();
      for (const source of credited.splice(0)) context.onUnblocked(source);
    },
    onLost: (reason) => context.onLost(connection, reason),
  });

  return {
    connection,
    get delivered() {
      return delivered;
    },
  };
}
