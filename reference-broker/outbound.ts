import { createInflight, type Exchange } from './inflight.ts';
import type { Limits } from './limits.ts';
import { type Delivery, isExpired } from './message.ts';
import { createMessageQueue } from './message-queue.ts';
import { firstFailureCode, Reason } from './reason.ts';

/** How a PUBLISH goes out. */
export type Transmission =
  | { readonly kind: 'qos0' }
  | { readonly kind: 'first'; readonly packetIdentifier: number }
  /** After a resume: DUP 1. */
  | { readonly kind: 'again'; readonly packetIdentifier: number };

/** The Network Connection as the queue of its Session sees it. */
export interface DeliveryChannel {
  /** The client's Receive Maximum. It holds for this Network Connection only. [5.0/U-3.1.2.11.3-2] [5.0/U-4.9-5] */
  readonly receiveMaximum: number;
  /** True while a slow reader leaves too many bytes unread. */
  isCongested(): boolean;
  sendPublish(delivery: Delivery, transmission: Transmission): 'sent' | 'too-large';
  sendPubrel(packetIdentifier: number, reasonCode: number): void;
}

/** What an acknowledgement from the client meant. `mismatch`: it does not fit the exchange of that identifier. */
export type AckOutcome = 'taken' | 'unknown' | 'mismatch';

/** Everything on its way to one client, across its Network Connections. */
export interface Outbound {
  readonly isAttached: boolean;
  readonly queuedMessages: number;
  deliver(delivery: Delivery): void;
  /** A Network Connection opened; its CONNACK is already sent. */
  attach(channel: DeliveryChannel): void;
  detach(): void;
  /** Sends what the quota and the reader allow. */
  pump(): void;
  puback(packetIdentifier: number): AckOutcome;
  pubrec(packetIdentifier: number, reasonCode: number): AckOutcome;
  pubcomp(packetIdentifier: number): AckOutcome;
  /** The Session ends: the shared deliveries that another Session may still get. */
  abandonShared(): Delivery[];
}

export interface OutboundOptions {
  readonly limits: Limits;
  readonly nowMillis: () => number;
  /** A message was given up for want of room. */
  readonly onDropped: () => void;
}

