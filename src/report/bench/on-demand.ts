import type { BenchResult } from '../../bench/bench-result.ts';
import { ReportError } from '../report-error.ts';
import type { HgrmFile } from './hgrm.ts';

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

async function withReadableHistograms<Made>(make: () => Made): Promise<Made> {
  const { HistogramError } = await import('../../bench/recorder/histogram.ts');
  try {
    return make();
  } catch (error) {
    if (!(error instanceof HistogramError)) throw error;
    throw new ReportError('not-a-result-line', `In this result ${error.message}`, undefined, {
      cause: error,
    });
  }
}
