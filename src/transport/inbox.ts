import type { StreamEnd } from './byte-stream.ts';

/** Where the chunks of an inbox come from; it is held back while nobody takes them. */
export interface InboxSource {
  readonly pause: () => void;
  readonly resume: () => void;
}

/** The receiving half of a stream: keeps chunks and the end until somebody listens, in order, end last. */
export interface Inbox {
  readonly push: (chunk: Uint8Array) => void;
  /** The end after all chunks; only the first one counts. */
  readonly finish: (end: StreamEnd) => void;
  /** The end now: what was not delivered is dropped, and a paused listener hears of it too. */
  readonly abort: (end: StreamEnd) => void;
  readonly onData: (listener: (chunk: Uint8Array) => void) => void;
  readonly onEnd: (listener: (end: StreamEnd) => void) => void;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Above this the source is held back: what nobody reads must not fill the memory. */
const highWaterBytes = 65_536;

interface ChunkQueue {
  readonly push: (chunk: Uint8Array) => void;
  readonly take: () => Uint8Array | undefined;
  readonly clear: () => void;
  readonly bytes: () => number;
}

/** Takes by index: `shift` moves all that is left each time. No chunk is empty. */
const createChunkQueue = (): ChunkQueue => {
  let chunks: Uint8Array[] = [];
  let head = 0;
  let bytes = 0;
  const clear = (): void => {
    chunks = [];
    head = 0;
    bytes = 0;
  };
  return {
    clear,
    bytes: () => bytes,
    push(chunk) {
      chunks.push(chunk);
      bytes += chunk.length;
    },
    take() {
      const chunk = chunks[head];
      if (chunk === undefined) return undefined;
      head += 1;
      bytes -= chunk.length;
      if (head === chunks.length) clear();
      return chunk;
    },
  };
};

export const createInbox = (source: InboxSource): Inbox => {
  const queue = createChunkQueue();
  let end: StreamEnd | undefined;
  let aborted = false;
  let pausedByListener = false;
  let pausedByQueue = false;
  let dataListener: ((chunk: Uint8Array) => void) | undefined;
  let endListener: ((end: StreamEnd) => void) | undefined;

  const deliverChunks = (): void => {
    while (dataListener !== undefined && !pausedByListener) {
      const chunk = queue.take();
      if (chunk === undefined) return;
      dataListener(chunk);
    }
  };

  const deliverEnd = (): void => {
    if (end === undefined || endListener === undefined || queue.bytes() > 0) return;
    if (pausedByListener && !aborted) return;
    const listener = endListener;
    endListener = undefined;
    listener(end);
  };

  const pump = (): void => {
    deliverChunks();
    if (pausedByQueue && queue.bytes() === 0) {
      pausedByQueue = false;
      if (!pausedByListener) source.resume();
    }
    deliverEnd();
  };

  // Setting a listener or resuming must not call back before it has returned.
  const pumpSoon = (): void => queueMicrotask(pump);

  return {
    push(chunk) {
      if (end !== undefined || chunk.length === 0) return;
      if (dataListener !== undefined && !pausedByListener && queue.bytes() === 0) return dataListener(chunk);
      queue.push(chunk);
      if (pausedByQueue || queue.bytes() < highWaterBytes) return;
      pausedByQueue = true;
      source.pause();
    },
    finish(reached) {
      if (end !== undefined) return;
      end = reached;
      pump();
    },
    abort(reached) {
      queue.clear();
      aborted = true;
      end ??= reached;
      pumpSoon();
    },
    onData(listener) {
      dataListener = listener;
      pumpSoon();
    },
    onEnd(listener) {
      endListener = listener;
      pumpSoon();
    },
    pause() {
      if (pausedByListener) return;
      pausedByListener = true;
      source.pause();
    },
    resume() {
      if (!pausedByListener) return;
      pausedByListener = false;
      if (!pausedByQueue) source.resume();
      pumpSoon();
    },
  };
};
