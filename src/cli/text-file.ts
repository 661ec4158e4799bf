import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unwritableReason } from '../conformance/result-writer.ts';
import { UsageError } from './user-error.ts';

/**
 * Makes sure, before any work is done, that the file can be written.
 *
 * @throws UsageError
 */
export function assertWritable(file: string): void {
  attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
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
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
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
