import { closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unwritableReason } from '../conformance/result-writer.ts';
import { makeFolder } from '../target/index.ts';
import { UsageError } from './user-error.ts';

/**
 * Makes sure, before any work is done, that the file can be written.
 *
 * @throws UsageError
 */
export function assertWritable(file: string): void {
  attempt(file, () => {
    makeFolder(dirname(file));
    closeSync(openSync(file, 'a'));
  });
}

/** @throws UsageError */
export function writeText(file: string, text: string): void {
  attempt(file, () => writeFileSync(file, text));
}

/**
 * Writes files into a folder, which is made if there is none.
 *
 * @throws UsageError
 */
export function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  attempt(folder, () => makeFolder(folder));
  for (const { name, text } of files) writeText(join(folder, name), text);
}

function attempt(file: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written (${unwritableReason(error)}): give a path in a writable folder.`,
    );
  }
}
