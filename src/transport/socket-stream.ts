import type { Socket } from 'node:net';
import type { ByteStream } from './byte-stream.ts';
import { endOfError, type LingerOptions, probeEnd, type Wire } from './wire.ts';
import { type Carrier, WireStream } from './wire-stream.ts';

/** MQTT right over TCP or TLS. */
class SocketCarrier implements Carrier {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  send(bytes: Uint8Array, written: () => void): void {
    this.#socket.write(bytes, written);
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  end(): void {
    // A destroyed one would make an error of it, with a stack that nobody reads.
    if (!this.#socket.destroyed) this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }
}

/** A ByteStream over a connected TCP or TLS socket, which it owns from here on. */
export const socketStream = (wire: Wire, options: LingerOptions): ByteStream => {
  const { socket } = wire;
  const stream = new WireStream(wire, new SocketCarrier(socket), options);
  socket.on('data', (chunk) => stream.push(chunk));
  socket.on('end', () => {
    if (stream.isOpen) probeEnd(wire, (end) => stream.finish(end));
    else stream.finish({ kind: 'fin' });
  });
  socket.on('error', (error) => stream.finish(endOfError(error)));
  // Gone without an end and without an error: nobody ended it in order.
  socket.on('close', () => stream.finish({ kind: 'reset' }));
  return stream;
};
