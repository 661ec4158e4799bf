import type { ByteStream } from './byte-stream.ts';
import { endOfError, type LingerOptions, probeEnd, type Wire } from './wire.ts';
import { createWireStream } from './wire-stream.ts';

/** A ByteStream over a connected TCP or TLS socket, which it owns from here on. */
export const socketStream = (wire: Wire, options: LingerOptions): ByteStream => {
  const { socket } = wire;
  const { stream, isOpen, push, finish } = createWireStream(
    wire,
    {
      send: (bytes, written) => socket.write(bytes, written),
      bufferedBytes: () => socket.writableLength,
      end: () => socket.end(),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
    },
    options,
  );
  socket.on('data', push);
  socket.on('end', () => {
    if (isOpen()) probeEnd(wire, finish);
    else finish({ kind: 'fin' });
  });
  socket.on('error', (error) => finish(endOfError(error)));
  // Gone without an end and without an error: nobody ended it in order.
  socket.on('close', () => finish({ kind: 'reset' }));
  return stream;
};
