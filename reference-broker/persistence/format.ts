import { keyBytes } from './batch.ts';
import type { Environment } from './environment.ts';
import { PersistenceError } from './persistence-error.ts';

/** Raised when older brokers can no longer make sense of the records. */
export const formatVersion = 1;

/** The key before all others: kind 0, owner 0, number 0. */
const formatKey = Buffer.alloc(keyBytes);

/**
 * Writes the format's version into a new store, and refuses a store of a version that is not known yet.
 *
 * @throws PersistenceError `format-too-new`
 */
export function checkFormat(environment: Environment, dataDirectory: string): void {
  const found = environment.get(formatKey);
  if (found === undefined) {
    environment.putSync(formatKey, Buffer.of(formatVersion));
    return;
  }
  const version = found[0] ?? 0;
  if (version <= formatVersion) return;
  throw new PersistenceError(
    'format-too-new',
    `The data directory ${dataDirectory} was written by a newer broker (format ${version}, this one knows ${formatVersion}): use that one or another directory.`,
  );
}