export function createOutbound({ limits, nowMillis, onDropped }: OutboundOptions): Outbound {
  const inflight = createInflight();
  const bounds = { messages: limits.queuedMessagesPerSession, bytes: limits.queuedBytesPerSession };
  const queue = createMessageQueue(bounds, nowMillis);
  const queueQoS0 = createMessageQueue(bounds, nowMillis);
  let channel: DeliveryChannel | undefined;
  /** Unacknowledged PUBLISH packets of an earlier Network Connection that this one did not send yet. */
  let unsent: number[] = [];
  let quota = 0;

  function sendQoS0(to: DeliveryChannel): void {
    while (!to.isCongested()) {
      const delivery = queueQoS0.shift();
      if (delivery === undefined) return;
      // [5.0/MQTT-3.3.2-5]
      if (!isExpired(delivery.message, nowMillis())) to.sendPublish(delivery, { kind: 'qos0' });
    }
  }

  /**
   * In the original order, which is the order of the map; a shared message stays with this Session.
   * [5.0/MQTT-4.4.0-1] [3.1.1/MQTT-4.4.0-1] [5.0/MQTT-4.8.2-4]
   */
  function resend(to: DeliveryChannel): void {
    while (quota > 0 && !to.isCongested()) {
      const packetIdentifier = unsent.shift();
      if (packetIdentifier === undefined) return;
      const exchange = inflight.get(packetIdentifier);
      if (exchange === undefined || exchange.kind === 'awaiting-pubcomp') continue;
      // Once sent, a message is finished even if its expiry passed. [5.0/MQTT-4.3.3-7]
      sendWithin(to, exchange.delivery, { kind: 'again', packetIdentifier });
    }
  }

  function sendQueued(to: DeliveryChannel): void {
    while (quota > 0 && inflight.size < limits.inflightPerSession && !to.isCongested()) {
      const delivery = queue.shift();
      if (delivery === undefined) return;
      // [5.0/MQTT-3.3.2-5]
      if (isExpired(delivery.message, nowMillis())) continue;
      const packetIdentifier = inflight.start(delivery);
      if (packetIdentifier === undefined) return;
      sendWithin(to, delivery, { kind: 'first', packetIdentifier });
    }
  }

  function sendWithin(
    to: DeliveryChannel,
    delivery: Delivery,
    transmission: Exclude<Transmission, { kind: 'qos0' }>,
  ): void {
    const outcome = to.sendPublish(delivery, transmission);
    // [5.0/MQTT-4.9.0-2] [5.0/MQTT-3.3.4-9]
    if (outcome === 'sent') quota -= 1;
    // As if it had been sent and acknowledged. [5.0/MQTT-3.1.2-25]
    else inflight.finish(transmission.packetIdentifier);
  }

  function pump(): void {
    if (channel === undefined) return;
    // The quota holds back QoS 1 and 2 only. [5.0/U-4.9-1] [5.0/MQTT-4.9.0-3]
    sendQoS0(channel);
    resend(channel);
    if (unsent.length === 0) sendQueued(channel);
  }

  function finish(packetIdentifier: number): AckOutcome {
    inflight.finish(packetIdentifier);
    const stillToSend = unsent.filter((waiting) => waiting !== packetIdentifier);
    // A late acknowledgement of a packet that this connection did not send took no quota, so it returns none.
    const tookQuota = stillToSend.length === unsent.length;
    unsent = stillToSend;
    // Never above where it began. [5.0/U-4.9-2] [5.0/U-4.9-3] [5.0/U-4.9-4]
    if (tookQuota) quota = Math.min(quota + 1, channel?.receiveMaximum ?? 0);
    pump();
    return 'taken';
  }

  function pubrecFor(exchange: Exchange, packetIdentifier: number, reasonCode: number): AckOutcome {
    // [5.0/MQTT-4.4.0-2] [5.0/MQTT-4.8.2-6]
    if (reasonCode >= firstFailureCode) return finish(packetIdentifier);
    if (exchange.kind === 'awaiting-pubrec') inflight.release(packetIdentifier);
    // [5.0/MQTT-4.3.3-4] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-2.3.1-6] [5.0/MQTT-3.3.4-10]
    channel?.sendPubrel(packetIdentifier, Reason.success);
    return 'taken';
  }

  return {
    get isAttached() {
      return channel !== undefined;
    },
    get queuedMessages() {
      return queue.size;
    },
    deliver(delivery) {
      // A QoS 0 message is not kept for a client that is away. [3.1.1/U-3.1.2.4-1] [5.0/U-4.1-7]
      if (delivery.qos === 0 && channel === undefined) return;
      // What is absent is kept with the Session. [3.1.1/MQTT-3.1.2-5] [5.0/U-4.1-7] [3.1.1/U-3.1.2.4-7]
      const isQueued = (delivery.qos === 0 ? queueQoS0 : queue).push(delivery);
      if (!isQueued) onDropped();
      pump();
    },
    attach(opened) {
      channel = opened;
      unsent = [];
      // [5.0/MQTT-4.9.0-1]
      quota = opened.receiveMaximum;
      for (const [packetIdentifier, exchange] of inflight.entries()) {
        if (exchange.kind !== 'awaiting-pubcomp') {
          unsent.push(packetIdentifier);
          continue;
        }
        quota = Math.max(0, quota - 1);
        opened.sendPubrel(packetIdentifier, Reason.success);
      }
      pump();
    },
    detach() {
      channel = undefined;
      unsent = [];
      queueQoS0.takeAll();
    },
    pump,
    puback(packetIdentifier) {
      const exchange = inflight.get(packetIdentifier);
      if (exchange === undefined) return 'unknown';
      return exchange.kind === 'awaiting-puback' ? finish(packetIdentifier) : 'mismatch';
    },
    pubrec(packetIdentifier, reasonCode) {
      const exchange = inflight.get(packetIdentifier);
      if (exchange === undefined) return 'unknown';
      if (exchange.kind === 'awaiting-puback') return 'mismatch';
      return pubrecFor(exchange, packetIdentifier, reasonCode);
    },
    pubcomp(packetIdentifier) {
      const exchange = inflight.get(packetIdentifier);
      if (exchange === undefined) return 'unknown';
      return exchange.kind === 'awaiting-pubcomp' ? finish(packetIdentifier) : 'mismatch';
    },
    abandonShared() {
      const left: Delivery[] = [];
      for (const [, exchange] of inflight.entries()) {
        // A QoS 2 message that was started belongs to this Session alone. [5.0/MQTT-4.8.2-5] [5.0/U-4.8.2-9]
        if (exchange.kind === 'awaiting-puback') left.push(exchange.delivery);
      }
      left.push(...queue.takeAll());
      return left.filter(({ sharedTopicFilter }) => sharedTopicFilter !== undefined);
    },
  };
}
