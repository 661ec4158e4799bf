import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A server that lets clients of 3.1.1 in, or does whatever else a test wants. Disposing it cuts all connections. */
export interface StubbornServer extends AsyncDisposable {
  readonly url: string;
  /** Sockets, in the order of their CONNECT. */
  readonly connected: readonly Socket[];
}

export interface Manners {
  /** What a CONNECT is answered with; the default lets the client in. */
  readonly onConnect?: (socket: Socket, number: number) => void;
  readonly pings?: 'answered' | 'ignored';
}

export const connack = Uint8Array.of(0x20, 2, 0, 0);
const pingresp = Uint8Array.of(0xd0, 0);

/** @throws when it cannot listen */
export async function startStubbornServer({
  onConnect,
  pings = 'answered',
}: Manners): Promise<StubbornServer> {
  const connected: Socket[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // These clients send each packet in a write of its own.
      const type = (bytes[0] as number) >> 4;
      if (type === 12 && pings === 'answered') socket.write(pingresp);
      if (type !== 1) return;
      connected.push(socket);
      if (onConnect === undefined) socket.write(connack);
      else onConnect(socket, connected.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    connected,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A client that sends a PINGREQ and waits for the answer. */
export async function roundTrip(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(Uint8Array.of(0xc0, 0));
  await once(socket, 'data');
  socket.destroy();
}
