import { HistogramError } from '../../bench/recorder/histogram.ts';
import { ReportError } from '../report-error.ts';

/**
 * Makes a report that reads histograms.
 *
 * @throws {@link ReportError} when one of them is damaged
 */
export function withReadableHistograms<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof HistogramError)) throw error;
    throw new ReportError('not-a-result-line', `In this result ${error.message}`, undefined, {
      cause: error,
    });
  }
}
