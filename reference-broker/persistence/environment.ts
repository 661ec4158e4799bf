import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import type { SyncMode } from './journal.ts';

/** The store: keys and values are bytes. */
export type Environment = RootDatabase<Buffer, Buffer>;

/** The file of the store within the data directory; LMDB adds one with `-lock`. */
const fileName = 'broker.mdb';

/** How an LMDB file begins: a page header of 24 bytes, then this, in the byte order of the machine. */
const magicAt = 24;
const magic = 0xbeefc0de;

/** Opens the store. LMDB is imported only here and only now, so that a broker in memory never loads it. */
export async function openEnvironment(dataDirectory: string, sync: SyncMode): Promise<Environment> {
  const path = join(dataDirectory, fileName);
  await expectStore(path);
  const { open } = await import('lmdb');
  return open<Buffer, Buffer>({
    path,
    keyEncoding: 'binary',
    encoding: 'binary',
    noSync: sync === 'none',
    // A commit returns when it is on disk, and not before.
    overlappingSync: false,
  });
}

/** The binding of LMDB ends the process when the file is none of its own, so this looks first. */
async function expectStore(path: string): Promise<void> {
  await using file = await openFile(path, 'a+');
  const head = Buffer.alloc(magicAt + 4);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  // New.
  if (bytesRead === 0) return;
  if (head.readUInt32LE(magicAt) === magic || head.readUInt32BE(magicAt) === magic) return;
  throw new Error(`${fileName} in it is not a store of this broker`);
}
