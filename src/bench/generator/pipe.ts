import type { DialOptions } from '../../transport/index.ts';
import { dialPipe } from './dialled-pipe.ts';
import { connectTcpPipe } from './tcp-pipe.ts';

/** How a pipe ended, in words for a message: `closed by the target (FIN)`. */
export type PipeEnd = string;

/** What comes out of a pipe. */
export interface PipeListener {
  /** The memory is the pipe's: what is to be kept must be copied before the call returns. */
  onBytes(bytes: Uint8Array, view: DataView, length: number): void;
  /** Everything that was written has left; called after each `held`. */
  onDrained(): void;
  /** Exactly once. Not called when we ended it. */
  onEnd(end: PipeEnd): void;
}

/**
 * A connection as the generator uses it: the same over TCP, TLS and WebSocket, made for many small messages.
 * It is a ByteStream without its comforts: the listener sees the bytes in the memory into which the system
 * read them, and a writer learns whether its memory is free again at once.
 */
export interface Pipe {
  /**
   * Writes bytes. `taken`: the memory may be used again; `held`: it belongs to the pipe from now on, and
   * onDrained will tell when everything has left.
   */
  write(bytes: Uint8Array): 'taken' | 'held';
  /** Stops and starts reading, as a consumer that does not keep up. */
  pause(): void;
  resume(): void;
  /** Sends what was written, then ends. */
  end(): void;
  /** Cuts the connection. */
  cut(): void;
}

export interface PipeOptions {
  readonly url: string;
  readonly dial: DialOptions;
  readonly timeoutMs: number;
  /** Address to come from: many connections need more than one, or the ports run out. */
  readonly localAddress?: string;
}

/** A pipe that could not be opened. */
export class PipeError extends Error {
  readonly code = 'pipe-not-opened';
  override readonly name = 'PipeError';
}

/** @throws PipeError, DialError */
export function openPipe(options: PipeOptions, listener: PipeListener): Promise<Pipe> {
  const url = new URL(options.url);
  if (url.protocol === 'mqtt:') return connectTcpPipe(url, options, listener);
  return dialPipe(options, listener);
}
