import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../target/index.ts';

/** A result file that cannot be written. */
export class ResultFileError extends Error {
  readonly code = 'result-file-unwritable';
  constructor(file: string, reason: string) {
    super(`the result file ${file} cannot be written (${reason}): give a path in a writable folder.`);
    this.name = 'ResultFileError';
  }
}

/** Appends result lines to a file as they come, so that a crash loses nothing. */
export interface ResultWriter<Line extends object> extends Disposable {
  write(line: Line): void;
}

/**
 * Opens the file for a new run; what it held is gone.
 *
 * @throws ResultFileError
 */
export function openResultFile<Line extends object>(file: string): ResultWriter<Line> {
  const descriptor = attempt(file, () => {
    makeFolder(dirname(file));
    return openSync(file, 'w');
  });
  return {
    write: (line) => void attempt(file, () => writeSync(descriptor, `${JSON.stringify(line)}\n`)),
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new ResultFileError(file, unwritableReason(error));
  }
}

/** Why a file cannot be written, as part of a sentence. */
export function unwritableReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'what should be its folder is a file';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
