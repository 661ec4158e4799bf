import type { StreamEnd } from './byte-stream.ts';

/** Where the chunks of an inbox come from; it is held back while nobody takes them. */
export interface InboxSource {
  pause(): void;
  resume(): void;
}

/** Above this the source is held back: what nobody reads must not fill the memory. */
const highWaterBytes = 65_536;

/** Takes by index: `shift` moves all that is left each time. No chunk is empty. */
class ChunkQueue {
  bytes = 0;
  #chunks: Uint8Array[] = [];
  #head = 0;

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.bytes += chunk.length;
  }

  take(): Uint8Array | undefined {
    const chunk = this.#chunks[this.#head];
    if (chunk === undefined) return undefined;
    this.#head += 1;
    this.bytes -= chunk.length;
    if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#head = 0;
    }
    return chunk;
  }
}

/**
 * The receiving half of a stream: keeps chunks and the end until somebody listens, in order, end last.
 *
 * A class, because each stream has one: closures would be most of the memory of an idle stream.
 */
export class Inbox {
  readonly #source: InboxSource;
  /** Absent while nothing is kept, which is nearly always. */
  #queue: ChunkQueue | undefined = undefined;
  #end: StreamEnd | undefined = undefined;
  #isAborted = false;
  #isPausedByListener = false;
  #isPausedByQueue = false;
  #dataListener: ((chunk: Uint8Array) => void) | undefined = undefined;
  #endListener: ((end: StreamEnd) => void) | undefined = undefined;

  constructor(source: InboxSource) {
    this.#source = source;
  }

  push(chunk: Uint8Array): void {
    if (this.#end !== undefined || chunk.length === 0) return;
    if (this.#dataListener !== undefined && !this.#isPausedByListener && this.#queue === undefined)
      return this.#dataListener(chunk);
    this.#queue ??= new ChunkQueue();
    this.#queue.push(chunk);
    if (this.#isPausedByQueue || this.#queue.bytes < highWaterBytes) return;
    this.#isPausedByQueue = true;
    this.#source.pause();
  }

  /** The end after all chunks; only the first one counts. */
  finish(reached: StreamEnd): void {
    if (this.#end !== undefined) return;
    this.#end = reached;
    this.#pump();
  }

  /** The end now: what was not delivered is dropped, and a paused listener hears of it too. */
  abort(reached: StreamEnd): void {
    this.#queue = undefined;
    this.#isAborted = true;
    this.#end ??= reached;
    this.#pumpSoon();
  }

  onData(listener: (chunk: Uint8Array) => void): void {
    this.#dataListener = listener;
    this.#pumpSoon();
  }

  onEnd(listener: (end: StreamEnd) => void): void {
    this.#endListener = listener;
    this.#pumpSoon();
  }

  pause(): void {
    if (this.#isPausedByListener) return;
    this.#isPausedByListener = true;
    this.#source.pause();
  }

  resume(): void {
    if (!this.#isPausedByListener) return;
    this.#isPausedByListener = false;
    if (!this.#isPausedByQueue) this.#source.resume();
    this.#pumpSoon();
  }

  /** Setting a listener or resuming must not call back before it has returned. */
  #pumpSoon(): void {
    if (this.#queue !== undefined || this.#end !== undefined) queueMicrotask(() => this.#pump());
  }

  #pump(): void {
    this.#deliverChunks();
    if (this.#isPausedByQueue && this.#queue === undefined) {
      this.#isPausedByQueue = false;
      if (!this.#isPausedByListener) this.#source.resume();
    }
    this.#deliverEnd();
  }

  #deliverChunks(): void {
    while (this.#dataListener !== undefined && !this.#isPausedByListener && this.#queue !== undefined) {
      const chunk = this.#queue.take();
      if (this.#queue.bytes === 0) this.#queue = undefined;
      if (chunk !== undefined) this.#dataListener(chunk);
    }
  }

  #deliverEnd(): void {
    if (this.#end === undefined || this.#endListener === undefined || this.#queue !== undefined) return;
    if (this.#isPausedByListener && !this.#isAborted) return;
    const listener = this.#endListener;
    this.#endListener = undefined;
    listener(this.#end);
  }
}
