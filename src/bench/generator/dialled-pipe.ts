import { type ByteStream, dial, type StreamEnd } from '../../transport/index.ts';
import type { Pipe, PipeEnd, PipeListener, PipeOptions } from './pipe.ts';

/** A pipe over a ByteStream, for TLS and WebSocket, where what the protocol costs is far more than the stream. */
export async function dialPipe(options: PipeOptions, listener: PipeListener): Promise<Pipe> {
  const stream = await dial(options.url, { ...options.dial, timeoutMs: options.timeoutMs });
  stream.onData((chunk) => {
    listener.onBytes(chunk, new DataView(chunk.buffer, chunk.byteOffset, chunk.length), chunk.length);
  });
  stream.onDrain(() => listener.onDrained());
  stream.onEnd((end) => {
    if (end.kind !== 'local') listener.onEnd(wordsOf(end));
  });
  return pipeOf(stream);
}

function pipeOf(stream: ByteStream): Pipe {
  let writes = 0;
  return {
    get writes() {
      return writes;
    },
    write(bytes) {
      writes += 1;
      // A ByteStream keeps what it is given until the end of the tick at least.
      stream.write(bytes);
      return 'held';
    },
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    end: () => stream.close(),
    cut: () => stream.reset(),
    closed: async () => await stream[Symbol.asyncDispose](),
  };
}

function wordsOf(end: StreamEnd): PipeEnd {
  switch (end.kind) {
    case 'fin':
      return 'closed by the target (FIN)';
    case 'reset':
      return 'closed by the target (RST)';
    case 'local':
      return 'closed by us';
    case 'failed':
      return end.message;
  }
}
