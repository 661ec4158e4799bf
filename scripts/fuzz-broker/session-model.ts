/** What the broker has sent and waits for, as far as the client saw it. */
export type OutboundState = 'awaiting-puback' | 'awaiting-pubrec' | 'awaiting-pubcomp';

/** What a client knows of its Session and its connection: enough to say how the broker must take a packet. */
export class SessionModel {
  /** Open QoS 2 exchanges of the client. */
  readonly openQos2 = new Set<number>();
  /** Those that count against Receive Maximum. */
  readonly window = new Set<number>();
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
