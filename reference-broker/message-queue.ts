import { type Delivery, isExpired } from './message.ts';

export interface QueueBounds {
  readonly messages: number;
  readonly bytes: number;
}

/** Deliveries of one Session that were not sent yet, first in first out. [5.0/U-4.1-7] [3.1.1/U-3.1.2.4-7] */
export interface MessageQueue {
  readonly size: number;
  /** @returns false when the bounds leave no room. */
  push(delivery: Delivery): boolean;
  shift(): Delivery | undefined;
  /** Empties the queue and returns what was in it. */
  takeAll(): Delivery[];
}

/** Shifting moves an index; the array is cut when the empty part is this long and half of it. */
const compactionLength = 64;

/** How often a full queue looks for expired messages to make room. */
const sweepIntervalMillis = 1_000;

/** What an entry costs beside its message. */
const bytesOfEntry = 200;

const bytesOf = ({ message }: Delivery): number =>
  message.payload.length + message.topicName.length + bytesOfEntry;

export function createMessageQueue(bounds: QueueBounds, nowMillis: () => number): MessageQueue {
  let entries: Delivery[] = [];
  let head = 0;
  let bytes = 0;
  let sweptAtMillis = Number.NEGATIVE_INFINITY;

  function hasRoomFor(delivery: Delivery): boolean {
    return entries.length - head < bounds.messages && bytes + bytesOf(delivery) <= bounds.bytes;
  }

  // [5.0/MQTT-3.3.2-5]
  function sweepExpired(): void {
    const now = nowMillis();
    if (now - sweptAtMillis < sweepIntervalMillis) return;
    sweptAtMillis = now;
    entries = entries.slice(head).filter(({ message }) => !isExpired(message, now));
    head = 0;
    bytes = entries.reduce((sum, delivery) => sum + bytesOf(delivery), 0);
  }

  function compact(): void {
    if (head < compactionLength || head * 2 < entries.length) return;
    entries = entries.slice(head);
    head = 0;
  }

  return {
    get size() {
      return entries.length - head;
    },
    push(delivery) {
      if (!hasRoomFor(delivery)) sweepExpired();
      if (!hasRoomFor(delivery)) return false;
      entries.push(delivery);
      bytes += bytesOf(delivery);
      return true;
    },
    shift() {
      const delivery = entries[head];
      if (delivery === undefined) return undefined;
      head += 1;
      bytes -= bytesOf(delivery);
      compact();
      return delivery;
    },
    takeAll() {
      const left = entries.slice(head);
      entries = [];
      head = 0;
      bytes = 0;
      return left;
    },
  };
}
