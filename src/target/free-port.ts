import { createServer } from 'node:net';

/**
 * A TCP port of the loopback interface that was free a moment ago. Somebody else may take it before the
 * server does: who starts a server tries again with another one.
 */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', settle);
  });
  const address = server.address();
  await new Promise<void>((settle) => {
    server.close(() => settle());
  });
  if (address === null || typeof address === 'string') throw new Error('the system gave no TCP port');
  return address.port;
};
