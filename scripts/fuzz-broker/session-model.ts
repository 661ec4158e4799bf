/** What the broker has sent and waits for, as far as the client saw it. */
export type OutboundState = 'awaiting-puback' | 'awaiting-pubrec' | 'awaiting-pubcomp';

/** What a client knows of its Session and its connection: enough to say how the broker must take a packet. */
export class SessionModel {
  /** Open QoS 2 exchanges of the client: those of 5.0 count against Receive Maximum. */
  readonly openQos2 = new Set<number>();
  /** How many PUBREC are on their way for an identifier: each may be a refusal, for want of room with others. */
  readonly #awaited = new Map<number, number>();
  /** The Topic Name of each Topic Alias. */
  readonly aliases = new Map<number, string>();
  readonly outbound = new Map<number, OutboundState>();
  /** Acknowledged before they were seen: whether that hit something is not known. */
  readonly #guessed = new Set<number>();
  /** The broker counts its identifiers up: above this one anything may come at any time. */
  highestOutbound = 0;
  /** True once the exchanges of the client can no longer be told exactly: a refusal that depends on others. */
  isWindowUncertain = false;
  /** A Session that was there before: what is open in it is not known. */
  readonly isResumed: boolean;

  constructor(isResumed: boolean) {
    this.isResumed = isResumed;
  }

  awaitPubrec(packetIdentifier: number): void {
    this.#awaited.set(packetIdentifier, (this.#awaited.get(packetIdentifier) ?? 0) + 1);
  }

  onPubrec(packetIdentifier: number, isRefusal: boolean): void {
    const awaited = this.#awaited.get(packetIdentifier) ?? 1;
    if (awaited === 1) this.#awaited.delete(packetIdentifier);
    else this.#awaited.set(packetIdentifier, awaited - 1);
    if (!isRefusal) return;
    if (awaited === 1) this.openQos2.delete(packetIdentifier);
    // One of several: what the others find open is not known any more.
    else this.isWindowUncertain = true;
  }

  /** Is there room for one more unfinished PUBLISH? */
  roomFor(packetIdentifier: number, receiveMaximum: number): 'room' | 'none' | 'unknown' {
    if (this.isWindowUncertain) return 'unknown';
    const isSure = (open: number): boolean => !this.#awaited.has(open);
    if (this.openQos2.has(packetIdentifier) && isSure(packetIdentifier)) return 'room';
    const others = [...this.openQos2].filter((open) => open !== packetIdentifier);
    if (others.length < receiveMaximum) return 'room';
    const isFull = others.filter(isSure).length >= receiveMaximum;
    return isFull && !this.openQos2.has(packetIdentifier) ? 'none' : 'unknown';
  }

  /** A PUBLISH came from the broker. */
  onDelivery(qos: 1 | 2, packetIdentifier: number): void {
    this.highestOutbound = Math.max(this.highestOutbound, packetIdentifier);
    if (this.#guessed.has(packetIdentifier)) return;
    this.outbound.set(packetIdentifier, qos === 1 ? 'awaiting-puback' : 'awaiting-pubrec');
  }

  /** An acknowledgement for what is not in `outbound`. @returns whether it may have hit something all the same. */
  guess(packetIdentifier: number): boolean {
    const mayHit =
      this.isResumed || packetIdentifier > this.highestOutbound || this.#guessed.has(packetIdentifier);
    if (mayHit) this.#guessed.add(packetIdentifier);
    return mayHit;
  }
}
