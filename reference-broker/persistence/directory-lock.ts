import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PersistenceError } from './persistence-error.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const fileName = 'broker.lock';

/**
 * Makes this process the only broker on a data directory until the lock is disposed. LMDB itself would let several in.
 * The lock of a process that was killed is taken over.
 *
 * @throws PersistenceError `directory-in-use`
 */
export async function lockDirectory(dataDirectory: string): Promise<AsyncDisposable> {
  const file = join(dataDirectory, fileName);
  const own = join(dataDirectory, `${fileName}.${randomUUID()}`);
  await writeFile(own, JSON.stringify(ownIdentity()));
  try {
    while (!(await tryLink(own, file))) await removeStale(file, dataDirectory);
  } finally {
    await rm(own, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** A link appears whole or not at all, and only where nothing is yet. */
async function tryLink(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(file: string, dataDirectory: string): Promise<void> {
  refuseIfAlive(await readHolder(file), dataDirectory);
  // Away first and then gone: of two that find the same stale lock, one moves it and the other finds nothing.
  const aside = `${file}.${randomUUID()}`;
  if (!(await tryRename(file, aside))) return;
  const moved = await readHolder(aside);
  // The other one was so quick that what was moved is its new lock.
  if (moved !== undefined && isAlive(moved)) await tryRename(aside, file);
  else await rm(aside, { force: true });
  refuseIfAlive(moved, dataDirectory);
}

function refuseIfAlive(holder: ProcessIdentity | undefined, dataDirectory: string): void {
  if (holder === undefined || !isAlive(holder)) return;
  throw new PersistenceError(
    'directory-in-use',
    `The data directory ${dataDirectory} is in use by the broker with process id ${holder.pid}: stop it or choose another directory.`,
  );
}

async function tryRename(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Absent when the lock is gone meanwhile or holds nothing that we wrote. */
async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
