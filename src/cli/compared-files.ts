import { existsSync, realpathSync } from 'node:fs';
import type { BenchResult } from '../bench/bench-result.ts';
import { kindOfResultFile, readBenchResultFile } from '../report/index.ts';
import { printable } from '../report/text.ts';
import { UsageError } from './user-error.ts';

/** One side of a comparison. */
export interface ComparedFile {
  readonly file: string;
  readonly target: string;
  /** The same object for both sides when they stand in one file. */
  readonly result: BenchResult;
}

/**
 * Reads what two words of the command line name: `file.ndjson`, or `file.ndjson#target`.
 *
 * @throws UsageError when a word names no target, or both the same; ReportError when a file cannot be read
 */
export async function openSides(
  wordA: string,
  wordB: string,
): Promise<readonly [ComparedFile, ComparedFile]> {
  const sideA = splitWord(wordA);
  const sideB = splitWord(wordB);
  const resultA = await readBench(sideA.file);
  const resultB = isSameFile(sideA.file, sideB.file) ? resultA : await readBench(sideB.file);
  const a = { file: sideA.file, result: resultA, target: pickTarget(sideA, resultA) };
  const b = { file: sideB.file, result: resultB, target: pickTarget(sideB, resultB) };
  if (resultA === resultB && a.target === b.target)
    throw new UsageError(`both sides are ${a.target} of ${a.file}: name two targets, or two files.`);
  return [a, b];
}

interface Side {
  readonly file: string;
  readonly target?: string;
}

/** A `#` may stand in the name of a file and of a target (`mosquitto#2`): the longest file that exists is meant. */
function splitWord(word: string): Side {
  if (existsSync(word)) return { file: word };
  for (let at = word.lastIndexOf('#'); at > 0; at = word.lastIndexOf('#', at - 1))
    if (existsSync(word.slice(0, at))) return { file: word.slice(0, at), target: word.slice(at + 1) };
  const first = word.indexOf('#');
  return first > 0 ? { file: word.slice(0, first), target: word.slice(first + 1) } : { file: word };
}

async function readBench(file: string): Promise<BenchResult> {
  if ((await kindOfResultFile(file)) === 'check')
    throw new UsageError(
      `${file} is a result of check, which measures nothing: name a result file of bench.`,
    );
  return readBenchResultFile(file);
}

function isSameFile(a: string, b: string): boolean {
  return a === b || (existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b));
}

function pickTarget({ file, target }: Side, { bench }: BenchResult): string {
  const names = bench.targets.map(({ name }) => name);
  const [only] = names;
  if (target === undefined) {
    if (only !== undefined && names.length === 1) return only;
    throw new UsageError(`${file} holds ${names.length} targets: name one of ${wordsOf(file, names)}.`);
  }
  if (names.includes(target)) return target;
  throw new UsageError(`${file} holds no target "${target}": name one of ${wordsOf(file, names)}.`);
}

function wordsOf(file: string, names: readonly string[]): string {
  return names.map((name) => printable(`${file}#${name}`)).join(', ');
}
