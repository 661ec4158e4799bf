import type { Delivery } from './message.ts';

/** A QoS 1 or 2 message on its way to a client, by what the broker waits for. */
export type Exchange =
  | { readonly kind: 'awaiting-puback'; readonly delivery: Delivery }
  | { readonly kind: 'awaiting-pubrec'; readonly delivery: Delivery }
  | { readonly kind: 'awaiting-pubcomp' };

/**
 * What was sent to a client and is not completely acknowledged, in the order of sending: part of the Session State.
 * [5.0/U-4.1-6] [3.1.1/U-3.1.2.4-6]
 */
export interface Inflight {
  readonly size: number;
  get(packetIdentifier: number): Exchange | undefined;
  /** Starts an exchange under an unused identifier; absent when all 65 535 are in use. */
  start(delivery: Delivery): number | undefined;
  /** PUBREC arrived: the message itself is no longer needed. The place in the order stays. */
  release(packetIdentifier: number): void;
  /** The exchange ended; its identifier is free. */
  finish(packetIdentifier: number): void;
  entries(): Iterable<readonly [packetIdentifier: number, exchange: Exchange]>;
}

const highestPacketIdentifier = 65_535;

export function createInflight(): Inflight {
  const exchanges = new Map<number, Exchange>();
  let lastIdentifier = 0;

  // Counts up and around, so that an identifier rests as long as possible before it comes again.
  // [5.0/MQTT-2.2.1-4] [5.0/MQTT-4.3.2-1] [5.0/MQTT-4.3.3-1]
  // [3.1.1/MQTT-2.3.1-1] [3.1.1/MQTT-2.3.1-4] [3.1.1/MQTT-4.3.2-1] [3.1.1/MQTT-4.3.3-1]
  function unusedIdentifier(): number | undefined {
    if (exchanges.size >= highestPacketIdentifier) return undefined;
    do {
      lastIdentifier = lastIdentifier === highestPacketIdentifier ? 1 : lastIdentifier + 1;
    } while (exchanges.has(lastIdentifier));
    return lastIdentifier;
  }

  return {
    get size() {
      return exchanges.size;
    },
    get: (packetIdentifier) => exchanges.get(packetIdentifier),
    start(delivery) {
      const packetIdentifier = unusedIdentifier();
      if (packetIdentifier === undefined) return undefined;
      // [5.0/MQTT-4.3.2-3] [5.0/MQTT-4.3.3-3]
      const kind = delivery.qos === 2 ? 'awaiting-pubrec' : 'awaiting-puback';
      exchanges.set(packetIdentifier, { kind, delivery });
      return packetIdentifier;
    },
    // [5.0/MQTT-4.3.3-5] [5.0/MQTT-4.3.3-6]
    release: (packetIdentifier) => void exchanges.set(packetIdentifier, { kind: 'awaiting-pubcomp' }),
    // [5.0/U-2.2.1-1] [5.0/U-4.3.2-1] [5.0/U-4.3.3-1] [3.1.1/U-4.3.2-1] [3.1.1/U-4.3.3-1]
    finish: (packetIdentifier) => void exchanges.delete(packetIdentifier),
    entries: () => exchanges.entries(),
  };
}
