import { type Connection, openConnection } from '../../src/bench/generator/connection.ts';

const timeoutMs = 30_000;
/** A source address has 28 000 ports on Linux; this many are safely free. */
const connectionsPerAddress = 20_000;

export interface ClientWishes {
  readonly clientIdentifier: string;
  readonly keepAliveSeconds?: number;
  /** Counts up over all clients, so that no address runs out of ports. */
  readonly number?: number;
}

/** @throws PipeError, ConnectionError */
export function openClient(
  url: string,
  { clientIdentifier, keepAliveSeconds = 0, number = 0 }: ClientWishes,
): Promise<Connection> {
  return openConnection({
    url,
    dial: {},
    timeoutMs,
    localAddress: `127.0.0.${1 + Math.floor(number / connectionsPerAddress)}`,
    connect: {
      type: 'connect',
      protocolVersion: '3.1.1',
      cleanStart: true,
      keepAliveSeconds,
      clientIdentifier,
    },
  });
}
