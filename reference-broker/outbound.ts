import { type Exchange, Inflight, storedOf } from './inflight.ts';
import type { Limits } from './limits.ts';
import { type Delivery, forgetFrames, isExpired, keep } from './message.ts';
import { bytesOfDelivery, type QueueBound, Queues, type QueueTotals } from './message-queue.ts';
import type { DropReason } from './metrics.ts';
import type { DeliveryEntry } from './persistence/delivery-record.ts';
import { firstFailureCode, Reason } from './reason.ts';
import type { SessionJournal } from './session-journal.ts';

/** The Network Connection as the queue of its Session sees it. */
export interface DeliveryChannel {
  /** The client's Receive Maximum. It holds for this Network Connection only. [5.0/U-3.1.2.11.3-2] [5.0/U-4.9-5] */
  readonly receiveMaximum: number;
  /** True while a slow reader leaves too many bytes unread. */
  isCongested(): boolean;
  sendQoS0(delivery: Delivery): void;
  /** @param dup true for what an earlier Network Connection may have sent already. */
  sendPublish(delivery: Delivery, packetIdentifier: number, dup: boolean): 'sent' | 'too-large';
  sendPubrel(packetIdentifier: number, reasonCode: number): void;
}

/** What an acknowledgement from the client meant. `mismatch`: it does not fit the exchange of that identifier. */
export type AckOutcome = 'taken' | 'unknown' | 'mismatch';

/** What the queues of all Sessions share. */
export interface OutboundOptions {
  readonly limits: Limits;
  readonly totals: QueueTotals;
  readonly nowMillis: () => number;
  /** A message was given up. */
  readonly onDropped: (reason: DropReason) => void;
}

/** How often full queues look for expired messages to make room. */
const sweepIntervalMillis = 1_000;

/** Shared by all that have none, so it is never added to. */
const nothingUnsent = new Set<number>();

/** Everything on its way to one client, across its Network Connections. */
export class Outbound {
  readonly #options: OutboundOptions;
  readonly #inflight = new Inflight();
  /** Absent until something has to wait: most clients read as fast as they are sent to. */
  #queues: Queues | undefined = undefined;
  #channel: DeliveryChannel | undefined = undefined;
  #journal: SessionJournal | undefined = undefined;
  /** Unacknowledged PUBLISH packets of an earlier Network Connection that this one did not send yet, in their order. */
  #unsent = nothingUnsent;
  #quota = 0;
  #sweptAtMillis = Number.NEGATIVE_INFINITY;

  constructor(options: OutboundOptions) {
    this.#options = options;
  }

