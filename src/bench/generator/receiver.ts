import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';
import type { Connection, ConnectionRole } from './connection.ts';
import { packetTypes } from './frame-scanner.ts';
import { messageHeaderBytes, readSequence, readTopic } from './message-header.ts';
import { createResponses } from './responses.ts';
import type { Arrival } from './sequence-tracker.ts';

/** What receivers saw of messages that were there before them. */
export interface ReceivedTotals {
  delivered: number;
  duplicated: number;
  reordered: number;
  /** Messages that nobody of us sent, or not to this receiver. */
  foreign: number;
}

export interface ReceiverContext {
  readonly recorder: Recorder;
  readonly totals: ReceivedTotals;
  /** Tells whether a message is new; undefined when it is not one that is owed. */
  arrivalOf(topic: number, sequence: number): Arrival | undefined;
  /** A message that was not there yet. */
  onNew(topic: number, readAtMicros: number): void;
  onWork(): void;
}

/** A connection's role that accounts for messages which have no due time of their own, and acknowledges them. */
export function receiverOf(connection: Connection, context: ReceiverContext) {
  const { recorder, totals } = context;
  const responses = createResponses(connection);
  let readAt = 0;

  function account(view: DataView, payload: number): void {
    const topic = readTopic(view, payload);
    const arrival = context.arrivalOf(topic, readSequence(view, payload));
    switch (arrival) {
      case undefined:
        totals.foreign += 1;
        return;
      case 'duplicate':
        totals.duplicated += 1;
        return;
      case 'late':
      case 'new':
        if (arrival === 'late') totals.reordered += 1;
        totals.delivered += 1;
        recorder.counts.delivered += 1;
        context.onNew(topic, readAt);
        return;
    }
  }

  return {
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
    onReadEnd: () => responses.flush(),
  } satisfies Partial<ConnectionRole>;
}
