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

/** A pipe over a socket of our own; without transport's ByteStream, which costs too much a connection here. */
export function connectTcpPipe(url: URL, options: PipeOptions, listener: PipeListener): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    let state: 'opening' | 'open' | 'ended' = 'opening';
    const socket = connect({
      host,
      port: Number(url.port === '' ? 1883 : url.port),
      noDelay: true,
      ...drainAlways,
      ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
      onread: {
        buffer: readBytes,
        callback: (length) => {
          if (state === 'open') listener.onBytes(readBytes, readView, length);
          return true;
        },
      },
    });
    const timer = setTimeout(() => finish('no connection in time'), options.timeoutMs);

    function finish(end: PipeEnd): void {
      clearTimeout(timer);
      const before = state;
      state = 'ended';
      socket.destroy();
      if (before === 'opening') reject(new PipeError(`${options.url} does not accept a connection: ${end}`));
      if (before === 'open') listener.onEnd(end);
    }

    socket.once('connect', () => {
      clearTimeout(timer);
      state = 'open';
      resolve(pipeOf(socket, () => (state = 'ended')));
    });
    socket.on('drain', () => listener.onDrained());
    socket.once('end', () => finish('closed by the target (FIN)'));
    socket.once('error', (error) => finish(endOf(error)));
    socket.once('close', () => finish('closed by the target (RST)'));
  });
}

function pipeOf(socket: Socket, ended: () => void): Pipe {
  return {
    write(bytes) {
      socket.write(bytes);
      // What the system could not take at once stays in `bytes` until it can.
      return socket.writableLength === 0 ? 'taken' : 'held';
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end() {
      ended();
      socket.end();
    },
    cut() {
      ended();
      socket.resetAndDestroy();
    },
  };
}

function endOf(error: Error): PipeEnd {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed by the target (RST)';
  return code;
}
