/**
 * How a stream ended, seen from our side.
 *
 * - `fin`: the other side ended it in an orderly way (TCP FIN, TLS close_notify, WebSocket Close).
 * - `reset`: the other side cut it (TCP RST).
 * - `local`: we ended it ourselves, whatever the other side did after that.
 * - `failed`: the transport broke (TLS alert, WebSocket protocol error); `code` is stable, `message` one sentence.
 */
export type StreamEnd =
  | { readonly kind: 'fin' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'local' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/**
 * A two-way stream of bytes, the same above TCP, TLS, WebSocket and memory. MQTT code sees nothing else.
 *
 * Chunks arrive in order and cut at any place. A chunk belongs to the listener: the stream never writes
 * into it again. `end` arrives exactly once, after the last chunk.
 */
export interface ByteStream extends AsyncDisposable {
  /** `tcp 127.0.0.1:1883`: for messages and transcripts. */
  readonly description: string;
  /** Bytes written but not yet taken by the operating system. */
  readonly bufferedBytes: number;
  /**
   * Queues bytes, which must not change from then on. Those of one tick leave together. After the end of the stream
   * they are dropped without an error.
   */
  write(bytes: Uint8Array): void;
  /** The same for pieces that the caller has gathered: they leave at once and together, behind what was written before. */
  writeNow(pieces: readonly Uint8Array[]): void;
  /** Exactly one listener for each event; chunks that came before it was set are kept for it. */
  onData(listener: (chunk: Uint8Array) => void): void;
  onEnd(listener: (end: StreamEnd) => void): void;
  /** Called each time that bufferedBytes falls back to zero. */
  onDrain(listener: () => void): void;
  /**
   * Stops and starts the delivery of chunks, for back-pressure. While it is stopped the end by the other side is held
   * back too, but not the one by our own `reset`.
   */
  pause(): void;
  resume(): void;
  /**
   * Orderly end: what was written is sent, then FIN. The other side may still send until it ends too (not over
   * WebSocket); when it neither sends nor ends for a while, the stream is cut.
   */
  close(): void;
  /** Cuts the stream: TCP RST where the transport has one. */
  reset(): void;
}

/** Something that accepts streams until it is disposed. */
export interface Listener extends AsyncDisposable {
  /** Where to dial: `mqtt://127.0.0.1:40123`. */
  readonly url: string;
}
