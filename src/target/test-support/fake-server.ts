import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** A server of any protocol on loopback TCP. */
export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  /** How many connections came. */
  readonly connections: () => number;
}

/** Serves every connection with the given function until it is disposed. */
export const fakeServer = async (serve: (socket: Socket) => void): Promise<FakeServer> => {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The probe may cut the connection at any time, also while we write.
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((settle) => {
    server.listen(0, '127.0.0.1', settle);
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((settle) => {
        server.close(() => settle());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

/** Answers the first bytes of each connection, and nothing after them. */
export const answering = (answer: (request: Buffer) => Uint8Array) => (socket: Socket) => {
  socket.once('data', (request) => socket.write(answer(request)));
};

export const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The Protocol Level of a CONNECT: 4 or 5. */
export const levelOf = (connect: Buffer): number => connect[8] ?? 0;

const subscribeByte = 0x82;

/**
 * As much of a broker as the probe needs: a CONNACK chosen by the CONNECT, and a SUBACK of its own form for
 * every SUBSCRIBE.
 */
export const tinyBroker =
  (connack: (connect: Buffer) => Uint8Array, grant = 2) =>
  (socket: Socket): void => {
    let level = 0;
    socket.on('data', (bytes: Buffer) => {
      if (level === 0) {
        level = levelOf(bytes);
        socket.write(connack(bytes));
        return;
      }
      if (bytes[0] !== subscribeByte) return;
      const identifier = bytes.subarray(2, 4);
      const noProperties = level === 5 ? [0] : [];
      const body = [...identifier, ...noProperties, grant];
      socket.write(Buffer.from([0x90, body.length, ...body]));
    });
  };
