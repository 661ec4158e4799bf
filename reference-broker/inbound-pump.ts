import type { Decoded, Decoder } from '../src/packet/decoder.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import type { Clock, Timer } from '../src/transport/clock.ts';

/** Feeds what a stream brings to a handler, packet by packet, and never faster than the client reads. */
export interface InboundPump {
  /** The client read what it had been sent. */
  resume(): void;
  /** Nothing more is handled; what arrives is dropped. */
  stop(): void;
}

interface PumpOptions {
  readonly stream: ByteStream;
  readonly decoder: Decoder;
  /** Too much waits for the client: it has to read before it may ask for more. */
  readonly isCongested: () => boolean;
  readonly stallTimeoutMs: number;
  readonly clock: Clock;
  readonly handle: (decoded: Decoded) => void;
  /** The client was held back and read nothing for so long. */
  readonly onStalled: () => void;
  /** The handler threw: a fault of the broker or of a hook. */
  readonly onFailure: (error: unknown) => void;
}

/** After so many packets or so long the other connections get their turn. */
const packetsPerTurn = 256;
const millisPerTurn = 10;

export function createInboundPump(options: PumpOptions): InboundPump {
  const { stream, decoder, isCongested, stallTimeoutMs, clock, handle, onStalled, onFailure } = options;
  let stopped = false;
  let paused = false;
  let nextTurn: NodeJS.Immediate | undefined;
  let retry: Timer | undefined;

  function takeTurn(): void {
    if (nextTurn !== undefined) clearImmediate(nextTurn);
    nextTurn = undefined;
    retry?.cancel();
    const endMillis = clock.nowMs() + millisPerTurn;
    for (let handled = 0; handled < packetsPerTurn && !stopped; handled += 1) {
      if (clock.nowMs() > endMillis) break;
      if (isCongested()) return holdBack();
      const decoded = decoder.next();
      if (decoded === undefined) return unpause();
      try {
        handle(decoded);
      } catch (error) {
        onFailure(error);
      }
    }
    if (stopped) return;
    pause();
    nextTurn = setImmediate(takeTurn);
  }

  // A paused stream may not tell that the other side is gone, so it is looked at.
  function holdBack(): void {
    pause();
    const waitingBytes = stream.bufferedBytes;
    retry = clock.setTimer(stallTimeoutMs, () => {
      if (isCongested() && stream.bufferedBytes >= waitingBytes) onStalled();
      else takeTurn();
    });
  }

  function pause(): void {
    if (!paused) stream.pause();
    paused = true;
  }

  function unpause(): void {
    if (paused) stream.resume();
    paused = false;
  }

  stream.onData((chunk) => {
    if (stopped) return;
    decoder.push(chunk);
    if (nextTurn === undefined) takeTurn();
  });

  return {
    resume() {
      if (!stopped && paused && nextTurn === undefined) nextTurn = setImmediate(takeTurn);
    },
    stop() {
      stopped = true;
      retry?.cancel();
      if (nextTurn !== undefined) clearImmediate(nextTurn);
      // The end of the stream must be seen even though its bytes are not.
      unpause();
    },
  };
}
