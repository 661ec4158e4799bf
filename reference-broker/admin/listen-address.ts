import { isIPv6 } from 'node:net';
import { AdminError } from './admin-error.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `127.0.0.1:8080`, `[::1]:8080`, `broker.lan:8080`, or a port alone, which means this machine only.
 *
 * @throws AdminError `bad-listen`
 */
export function parseListenAddress(listen: string): ListenAddress {
  const parts = /^(?:(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[\w.-]+)):)?(?<port>\d{1,5})$/i.exec(listen)?.groups;
  const port = Number(parts?.['port'] ?? Number.NaN);
  const host = parts?.['six'] ?? parts?.['name'] ?? '127.0.0.1';
  const isSix = parts?.['six'] !== undefined;
  if (parts !== undefined && port <= 65_535 && isSix === isIPv6(host)) return { host, port };
  throw new AdminError(
    'bad-listen',
    `The address ${JSON.stringify(listen)} of the admin server is not host:port: write 127.0.0.1:8080 or [::1]:8080.`,
  );
}

/** As it stands in a URL. */
export const authorityOf = ({ host, port }: ListenAddress): string =>
  `${isIPv6(host) ? `[${host}]` : host}:${port}`;
