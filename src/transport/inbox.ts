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

export const createInbox = (source: InboxSource): Inbox => {
  let queue: Uint8Array[] = [];
  let head = 0;
  let queuedBytes = 0;
  let end: StreamEnd | undefined;
  let aborted = false;
  let pausedByListener = false;
  let pausedByQueue = false;
  let dataListener: ((chunk: Uint8Array) => void) | undefined;
  let endListener: ((end: StreamEnd) => void) | undefined;

  const take = (): Uint8Array | undefined => {
    const chunk = queue[head];
    if (chunk === undefined) return undefined;
    head += 1;
    queuedBytes -= chunk.length;
    if (head === queue.length) {
      queue = [];
      head = 0;
    }
    return chunk;
  };

  const deliverChunks = (): void => {
    while (dataListener !== undefined && !pausedByListener) {
      const chunk = take();
      if (chunk === undefined) return;
      dataListener(chunk);
    }
  };

  const pump = (): void => {
    deliverChunks();
    if (pausedByQueue && queuedBytes === 0) {
      pausedByQueue = false;
      if (!pausedByListener) source.resume();
    }
    if (end === undefined || endListener === undefined || queue.length > 0) return;
    if (pausedByListener && !aborted) return;
    const listener = endListener;
    endListener = undefined;
    listener(end);
  };

  // Setting a listener or resuming must not call back before it has returned.
  const pumpSoon = (): void => queueMicrotask(pump);

  const holdBackIfFull = (): void => {
    if (pausedByQueue || queuedBytes < highWaterBytes) return;
    pausedByQueue = true;
    source.pause();
  };

  return {
    push(chunk) {
      if (end !== undefined) return;
      if (dataListener !== undefined && !pausedByListener && queue.length === 0) return dataListener(chunk);
      queue.push(chunk);
      queuedBytes += chunk.length;
      holdBackIfFull();
    },
    finish(reached) {
      if (end !== undefined) return;
      end = reached;
      pump();
    },
    abort(reached) {
      queue = [];
      head = 0;
      queuedBytes = 0;
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
