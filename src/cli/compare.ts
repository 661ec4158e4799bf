import { basename } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { comparableProblems } from '../bench/compare/comparable-problems.ts';
import { compareResults, compareTargets } from '../bench/compare/compare.ts';
import type { Comparison } from '../bench/compare/comparison.ts';
import { HistogramError } from '../bench/recorder/histogram.ts';
import { exitCodes } from '../conformance/exit-code.ts';
import { compareReport, renderCompareHtml, screenOf } from '../report/index.ts';
import { printable } from '../report/text.ts';
import { type ComparedFile, openSides } from './compared-files.ts';
import { assertWritable, writeText } from './text-file.ts';
import { UsageError } from './user-error.ts';

/** `mqtt-assay compare`: is one target faster than another, or is it noise? */
export function compareCommand(setExitCode: (code: number) => void) {
  return new Command('compare')
    .description(
      'ratios of two targets with their 95 % intervals and the noise floor, from result files of bench',
    )
    .argument('<a>', 'result file, or file#target where it has several')
    .argument('<b>', 'what is compared with it')
    .option('--force', 'compare results of different workloads or machines all the same')
    .option('--html <file>', 'write the HTML report')
    .action(async (wordA, wordB, { force, html }) => {
      if (html !== undefined) assertWritable(html);
      const [a, b] = await openSides(wordA, wordB);
      if (force !== true) refuseDifferent(a, b);
      const comparison = compareSides(a, b);
      process.stdout.write(compareReport(comparison, { screen: screenOf(process.stdout, process.env) }));
      if (html !== undefined) writeText(html, await renderCompareHtml(comparison));
      const compared = comparison.rows.some(({ conclusion }) => conclusion !== 'not comparable');
      setExitCode(compared ? exitCodes.conforms : exitCodes.inconclusive);
    });
}

function refuseDifferent(a: ComparedFile, b: ComparedFile): void {
  const problems = a.result === b.result ? [] : comparableProblems(a.result, b.result);
  if (problems.length === 0) return;
  throw new UsageError(
    `${a.file} and ${b.file} were not measured alike. ${printable(problems.join(' '))} Measure both alike, or compare them all the same with --force.`,
  );
}

function compareSides(a: ComparedFile, b: ComparedFile): Comparison {
  try {
    if (a.result === b.result) return compareTargets(a.result, a.target, b.target);
    const [nameA, nameB] = distinctNames(a, b);
    return compareResults({ ...a, name: nameA }, { ...b, name: nameB });
  } catch (error) {
    if (!(error instanceof HistogramError)) throw error;
    throw new UsageError(`${a.file} or ${b.file} is damaged: ${error.message}`);
  }
}

/** The same target of two files is told apart by the files. */
function distinctNames(a: ComparedFile, b: ComparedFile): readonly [string, string] {
  if (a.target !== b.target) return [a.target, b.target];
  const [fileA, fileB] = [basename(a.file), basename(b.file)];
  return fileA === fileB ? [a.file, b.file] : [fileA, fileB];
}
