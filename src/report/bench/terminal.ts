import type { BenchResult } from '../../bench/bench-result.ts';
import { paint, type Screen } from '../terminal/screen.ts';
import { duration, printable } from '../text.ts';
import { comparisonsOf } from './comparisons.ts';
import { concludeBench } from './conclusion.ts';
import { withReadableHistograms } from './readable-histograms.ts';
import { summarizeBench } from './summary.ts';
import { comparisonBlocks } from './terminal/comparison.ts';
import { headLines } from './terminal/head.ts';
import { noteLines, thresholdLines, troubleLines } from './terminal/remarks.ts';
import { stageLines } from './terminal/stage.ts';

export interface BenchReportOptions {
  readonly screen: Screen;
}

/**
 * The whole report of a benchmark as text that ends with a line end: what ran, a pair of tables for each stage,
 * the first target against the others, what must not be believed and why, the thresholds, and what the exit code
 * means.
 *
 * @throws {@link ReportError} when a histogram of the file is damaged
 */
export function benchReport(result: BenchResult, { screen }: BenchReportOptions): string {
  const comparisons = withReadableHistograms(() => comparisonsOf(result));
  const blocks = [
    headLines(result, screen),
    ...summarizeBench(result).map((stage) => stageLines(stage, result.bench.rounds, screen)),
    ...comparisonBlocks(comparisons, screen),
    troubleLines(result, screen),
    noteLines(result, screen),
    thresholdLines(result, screen),
    lastWords(result, screen),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function lastWords(result: BenchResult, screen: Screen): readonly string[] {
  const { tone, text } = concludeBench(result);
  const { tool } = result.bench;
  const took = result.end === undefined ? '' : `, took ${duration(result.end.durationMs)}`;
  return [
    paint(screen, 'muted', `${tool.name} ${printable(tool.version)}${took}`),
    // One line, whatever the width: builds look for it.
    paint(screen, tone, printable(text)),
  ];
}
