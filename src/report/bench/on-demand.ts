import type { BenchResult } from '../../bench/bench-result.ts';
import type { Comparison } from '../../bench/compare/comparison.ts';
import type { HgrmFile } from './hgrm.ts';
import { withReadableHistograms } from './readable-histograms.ts';

/**
 * What draws charts or reads histograms, loaded when it is asked for: it takes a good half second to load, which no
 * other command has to wait for.
 */

/**
 * The page of a benchmark, as `benchHtml` makes it.
 *
 * @throws {@link ReportError} when a histogram of the file is damaged
 */
export async function renderBenchHtml(result: BenchResult): Promise<string> {
  const { benchHtml } = await import('./html/page.ts');
  return withReadableHistograms(() => benchHtml(result));
}

/**
 * The percentile distributions of a benchmark, as `hgrmFiles` makes them.
 *
 * @throws {@link ReportError} when a histogram of the file is damaged
 */
export async function renderHgrmFiles(result: BenchResult): Promise<readonly HgrmFile[]> {
  const { hgrmFiles } = await import('./hgrm.ts');
  return withReadableHistograms(() => hgrmFiles(result));
}

/** The page of a comparison, as `compareHtml` makes it. */
export async function renderCompareHtml(comparison: Comparison): Promise<string> {
  const { compareHtml } = await import('./html/compare-page.ts');
  return compareHtml(comparison);
}
