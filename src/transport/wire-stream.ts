import type { ByteStream, StreamEnd } from './byte-stream.ts';
import { createInbox, type InboxSource } from './inbox.ts';
import {
  corkUntilNextTick,
  cutWhenIdle,
  cutWire,
  defaultLingerMs,
  type LingerOptions,
  type Wire,
  waitUntilGone,
} from './wire.ts';

/** What differs between protocols over a wire. */
export interface Carrier extends InboxSource {
  readonly send: (bytes: Uint8Array, written: () => void) => void;
  readonly bufferedBytes: () => number;
  /** Ends our side in order; `because` is undefined when it is our own wish, and else how the other side ended. */
  readonly end: (because: StreamEnd | undefined) => void;
}

/** A stream, with what its protocol tells it. */
export interface WireStream {
  readonly stream: ByteStream;
  readonly isOpen: () => boolean;
  readonly push: (chunk: Uint8Array) => void;
  /** The other side ended it; only the first call counts. */
  readonly finish: (end: StreamEnd) => void;
}

/** Disposing right after an orderly end gives the other side this long to answer it. */
const disposeGraceMs = 1_000;

export const createWireStream = (wire: Wire, carrier: Carrier, options: LingerOptions): WireStream => {
  const lingerMs = options.lingerMs ?? defaultLingerMs;
  let state: 'open' | 'closing' | 'ended' = 'open';
  let undrained = false;
  let drainListener: (() => void) | undefined;
  const inbox = createInbox(carrier);
  const cork = corkUntilNextTick(wire.socket);

  const written = (): void => {
    if (!undrained || carrier.bufferedBytes() > 0) return;
    undrained = false;
    if (state !== 'ended') drainListener?.();
  };

  const finish = (end: StreamEnd): void => {
    if (state === 'ended') return;
    const wasOpen = state === 'open';
    state = 'ended';
    if (wasOpen) {
      carrier.end(end);
      cutWhenIdle(wire, lingerMs);
    }
    inbox.finish(wasOpen ? end : { kind: 'local' });
  };

  const reset = (): void => {
    if (state !== 'ended') inbox.abort({ kind: 'local' });
    state = 'ended';
    cutWire(wire);
  };

  const stream: ByteStream = {
    description: wire.description,
    get bufferedBytes() {
      return state === 'ended' ? 0 : carrier.bufferedBytes();
    },
    write(bytes) {
      if (state !== 'open' || bytes.length === 0) return;
      cork();
      undrained = true;
      carrier.send(bytes, written);
    },
    onData: inbox.onData,
    onEnd: inbox.onEnd,
    onDrain(listener) {
      drainListener = listener;
    },
    pause: inbox.pause,
    resume: inbox.resume,
    close() {
      if (state !== 'open') return;
      state = 'closing';
      carrier.end(undefined);
      cutWhenIdle(wire, lingerMs);
    },
    reset,
    async [Symbol.asyncDispose]() {
      if (state === 'open') reset();
      await waitUntilGone(wire, disposeGraceMs);
    },
  };
  return { stream, isOpen: () => state === 'open', push: inbox.push, finish };
};
