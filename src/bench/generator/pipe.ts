import type { DialOptions } from '../../transport/index.ts';

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
  /** Writes so far: whoever looks twice sees whether it was silent in between. */
  readonly writes: number;
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
  /**
   * After an end: resolves when the other side has ended too, so that it knows of it. One that does not is waited
   * for a second, and then cut.
   */
  closed(): Promise<void>;
}

export interface PipeOptions {
  readonly url: string;
  readonly dial: DialOptions;
  readonly timeoutMs: number;
  /** Address to come from: many connections need more than one, or the ports run out. */
  readonly localAddress?: string;
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
}

export type PipeErrorCode =
  | 'pipe-not-opened'
  /** It is the generator's machine that has no more files or ports. */
  | 'no-room-for-more';

/** A pipe that could not be opened. */
export class PipeError extends Error {
  override readonly name = 'PipeError';
  readonly code: PipeErrorCode;

  constructor(code: PipeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
