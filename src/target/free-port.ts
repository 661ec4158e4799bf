import { createServer } from 'node:net';

/**
 * A TCP port of the loopback interface that was free a moment ago. Somebody else may take it before the
 * server does: who starts a server tries again with another one.
 */
export const freePort = async (): Promise<number> => {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('the system gave no TCP port');
  return port;
};

/** As `freePort`, several that differ. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const held = await Promise.all(Array.from({ length: count }, holdPort));
  await Promise.all(held.map(({ release }) => release()));
  return held.map(({ port }) => port);
};

const holdPort = async (): Promise<{ readonly port: number; release(): Promise<void> }> => {
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', settle);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no TCP port');
  const release = () =>
    new Promise<void>((settle) => {
      server.close(() => settle());
    });
  return { port: address.port, release };
};
