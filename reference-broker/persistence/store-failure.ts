import { statfsSync } from 'node:fs';
import type { CommitOutcome } from './batch-store.ts';

/** ENOSPC of the system, MDB_MAP_FULL of LMDB. */
const fullCodes: readonly unknown[] = [28, 'ENOSPC', -30792];
/** LMDB says "input/output error" where a write was cut short by a full disk, so the free space decides. */
const almostNothingBytes = 1024 * 1024;

/** Says why a commit failed. */
export function failureOf(error: unknown, dataDirectory: string): Extract<CommitOutcome, { kind: 'failed' }> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (fullCodes.includes(code) || freeBytes(dataDirectory) < almostNothingBytes) {
    return {
      kind: 'failed',
      code: 'disk-full',
      message: `The disk of the data directory ${dataDirectory} is full: free some space, and the broker goes on by itself.`,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    kind: 'failed',
    code: 'write-failed',
    message: `The data directory ${dataDirectory} cannot be written (${reason}): see to its disk, and the broker goes on by itself.`,
  };
}

function freeBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