  get #queuesMade(): Queues {
    this.#queues ??= new Queues(this.#options);
    return this.#queues;
  }

  get #hasQueued(): boolean {
    return this.#queues !== undefined && this.#queues.sure.size > 0;
  }

  get #hasQueuedQoS0(): boolean {
    return this.#queues !== undefined && this.#queues.qos0.size > 0;
  }

  get isAttached(): boolean {
    return this.#channel !== undefined;
  }

  get queuedMessages(): number {
    return this.#queues?.room.messages ?? 0;
  }

  get queuedBytes(): number {
    return this.#queues?.room.bytes ?? 0;
  }

  /** @returns `dropped` when a message that must arrive finds no room. */
  deliver(delivery: Delivery): 'taken' | 'dropped' {
    return delivery.qos === 0 ? this.#deliverQoS0(delivery) : this.#deliverForSure(delivery);
  }

  #deliverQoS0(delivery: Delivery): 'taken' | 'dropped' {
    const channel = this.#channel;
    // A QoS 0 message is not kept for a client that is away. [3.1.1/U-3.1.2.4-1] [5.0/U-4.1-7]
    if (channel === undefined) return 'taken';
    if (!this.#hasQueuedQoS0 && !channel.isCongested()) {
      channel.sendQoS0(delivery);
      return 'taken';
    }
    // Its one chance to arrive is gone, which is all that QoS 0 promises.
    if (this.#boundReachedBy(delivery) !== undefined) {
      this.#options.onDropped('slow-subscriber');
      return 'taken';
    }
    keep(delivery.message);
    this.#queuesMade.qos0.push(delivery);
    return 'taken';
  }

  #deliverForSure(delivery: Delivery): 'taken' | 'dropped' {
    keep(delivery.message);
    const channel = this.#channel;
    if (channel !== undefined && !this.#hasQueued && this.#maySend(channel)) {
      this.#journal?.queued(delivery);
      this.#sendFirst(channel, delivery);
      return 'taken';
    }
    const bound = this.#boundReachedBy(delivery);
    if (bound !== undefined) {
      this.#options.onDropped(bound);
      return 'dropped';
    }
    // What is absent is kept with the Session. [3.1.1/MQTT-3.1.2-5] [5.0/U-4.1-7] [3.1.1/U-3.1.2.4-7]
    this.#journal?.queued(delivery);
    this.#queuesMade.sure.push(delivery);
    return 'taken';
  }

  /** Makes room where it can: expired messages go first, then QoS 0 ones for one that must arrive. */
  #boundReachedBy(delivery: Delivery): QueueBound | undefined {
    const { room, qos0 } = this.#queuesMade;
    const bound = room.boundReachedBy(delivery);
    if (bound === undefined) return undefined;
    // Nothing that could go would make room for it.
    if (bytesOfDelivery(delivery) > this.#options.limits.queuedBytesPerSession) return bound;
    this.#sweepExpired();
    while (delivery.qos > 0 && room.boundReachedBy(delivery) !== undefined) {
      if (qos0.shift() === undefined) break;
      this.#options.onDropped('slow-subscriber');
    }
    return room.boundReachedBy(delivery);
  }

  // [5.0/MQTT-3.3.2-5]
  #sweepExpired(): void {
    const now = this.#options.nowMillis();
    if (now - this.#sweptAtMillis < sweepIntervalMillis) return;
    this.#sweptAtMillis = now;
    const isGone = ({ message }: Delivery): boolean => isExpired(message, now);
    for (const { stored } of this.#queues?.sure.remove(isGone) ?? []) this.#journal?.finished(stored);
    this.#queues?.qos0.remove(isGone);
  }

  /** A Network Connection opened; its CONNACK is already sent. */
  attach(channel: DeliveryChannel): void {
    this.#channel = channel;
    if (this.#inflight.size > 0) this.#unsent = new Set();
    // [5.0/MQTT-4.9.0-1]
    this.#quota = channel.receiveMaximum;
    for (const [packetIdentifier, exchange] of this.#inflight.entries()) {
      if (exchange.kind !== 'awaiting-pubcomp') {
        this.#unsent.add(packetIdentifier);
        continue;
      }
      this.#quota = Math.max(0, this.#quota - 1);
      channel.sendPubrel(packetIdentifier, Reason.success);
    }
    this.pump();
  }

  detach(): void {
    this.#channel = undefined;
    this.#unsent = nothingUnsent;
    this.#queues?.qos0.takeAll();
  }

  /** Sends what the quota and the reader allow. */
  pump(): void {
    const channel = this.#channel;
    if (channel === undefined) return;
    // The quota holds back QoS 1 and 2 only. [5.0/U-4.9-1] [5.0/MQTT-4.9.0-3]
    if (this.#hasQueuedQoS0) this.#sendQoS0(channel);
    if (this.#unsent.size > 0) this.#resend(channel);
    if (this.#hasQueued) this.#sendQueued(channel);
  }

  #sendQoS0(channel: DeliveryChannel): void {
    while (!channel.isCongested()) {
      const delivery = this.#queues?.qos0.shift();
      if (delivery === undefined) return;
      // [5.0/MQTT-3.3.2-5]
      if (isExpired(delivery.message, this.#options.nowMillis())) continue;
      channel.sendQoS0(delivery);
      // Others may wait for the same message, and the next of them may be as slow.
      forgetFrames(delivery.message);
    }
  }

  /**
   * In the original order; a shared message stays with this Session.
   * [5.0/MQTT-4.4.0-1] [3.1.1/MQTT-4.4.0-1] [5.0/MQTT-4.8.2-4]
   */
  #resend(channel: DeliveryChannel): void {
    for (const packetIdentifier of this.#unsent) {
      if (this.#quota === 0 || channel.isCongested()) return;
      this.#unsent.delete(packetIdentifier);
      const exchange = this.#inflight.get(packetIdentifier);
      if (exchange === undefined || exchange.kind === 'awaiting-pubcomp') continue;
      // Once sent, a message is finished even if its expiry passed. [5.0/MQTT-4.3.3-7]
      this.#sendWithin(channel, exchange.delivery, packetIdentifier, true);
    }
  }

  #sendQueued(channel: DeliveryChannel): void {
    while (this.#maySend(channel)) {
      const delivery = this.#queues?.sure.shift();
      if (delivery === undefined) return;
      // [5.0/MQTT-3.3.2-5]
      if (isExpired(delivery.message, this.#options.nowMillis())) this.#journal?.finished(delivery.stored);
      else this.#sendFirst(channel, delivery);
    }
  }

  /** May a message go out that was never sent? */
  #maySend(channel: DeliveryChannel): boolean {
    if (this.#quota === 0 || this.#unsent.size > 0) return false;
    return this.#inflight.size < this.#options.limits.inflightPerSession && !channel.isCongested();
  }

  #sendFirst(channel: DeliveryChannel, delivery: Delivery): void {
    const packetIdentifier = this.#inflight.start(delivery);
    if (packetIdentifier === undefined) return;
    this.#journal?.sent(delivery, packetIdentifier);
    this.#sendWithin(channel, delivery, packetIdentifier, false);
  }

  #sendWithin(channel: DeliveryChannel, delivery: Delivery, packetIdentifier: number, dup: boolean): void {
    // [5.0/MQTT-4.9.0-2] [5.0/MQTT-3.3.4-9]
    if (channel.sendPublish(delivery, packetIdentifier, dup) === 'sent') this.#quota -= 1;
    // As if it had been sent and acknowledged. [5.0/MQTT-3.1.2-25]
    else {
      this.#inflight.finish(packetIdentifier);
      this.#journal?.finished(delivery.stored);
    }
  }

  puback(packetIdentifier: number): AckOutcome {
    const exchange = this.#inflight.get(packetIdentifier);
    if (exchange === undefined) return 'unknown';
    return exchange.kind === 'awaiting-puback' ? this.#finish(packetIdentifier, exchange) : 'mismatch';
  }

  pubrec(packetIdentifier: number, reasonCode: number): AckOutcome {
    const exchange = this.#inflight.get(packetIdentifier);
    if (exchange === undefined) return 'unknown';
    if (exchange.kind === 'awaiting-puback') return 'mismatch';
    return this.#pubrecFor(exchange, packetIdentifier, reasonCode);
  }

  #pubrecFor(exchange: Exchange, packetIdentifier: number, reasonCode: number): AckOutcome {
    // [5.0/MQTT-4.4.0-2] [5.0/MQTT-4.8.2-6]
    if (reasonCode >= firstFailureCode) return this.#finish(packetIdentifier, exchange);
    if (exchange.kind === 'awaiting-pubrec') {
      const { stored } = exchange.delivery;
      this.#inflight.release(packetIdentifier, stored);
      this.#journal?.pubrecArrived(stored);
    }
    // [5.0/MQTT-4.3.3-4] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-2.3.1-6] [5.0/MQTT-3.3.4-10]
    this.#channel?.sendPubrel(packetIdentifier, Reason.success);
    return 'taken';
  }

  pubcomp(packetIdentifier: number): AckOutcome {
    const exchange = this.#inflight.get(packetIdentifier);
    if (exchange === undefined) return 'unknown';
    return exchange.kind === 'awaiting-pubcomp' ? this.#finish(packetIdentifier, exchange) : 'mismatch';
  }

  #finish(packetIdentifier: number, exchange: Exchange): AckOutcome {
    this.#inflight.finish(packetIdentifier);
    this.#journal?.finished(storedOf(exchange));
    // A late acknowledgement of a packet that this connection did not send took no quota, so it returns none.
    if (!this.#unsent.delete(packetIdentifier))
      // Never above where it began. [5.0/U-4.9-2] [5.0/U-4.9-3] [5.0/U-4.9-4]
      this.#quota = Math.min(this.#quota + 1, this.#channel?.receiveMaximum ?? 0);
    this.pump();
    return 'taken';
  }

  /** From now on what is on its way outlives the process. */
  keepOn(journal: SessionJournal): void {
    this.#journal = journal;
  }

  /** As read from disk, one after the other in their order. */
  restore(record: DeliveryEntry): void {
    const { delivery, packetIdentifier, state } = record;
    if (state === 'awaiting-pubcomp') {
      return this.#inflight.restore(packetIdentifier, { kind: state, stored: record });
    }
    if (delivery === undefined) return;
    delivery.stored = record;
    if (state === 'queued') this.#queuesMade.sure.push(delivery);
    else this.#inflight.restore(packetIdentifier, { kind: state, delivery });
  }

  /**
   * The Session ends: whatever is on its way is given up.
   *
   * @param redistribute takes the shared deliveries, which another Session may still get
   */
  abandon(redistribute: (delivery: Delivery) => void): void {
    const given: Delivery[] = [];
    for (const [, exchange] of this.#inflight.entries()) {
      // A QoS 2 message that was started belongs to this Session alone. [5.0/MQTT-4.8.2-5] [5.0/U-4.8.2-9]
      if (exchange.kind === 'awaiting-puback') given.push(exchange.delivery);
      else this.#journal?.finished(storedOf(exchange));
    }
    for (const delivery of this.#queues?.sure.takeAll() ?? []) given.push(delivery);
    this.#queues?.qos0.takeAll();
    for (const delivery of given) {
      // First, so that the message is referred to by somebody all the time.
      if (delivery.sharedTopicFilter !== undefined) redistribute(delivery);
      this.#journal?.finished(delivery.stored);
    }
  }
}
