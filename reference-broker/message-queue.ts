import type { Limits } from './limits.ts';
import type { Delivery } from './message.ts';

/** What an entry of a queue costs beside its message. */
const bytesOfEntry = 200;

export function bytesOfDelivery({ message }: Delivery): number {
  return message.payload.length + message.topicName.length + bytesOfEntry;
}

/** What waits in all queues of a broker together. */
export interface QueueTotals {
  messages: number;
  bytes: number;
}

export function createQueueTotals(): QueueTotals {
  return { messages: 0, bytes: 0 };
}

/** Which bound leaves no room for another message. */
export type QueueBound = 'session-queue-full' | 'all-queues-full';

/** The room that the queues of one Session share, and what is left of it. */
export class QueueRoom {
  readonly #limits: Limits;
  readonly #totals: QueueTotals;
  messages = 0;
  bytes = 0;

  constructor(limits: Limits, totals: QueueTotals) {
    this.#limits = limits;
    this.#totals = totals;
  }

  /** Absent: there is room. */
  boundReachedBy(delivery: Delivery): QueueBound | undefined {
    const more = bytesOfDelivery(delivery);
    const { queuedMessagesPerSession, queuedBytesPerSession, queuedMessagesTotal, queuedBytesTotal } =
      this.#limits;
    if (this.messages >= queuedMessagesPerSession || this.bytes + more > queuedBytesPerSession)
      return 'session-queue-full';
    if (this.#totals.messages >= queuedMessagesTotal || this.#totals.bytes + more > queuedBytesTotal)
      return 'all-queues-full';
    return undefined;
  }

  entered(delivery: Delivery): void {
    this.#add(1, bytesOfDelivery(delivery));
  }

  left(delivery: Delivery): void {
    this.#add(-1, -bytesOfDelivery(delivery));
  }

  #add(messages: number, bytes: number): void {
    this.messages += messages;
    this.bytes += bytes;
    this.#totals.messages += messages;
    this.#totals.bytes += bytes;
  }
}

/** Shifting moves an index; the array is cut when the empty part is this long and half of it. */
const compactionLength = 64;

/** Deliveries of one Session that were not sent yet, first in first out. [5.0/U-4.1-7] [3.1.1/U-3.1.2.4-7] */
export class MessageQueue {
  readonly #room: QueueRoom;
  /** What is before the head is gone: an array that has grown old would keep it alive. */
  #entries: (Delivery | undefined)[] = [];
  #head = 0;

  constructor(room: QueueRoom) {
    this.#room = room;
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** The caller has seen that there is room. */
  push(delivery: Delivery): void {
    this.#entries.push(delivery);
    this.#room.entered(delivery);
  }

  shift(): Delivery | undefined {
    const delivery = this.#entries[this.#head];
    if (delivery === undefined) return undefined;
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    this.#room.left(delivery);
    if (this.#head >= compactionLength && this.#head * 2 >= this.#entries.length) this.#compact();
    return delivery;
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }

  /** Takes out those that a test finds, and returns them. */
  remove(isGone: (delivery: Delivery) => boolean): Delivery[] {
    const removed: Delivery[] = [];
    this.#compact();
    this.#entries = this.#entries.filter((delivery) => {
      if (delivery === undefined || !isGone(delivery)) return true;
      removed.push(delivery);
      return false;
    });
    for (const delivery of removed) this.#room.left(delivery);
    return removed;
  }

  /** Empties the queue and returns what was in it. */
  takeAll(): Delivery[] {
    return this.remove(() => true);
  }
}

/** What waits for one client. */
export class Queues {
  readonly room: QueueRoom;
  /** QoS 1 and 2: must arrive. */
  readonly sure: MessageQueue;
  readonly qos0: MessageQueue;

  constructor({ limits, totals }: { readonly limits: Limits; readonly totals: QueueTotals }) {
    this.room = new QueueRoom(limits, totals);
    this.sure = new MessageQueue(this.room);
    this.qos0 = new MessageQueue(this.room);
  }
}
