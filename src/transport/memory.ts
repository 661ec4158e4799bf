import type { ByteStream, Listener } from './byte-stream.ts';
import { DialError } from './errors.ts';
import { Inbox } from './inbox.ts';

type Parcel =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'fin' }
  | { readonly kind: 'reset' };

/** A larger write is cut, so that a paused reader pushes back as a socket does. */
const largestParcelBytes = 65_536;

/** One direction of a pair: parcels arrive in order, never within the call that sent them. */
interface Channel {
  readonly send: (parcel: Parcel) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly bufferedBytes: number;
  /** From now on nothing is delivered. */
  readonly cut: () => void;
}

const createChannel = (deliver: (parcel: Parcel) => void, drained: () => void): Channel => {
  let parcels: Parcel[] = [];
  let bufferedBytes = 0;
  let paused = false;
  let scheduled = false;

  const run = (): void => {
    scheduled = false;
    const hadBytes = bufferedBytes > 0;
    let taken = 0;
    // `cut` may replace the list while a parcel is delivered.
    for (let parcel = parcels[0]; parcel !== undefined && !paused; parcel = parcels[taken]) {
      taken += 1;
      if (parcel.kind === 'bytes') bufferedBytes -= parcel.bytes.length;
      deliver(parcel);
    }
    parcels = parcels.slice(taken);
    if (hadBytes && bufferedBytes === 0) drained();
  };

  // setImmediate and not a microtask: two sides that answer each other forever must not starve the timers.
  const schedule = (): void => {
    if (scheduled || paused || parcels.length === 0) return;
    scheduled = true;
    setImmediate(run);
  };

  return {
    send(parcel) {
      parcels.push(parcel);
      if (parcel.kind === 'bytes') bufferedBytes += parcel.bytes.length;
      schedule();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      schedule();
    },
    get bufferedBytes() {
      return bufferedBytes;
    },
    cut() {
      parcels = [];
      bufferedBytes = 0;
    },
  };
};

interface Side {
  readonly stream: ByteStream;
  readonly receive: (parcel: Parcel) => void;
  readonly drained: () => void;
}

interface Line {
  readonly description: string;
  readonly outgoing: () => Channel;
  readonly incoming: () => Channel;
  readonly ended: () => void;
}

const createSide = ({ description, outgoing, incoming, ended }: Line): Side => {
  let state: 'open' | 'closing' | 'ended' = 'open';
  let drainListener: (() => void) | undefined;
  const inbox = new Inbox({ pause: () => incoming().pause(), resume: () => incoming().resume() });

  const reset = (): void => {
    if (state === 'ended') return;
    state = 'ended';
    inbox.abort({ kind: 'local' });
    outgoing().send({ kind: 'reset' });
    ended();
  };

  const receiveEnd = (kind: 'fin' | 'reset'): void => {
    if (state === 'ended') return;
    const wasClosing = state === 'closing';
    state = 'ended';
    if (!wasClosing && kind === 'fin') outgoing().send({ kind: 'fin' });
    if (kind === 'reset') outgoing().cut();
    inbox.finish({ kind: wasClosing ? 'local' : kind });
    ended();
  };

  const write = (bytes: Uint8Array): void => {
    if (state !== 'open' || bytes.length === 0) return;
    // The reader owns its chunk and may change it; the writer may have sent the same bytes to others.
    const copy = new Uint8Array(bytes);
    for (let at = 0; at < copy.length; at += largestParcelBytes) {
      outgoing().send({ kind: 'bytes', bytes: copy.subarray(at, at + largestParcelBytes) });
    }
  };

  const stream: ByteStream = {
    description,
    get bufferedBytes() {
      return outgoing().bufferedBytes;
    },
    write,
    writeNow(pieces) {
      for (const piece of pieces) write(piece);
    },
    onData: (listener) => inbox.onData(listener),
    onEnd: (listener) => inbox.onEnd(listener),
    onDrain(listener) {
      drainListener = listener;
    },
    pause: () => inbox.pause(),
    resume: () => inbox.resume(),
    close() {
      if (state !== 'open') return;
      state = 'closing';
      outgoing().send({ kind: 'fin' });
    },
    reset,
    [Symbol.asyncDispose]: async () => reset(),
  };

  return {
    stream,
    receive(parcel) {
      switch (parcel.kind) {
        case 'bytes':
          return inbox.push(parcel.bytes);
        case 'fin':
        case 'reset':
          return receiveEnd(parcel.kind);
      }
    },
    drained() {
      if (state !== 'ended') drainListener?.();
    },
  };
};

let pairs = 0;

const join = (farEnded: () => void): [ByteStream, ByteStream] => {
  pairs += 1;
  const near: Side = createSide({
    description: `memory ${pairs} (dialled)`,
    outgoing: () => toFar,
    incoming: () => toNear,
    ended: () => undefined,
  });
  const far: Side = createSide({
    description: `memory ${pairs} (accepted)`,
    outgoing: () => toNear,
    incoming: () => toFar,
    ended: farEnded,
  });
  const toFar = createChannel(far.receive, near.drained);
  const toNear = createChannel(near.receive, far.drained);
  return [near.stream, far.stream];
};

/**
 * Two streams joined in memory: what one writes the other reads, in order and never within the call that wrote it.
 * A reset arrives after what was written before it, so that nothing depends on chance.
 */
export const memoryPair = (): [ByteStream, ByteStream] => join(() => undefined);

/** A listener inside this process. */
export interface MemoryListener extends Listener {
  /**
   * A stream to this listener, which got the other end before the call returns.
   *
   * @throws DialError `refused` once the listener is disposed.
   */
  dial(): ByteStream;
}

let listeners = 0;

/** Accepts streams without a socket; disposing it resets those that are open. */
export const listenMemory = (onStream: (stream: ByteStream) => void): MemoryListener => {
  listeners += 1;
  const url = `memory://${listeners}`;
  const accepted = new Set<ByteStream>();
  let disposed = false;
  return {
    url,
    dial() {
      if (disposed) throw new DialError('refused', url, 'the listener has been disposed; dial before that');
      const [near, far] = join(() => accepted.delete(far));
      accepted.add(far);
      onStream(far);
      return near;
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      for (const stream of accepted) stream.reset();
      accepted.clear();
    },
  };
};
