import type { Clock } from '../../src/transport/clock.ts';
import { createOwner, type Owner } from '../owner.ts';
import { createJournal } from './create-journal.ts';
import { lockDirectory } from './directory-lock.ts';
import { type Environment, openEnvironment } from './environment.ts';
import { checkFormat } from './format.ts';
import type { Journal, SyncMode } from './journal.ts';
import { makeDirectory } from './make-directory.ts';
import { PersistenceError } from './persistence-error.ts';
import { readRecords } from './read-records.ts';
import type { RecoveredState } from './recovered-state.ts';
import { recover } from './recovery.ts';
import { createStoreThread } from './store-thread.ts';

export interface PersistenceOptions {
  /** Made if it does not exist. */
  readonly dataDirectory: string;
  /** Default `batch`. */
  readonly sync?: SyncMode;
  /** Default 2. */
  readonly batchWindowMillis?: number;
  /** Its `nowMs` is taken for the wall clock. */
  readonly clock: Clock;
}

/** The durable state of one broker. Disposing writes what waits and gives the directory free. */
export interface Persistence extends AsyncDisposable {
  /** What was there at the start. */
  readonly recovered: RecoveredState;
  readonly journal: Journal;
  /** A number for a new record, higher than all before it. */
  nextNumber(): number;
}

/** @throws PersistenceError when the directory is in use, of a newer version, or cannot be used */
export async function openPersistence(options: PersistenceOptions): Promise<Persistence> {
  const owner = createOwner();
  try {
    return await open(options, owner);
  } catch (error) {
    await owner[Symbol.asyncDispose]();
    throw error;
  }
}

/** @param owner what has to be closed, also when this fails half-way */
async function open(options: PersistenceOptions, owner: Owner): Promise<Persistence> {
  const { dataDirectory, clock, sync = 'batch', batchWindowMillis } = options;
  const recovered = await explained(dataDirectory, async () => {
    await makeDirectory(dataDirectory);
    owner.own(await lockDirectory(dataDirectory));
    return await readStore(dataDirectory, sync, clock.nowMs());
  });
  const store = createStoreThread({ dataDirectory, sync });
  const window = batchWindowMillis === undefined ? {} : { batchWindowMillis };
  const journal = owner.own(createJournal({ store, clock, sync, ...window }));
  for (const entry of recovered.stale) journal.remove(entry);
  let next = recovered.nextNumber;
  return {
    recovered,
    journal,
    nextNumber() {
      const number = next;
      next += 1;
      return number;
    },
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

async function readStore(dataDirectory: string, sync: SyncMode, nowMillis: number): Promise<RecoveredState> {
  const environment = await openEnvironment(dataDirectory, sync);
  try {
    checkFormat(environment, dataDirectory);
    return recover(readRecords(everyRecord(environment)), nowMillis);
  } finally {
    await environment.close();
  }
}

function* everyRecord(environment: Environment): Generator<{ key: Uint8Array; value: Buffer }> {
  for (const { key, value } of environment.getRange()) yield { key, value };
}

async function explained<T>(dataDirectory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PersistenceError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The data directory ${dataDirectory} cannot be used (${reason}): give a directory that can be written.`;
    throw new PersistenceError('directory-unusable', message, { cause: error });
  }
}
