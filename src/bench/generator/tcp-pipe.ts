import { connect, type Socket } from 'node:net';
import { type Pipe, type PipeEnd, PipeError, type PipeListener, type PipeOptions } from './pipe.ts';

/**
 * All connections of a process read into this memory, one after the other: a read costs no allocation, and an
 * idle connection holds no buffer.
 */
const readBytes = new Uint8Array(256 * 1024);
const readView = new DataView(readBytes.buffer);

/** With so low a mark each write that the system cannot take at once is followed by `drain`. */
const drainAlways: object = { writableHighWaterMark: 1 };
const lingerMillis = 1000;

/** A pipe over a socket of our own; without transport's ByteStream, which costs too much a connection here. */
export function connectTcpPipe(options: PipeOptions, listener: PipeListener): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const pipe = new TcpPipe(options, listener);
    const giveUp = (): void => pipe.fail('given up');
    const timer = setTimeout(() => pipe.fail('no connection in time'), options.timeoutMs);
    options.signal?.addEventListener('abort', giveUp);
    pipe.opening = (end) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', giveUp);
      if (end === undefined) resolve(pipe);
      else reject(errorOf(options.url, end));
    };
    if (options.signal?.aborted === true) giveUp();
  });
}

/** A class, because a closure for each function of each connection is what the memory of thousands goes to. */
class TcpPipe implements Pipe {
  writes = 0;
  /** Told of the outcome of the attempt, and forgotten then. */
  opening: ((end: PipeEnd | undefined) => void) | undefined = undefined;
  readonly #socket: Socket;
  readonly #listener: PipeListener;
  #isOver = false;
  #awaitsDrain = false;

  constructor({ url, localAddress }: PipeOptions, listener: PipeListener) {
    this.#listener = listener;
    this.#socket = connect({
      ...hostAndPort(url),
      noDelay: true,
      ...drainAlways,
      ...(localAddress === undefined ? {} : { localAddress }),
      onread: {
        buffer: readBytes,
        callback: (length) => {
          if (!this.#isOver) this.#listener.onBytes(readBytes, readView, length);
          return true;
        },
      },
    });
    this.#socket.once('connect', () => this.#open());
    this.#socket.on('end', () => this.fail('closed by the target (FIN)'));
    this.#socket.on('error', (error) => this.fail(endOf(error)));
    this.#socket.on('close', () => this.fail('closed by the target (RST)'));
  }

  #open(): void {
    this.opening?.(undefined);
    this.opening = undefined;
  }

  fail(end: PipeEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroy();
    if (this.opening === undefined) this.#listener.onEnd(end);
    else this.opening(end);
    this.opening = undefined;
  }

  write(bytes: Uint8Array): 'taken' | 'held' {
    this.writes += 1;
    this.#socket.write(bytes);
    if (this.#socket.writableLength === 0) return 'taken';
    // What the system could not take at once stays in `bytes` until it can.
    if (!this.#awaitsDrain) this.#awaitDrain();
    return 'held';
  }

  #awaitDrain(): void {
    this.#awaitsDrain = true;
    this.#socket.once('drain', () => {
      this.#awaitsDrain = false;
      this.#listener.onDrained();
    });
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#isOver = true;
    // A consumer that stands still would not see the other side's end.
    this.#socket.resume();
    this.#socket.end();
  }

  cut(): void {
    this.#isOver = true;
    this.#socket.resetAndDestroy();
  }

  closed(): Promise<void> {
    const socket = this.#socket;
    if (socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.resetAndDestroy(), lingerMillis);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Of the URL that was parsed last: thousands of connections go to the same one. */
let parsed = { url: '', host: '', port: 0 };

function hostAndPort(url: string): { readonly host: string; readonly port: number } {
  if (parsed.url !== url) {
    const { hostname, port } = new URL(url);
    parsed = { url, host: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? 1883 : port) };
  }
  return { host: parsed.host, port: parsed.port };
}

function endOf(error: Error): PipeEnd {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed by the target (RST)';
  return code;
}

function errorOf(url: string, end: PipeEnd): PipeError {
  switch (end) {
    case 'EMFILE':
    case 'ENFILE':
    case 'EADDRNOTAVAIL':
      return new PipeError(
        'no-room-for-more',
        `the generator's machine allows no more connections (${end}): raise the limit of open files (ulimit -n) or the range of ports, or use more workers`,
      );
    default:
      return new PipeError('pipe-not-opened', `${url} does not accept a connection: ${end}`);
  }
}
