import type { Decoded, Decoder } from '../src/packet/decoder.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import type { Timer } from '../src/transport/clock.ts';
import type { BrokerCore } from './core.ts';
import { recordLatency } from './latency-histogram.ts';

/** Whom a pump works for. */
export interface PumpOwner {
  handle(decoded: Decoded): void;
  /** Too much waits for the client: it has to read before it may ask for more. */
  isCongested(): boolean;
  /** The client was held back and read nothing for so long. */
  onStalled(): void;
  /** The handler threw: a fault of the broker or of a hook. */
  onFailure(error: unknown): void;
}

/** After so long the other connections get their turn. */
const millisPerTurn = 5;
/** A look at the clock or at a stream costs as much as a small packet, so it is not made for each of them. */
const packetsPerLook = 16;

/** Feeds what a stream brings to its owner, packet by packet, and never faster than the client reads. */
export class InboundPump {
  readonly #core: BrokerCore;
  readonly #stream: ByteStream;
  readonly #decoder: Decoder;
  readonly #owner: PumpOwner;
  #isStopped = false;
  #isHeld = false;
  #isPaused = false;
  #nextTurn: NodeJS.Immediate | undefined = undefined;
  #retry: Timer | undefined = undefined;

  constructor(core: BrokerCore, stream: ByteStream, decoder: Decoder, owner: PumpOwner) {
    this.#core = core;
    this.#stream = stream;
    this.#decoder = decoder;
    this.#owner = owner;
    stream.onData((chunk) => this.#take(chunk));
  }

  #take(chunk: Uint8Array): void {
    if (this.#isStopped) return;
    this.#core.counters.bytesReceived += chunk.length;
    this.#decoder.push(chunk);
    // Not before something comes: a paused stream may not tell that the other side is gone.
    if (this.#isHeld) this.#pause();
    else if (this.#nextTurn === undefined) this.#takeTurn();
  }

  #takeTurn(): void {
    const { clock, turn, outbox, counters, wakefulness } = this.#core;
    const startMillis = clock.nowMs();
    turn.startedAtMillis = startMillis;
    wakefulness.turnBegan();
    outbox.beginTurn();
    try {
      this.#handleSome(startMillis + millisPerTurn);
    } finally {
      outbox.endTurn();
    }
    const endMillis = clock.nowMs();
    wakefulness.turnEnded();
    recordLatency(counters.latency, Math.round((endMillis - startMillis) * 1000));
  }

  #handleSome(endMillis: number): void {
    if (this.#nextTurn !== undefined) clearImmediate(this.#nextTurn);
    this.#nextTurn = undefined;
    this.#retry?.cancel();
    const owner = this.#owner;
    for (let handled = 0; !this.#isStopped && !this.#isHeld; handled += 1) {
      if (handled % packetsPerLook === 0) {
        if (owner.isCongested()) return this.#holdBack();
        if (handled > 0 && this.#core.clock.nowMs() > endMillis) return this.#yieldTurn();
      }
      const decoded = this.#decoder.next();
      if (decoded === undefined) return this.#unpause();
      try {
        owner.handle(decoded);
      } catch (error) {
        owner.onFailure(error);
      }
    }
  }

  #yieldTurn(): void {
    this.#pause();
    this.#nextTurn = setImmediate(() => this.#takeTurn());
  }

  // A paused stream may not tell that the other side is gone, so it is looked at.
  #holdBack(): void {
    this.#pause();
    const waitingBytes = this.#stream.bufferedBytes;
    this.#retry = this.#core.clock.setTimer(this.#core.settings.limits.stallTimeoutMs, () => {
      if (this.#owner.isCongested() && this.#stream.bufferedBytes >= waitingBytes) this.#owner.onStalled();
      else this.#takeTurn();
    });
  }

  #pause(): void {
    if (!this.#isPaused) this.#stream.pause();
    this.#isPaused = true;
  }

  #unpause(): void {
    if (this.#isPaused) this.#stream.resume();
    this.#isPaused = false;
  }

  /** The client read what it had been sent. */
  resume(): void {
    if (this.#isStopped || !this.#isPaused || this.#isHeld || this.#nextTurn !== undefined) return;
    this.#nextTurn = setImmediate(() => this.#takeTurn());
  }

  /** Nothing is handled until `release`. What arrives waits, one chunk in memory and the rest with the sender. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    if (this.#isStopped || this.#nextTurn !== undefined) return;
    this.#nextTurn = setImmediate(() => this.#takeTurn());
  }

  /** Nothing more is handled; what arrives is dropped. */
  stop(): void {
    this.#isStopped = true;
    this.#retry?.cancel();
    if (this.#nextTurn !== undefined) clearImmediate(this.#nextTurn);
    // The end of the stream must be seen even though its bytes are not.
    this.#unpause();
  }
}
