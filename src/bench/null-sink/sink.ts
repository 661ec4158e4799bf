/**
 * The program of the null sink: a server that does nothing but answer and pass on. It listens on a free port of
 * the loopback interface, tells its parent which, and ends when its parent does.
 */
import { createServer } from 'node:net';
import { receiveGuest } from './guest.ts';
import { createRoutes } from './routes.ts';

const routes = createRoutes();
const server = createServer((socket) => receiveGuest(socket, routes));
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
