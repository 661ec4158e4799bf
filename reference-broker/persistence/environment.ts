import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import type { SyncMode } from './journal.ts';

/** The store: keys and values are bytes. */
export type Environment = RootDatabase<Buffer, Buffer>;

/** The file of the store within the data directory; LMDB adds one with `-lock`. */
const fileName = 'broker.mdb';

/** Opens the store. Imported only here and only now, so that a broker in memory never loads it. */
export async function openEnvironment(dataDirectory: string, sync: SyncMode): Promise<Environment> {
  const { open } = await import('lmdb');
  return open<Buffer, Buffer>({
    path: join(dataDirectory, fileName),
    keyEncoding: 'binary',
    encoding: 'binary',
    noSync: sync === 'none',
    // A commit returns when it is on disk, and not before.
    overlappingSync: false,
  });
}
