import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What this process still holds after a collection, buffers included. */
export function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The growth from the second look on that still counts as flat: the first comes while things are set up. */
const flatBytes = 16 * 1024 * 1024;

/** What is wrong with how memory went; absent when it stayed flat. */
export function growthProblem(heldAfterEachPart: readonly number[]): string | undefined {
  const [, settled = 0] = heldAfterEachPart;
  const grown = (heldAfterEachPart.at(-1) ?? 0) - settled;
  if (grown <= flatBytes) return undefined;
  return `memory grew by ${mebibytes(grown)} from the second part to the last; ${mebibytes(flatBytes)} are allowed`;
}

export const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
