import { ExchangeTable } from './exchange-table.ts';
import type { Delivery } from './message.ts';
import type { DeliveryEntry } from './persistence/delivery-record.ts';

/** A QoS 1 or 2 message on its way to a client, by what the broker waits for. */
export type Exchange =
  | { readonly kind: 'awaiting-puback'; readonly delivery: Delivery }
  | { readonly kind: 'awaiting-pubrec'; readonly delivery: Delivery }
  | { readonly kind: 'awaiting-pubcomp'; readonly stored: DeliveryEntry | undefined };

const highestPacketIdentifier = 65_535;
/** Most have no record, and share this one. */
const awaitingPubcomp: Exchange = { kind: 'awaiting-pubcomp', stored: undefined };

/**
 * What was sent to a client and is not completely acknowledged, in the order of sending: part of the Session State.
 * [5.0/U-4.1-6] [3.1.1/U-3.1.2.4-6]
 */
export class Inflight {
  /** Absent until the first message: most clients only publish, or get QoS 0. */
  #exchanges: ExchangeTable | undefined = undefined;
  #lastIdentifier = 0;

  get size(): number {
    return this.#exchanges?.size ?? 0;
  }

  get(packetIdentifier: number): Exchange | undefined {
    return this.#exchanges?.get(packetIdentifier);
  }

  /** Starts an exchange under an unused identifier; absent when all 65 535 are in use. */
  start(delivery: Delivery): number | undefined {
    this.#exchanges ??= new ExchangeTable();
    const packetIdentifier = this.#unusedIdentifier(this.#exchanges);
    if (packetIdentifier === undefined) return undefined;
    // [5.0/MQTT-4.3.2-3] [5.0/MQTT-4.3.3-3]
    const kind = delivery.qos === 2 ? 'awaiting-pubrec' : 'awaiting-puback';
    this.#exchanges.set(packetIdentifier, { kind, delivery });
    return packetIdentifier;
  }

  // Counts up and around, so that an identifier rests as long as possible before it comes again.
  // [5.0/MQTT-2.2.1-4] [5.0/MQTT-4.3.2-1] [5.0/MQTT-4.3.3-1]
  // [3.1.1/MQTT-2.3.1-1] [3.1.1/MQTT-2.3.1-4] [3.1.1/MQTT-4.3.2-1] [3.1.1/MQTT-4.3.3-1]
  #unusedIdentifier(exchanges: ExchangeTable): number | undefined {
    if (exchanges.size >= highestPacketIdentifier) return undefined;
    exchanges.reserve();
    do {
      this.#lastIdentifier = this.#lastIdentifier === highestPacketIdentifier ? 1 : this.#lastIdentifier + 1;
    } while (!exchanges.isFree(this.#lastIdentifier));
    return this.#lastIdentifier;
  }

  /** PUBREC arrived: the message itself is no longer needed. The place in the order stays. [5.0/MQTT-4.3.3-5] [5.0/MQTT-4.3.3-6] */
  release(packetIdentifier: number, stored: DeliveryEntry | undefined): void {
    const exchange = stored === undefined ? awaitingPubcomp : { kind: 'awaiting-pubcomp' as const, stored };
    this.#exchanges?.set(packetIdentifier, exchange);
  }

  /** The exchange ended; its identifier is free. [5.0/U-2.2.1-1] [5.0/U-4.3.2-1] [5.0/U-4.3.3-1] [3.1.1/U-4.3.2-1] [3.1.1/U-4.3.3-1] */
  finish(packetIdentifier: number): void {
    this.#exchanges?.delete(packetIdentifier);
  }

  /** As recovered from disk, in the order of sending: the exchange goes on under the identifier that the client knows. */
  restore(packetIdentifier: number, exchange: Exchange): void {
    this.#exchanges ??= new ExchangeTable();
    this.#exchanges.set(packetIdentifier, exchange);
    this.#lastIdentifier = packetIdentifier;
  }

  /** In the order of sending: identifiers were given counting up and around, so the next one is the oldest. */
  entries(): readonly (readonly [packetIdentifier: number, exchange: Exchange])[] {
    const ageOrder = (packetIdentifier: number): number =>
      (packetIdentifier - this.#lastIdentifier - 1 + highestPacketIdentifier) % highestPacketIdentifier;
    const all = [...(this.#exchanges?.entries() ?? [])];
    return all.sort(([one], [other]) => ageOrder(one) - ageOrder(other));
  }
}

/** The record of an exchange, whatever it waits for. */
export function storedOf(exchange: Exchange): DeliveryEntry | undefined {
  return exchange.kind === 'awaiting-pubcomp' ? exchange.stored : exchange.delivery.stored;
}
