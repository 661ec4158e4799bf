import type { ByteStream, StreamEnd } from './byte-stream.ts';
import { Inbox, type InboxSource } from './inbox.ts';
import {
  cutWhenIdle,
  cutWire,
  defaultLingerMs,
  type LingerOptions,
  type Wire,
  waitUntilGone,
} from './wire.ts';

/** What differs between protocols over a wire. */
export interface Carrier extends InboxSource {
  /** @param written called when the system has taken it, and perhaps more that was sent before */
  send(bytes: Uint8Array, written: () => void): void;
  readonly bufferedBytes: number;
  /** Ends our side in order; `because` is undefined when it is our own wish, and else how the other side ended. */
  end(because: StreamEnd | undefined): void;
}

/** Disposing right after an orderly end gives the other side this long to answer it. */
const disposeGraceMs = 1_000;

/**
 * A stream over a wire.
 *
 * A class, because a server has thousands of them: closures would be most of the memory of an idle one.
 */
export class WireStream implements ByteStream {
  readonly #wire: Wire;
  readonly #carrier: Carrier;
  readonly #inbox: Inbox;
  readonly #lingerMs: number;
  #state: 'open' | 'closing' | 'ended' = 'open';
  /** What this tick wrote. */
  #gathered: Uint8Array[] | undefined = undefined;
  #gatheredBytes = 0;
  #awaitsDrain = false;
  #drainListener: (() => void) | undefined = undefined;
  #written: (() => void) | undefined = undefined;

  constructor(wire: Wire, carrier: Carrier, options: LingerOptions) {
    this.#wire = wire;
    this.#carrier = carrier;
    this.#inbox = new Inbox(carrier);
    this.#lingerMs = options.lingerMs ?? defaultLingerMs;
  }

  get description(): string {
    return this.#wire.description;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get bufferedBytes(): number {
    return this.#state === 'ended' ? 0 : this.#carrier.bufferedBytes + this.#gatheredBytes;
  }

  write(bytes: Uint8Array): void {
    if (this.#state !== 'open' || bytes.length === 0) return;
    if (this.#gathered === undefined) {
      this.#gathered = [];
      process.nextTick(flushStream, this);
    }
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
  }

  writeNow(pieces: readonly Uint8Array[]): void {
    if (this.#state !== 'open') return;
    this.flush();
    this.#send(pieces);
    // Nothing to hear of when the system took it all within the call.
    if (this.#carrier.bufferedBytes > 0) this.#awaitsDrain = true;
  }

  /** The tick is over. */
  flush(): void {
    const gathered = this.#gathered;
    if (gathered === undefined) return;
    this.#gathered = undefined;
    this.#gatheredBytes = 0;
    this.#awaitsDrain = true;
    if (this.#state !== 'ended') this.#send(gathered);
  }

  #send(pieces: readonly Uint8Array[]): void {
    const { socket } = this.#wire;
    this.#written ??= () => this.#noticeDrain();
    // One system call for all of them.
    if (pieces.length > 1) socket.cork();
    for (const bytes of pieces) this.#carrier.send(bytes, this.#written);
    if (pieces.length > 1) socket.uncork();
  }

  #noticeDrain(): void {
    if (!this.#awaitsDrain || this.#carrier.bufferedBytes > 0) return;
    this.#awaitsDrain = false;
    if (this.#state !== 'ended') this.#drainListener?.();
  }

  /** The other side sent a chunk. */
  push(chunk: Uint8Array): void {
    this.#inbox.push(chunk);
  }

  /** The other side ended it; only the first call counts. */
  finish(end: StreamEnd): void {
    if (this.#state === 'ended') return;
    this.flush();
    const wasOpen = this.#state === 'open';
    this.#state = 'ended';
    if (wasOpen) {
      this.#carrier.end(end);
      cutWhenIdle(this.#wire, this.#lingerMs);
    }
    this.#inbox.finish(wasOpen ? end : { kind: 'local' });
  }

  onData(listener: (chunk: Uint8Array) => void): void {
    this.#inbox.onData(listener);
  }

  onEnd(listener: (end: StreamEnd) => void): void {
    this.#inbox.onEnd(listener);
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  pause(): void {
    this.#inbox.pause();
  }

  resume(): void {
    this.#inbox.resume();
  }

  close(): void {
    if (this.#state !== 'open') return;
    this.flush();
    this.#state = 'closing';
    this.#carrier.end(undefined);
    cutWhenIdle(this.#wire, this.#lingerMs);
  }

  reset(): void {
    if (this.#state !== 'ended') this.#inbox.abort({ kind: 'local' });
    this.#state = 'ended';
    cutWire(this.#wire);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'open') this.reset();
    await waitUntilGone(this.#wire, disposeGraceMs);
  }
}

/** For `nextTick`, which passes it on: a closure for each tick would be garbage. */
function flushStream(stream: WireStream): void {
  stream.flush();
}
