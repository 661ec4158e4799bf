import type { SessionJournal } from './session-journal.ts';

/**
 * QoS 2 messages of one client that were received and not yet released: part of the Session State.
 * (3.1.1 section 4.3.3, 5.0 section 4.3.3) [5.0/U-4.1-8] [3.1.1/U-3.1.2.4-8]
 */
export class InboundQos2 {
  /** Absent until the client sends its first one, as most never do. */
  #open: Set<number> | undefined = undefined;
  #journal: SessionJournal | undefined = undefined;

  /** How many exchanges are open. */
  get size(): number {
    return this.#open?.size ?? 0;
  }

  isOpen(packetIdentifier: number): boolean {
    return this.#open?.has(packetIdentifier) ?? false;
  }

  /** The message is taken: what comes under its identifier from now on is the same one. [5.0/MQTT-4.3.3-10] [3.1.1/MQTT-4.3.3-2] */
  receive(packetIdentifier: number): void {
    this.restore(packetIdentifier);
    this.#journal?.received(packetIdentifier);
  }

  /** As read from disk. */
  restore(packetIdentifier: number): void {
    this.#open ??= new Set();
    this.#open.add(packetIdentifier);
  }

  /** From now on the identifiers outlive the process. */
  keepOn(journal: SessionJournal): void {
    this.#journal = journal;
  }

  /** PUBREL arrived: the identifier is free again. [5.0/MQTT-4.3.3-12] [3.1.1/MQTT-4.3.3-2] @returns false when it was not open. */
  release(packetIdentifier: number): boolean {
    if (this.#open?.delete(packetIdentifier) !== true) return false;
    this.#journal?.released(packetIdentifier);
    return true;
  }
}

/**
 * Unfinished QoS 1 and 2 PUBLISH packets of one Network Connection, against the broker's Receive Maximum.
 * A QoS 1 PUBLISH is acknowledged at once, so only QoS 2 exchanges stay open. [5.0/U-3.3.4-13] [5.0/U-4.9-5]
 */
export class ReceiveWindow {
  readonly #receiveMaximum: number;
  #unfinished: Set<number> | undefined = undefined;

  constructor(receiveMaximum: number) {
    this.#receiveMaximum = receiveMaximum;
  }

  /** @returns false when the packet is one more than Receive Maximum. [5.0/U-3.3.4-12] [5.0/MQTT-3.3.4-7] */
  admits(packetIdentifier: number): boolean {
    const unfinished = this.#unfinished;
    if (unfinished === undefined) return true;
    return unfinished.size < this.#receiveMaximum || unfinished.has(packetIdentifier);
  }

  open(packetIdentifier: number): void {
    this.#unfinished ??= new Set();
    this.#unfinished.add(packetIdentifier);
  }

  close(packetIdentifier: number): void {
    this.#unfinished?.delete(packetIdentifier);
  }
}
