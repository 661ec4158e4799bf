/**
 * QoS 2 messages of one client that were received and not yet released: part of the Session State.
 * (3.1.1 section 4.3.3, 5.0 section 4.3.3) [5.0/U-4.1-8] [3.1.1/U-3.1.2.4-8]
 */
export interface InboundQos2 {
  /** How many exchanges are open. */
  readonly size: number;
  isOpen(packetIdentifier: number): boolean;
  /** @returns `new` when the message must be delivered, `duplicate` when it already was. */
  receive(packetIdentifier: number): 'new' | 'duplicate';
  /** PUBREL arrived: the identifier is free again. @returns false when it was not open. */
  release(packetIdentifier: number): boolean;
}

export function createInboundQos2(): InboundQos2 {
  const open = new Set<number>();
  return {
    get size() {
      return open.size;
    },
    isOpen: (packetIdentifier) => open.has(packetIdentifier),
    receive(packetIdentifier) {
      // [5.0/MQTT-4.3.3-10] [3.1.1/MQTT-4.3.3-2]
      if (open.has(packetIdentifier)) return 'duplicate';
      open.add(packetIdentifier);
      return 'new';
    },
    // [5.0/MQTT-4.3.3-12] [3.1.1/MQTT-4.3.3-2]
    release: (packetIdentifier) => open.delete(packetIdentifier),
  };
}

/**
 * Unfinished QoS 1 and 2 PUBLISH packets of one Network Connection, against the broker's Receive Maximum.
 * A QoS 1 PUBLISH is acknowledged at once, so only QoS 2 exchanges stay open. [5.0/U-3.3.4-13] [5.0/U-4.9-5]
 */
export interface ReceiveWindow {
  /** @returns false when the packet is one more than Receive Maximum. [5.0/U-3.3.4-12] [5.0/MQTT-3.3.4-7] */
  admits(packetIdentifier: number): boolean;
  open(packetIdentifier: number): void;
  close(packetIdentifier: number): void;
}

export function createReceiveWindow(receiveMaximum: number): ReceiveWindow {
  const unfinished = new Set<number>();
  return {
    admits: (packetIdentifier) => unfinished.has(packetIdentifier) || unfinished.size < receiveMaximum,
    open: (packetIdentifier) => void unfinished.add(packetIdentifier),
    close: (packetIdentifier) => void unfinished.delete(packetIdentifier),
  };
}
