import { type LatencyMetric, latencyMetrics } from '../result.ts';
import { type Bins, createBins, type RecordedBins } from './bins.ts';

/** What a worker counts and measures, in its own process; handed over once a second. */
export interface Recorder {
  readonly counts: Counts;
  /** The counters of a metric, for the hot path. */
  readonly bins: Readonly<Record<LatencyMetric, Bins>>;
  take(): Recorded;
}

/** Events since the last hand-over; `connections` are those open now. */
export interface Counts {
  sent: number;
  acknowledged: number;
  delivered: number;
  connections: number;
}

export interface Recorded {
  readonly counts: Readonly<Counts>;
  readonly bins: Readonly<Partial<Record<LatencyMetric, RecordedBins>>>;
}

export function createRecorder(): Recorder {
  const counts: Counts = { sent: 0, acknowledged: 0, delivered: 0, connections: 0 };
  const bins = Object.fromEntries(latencyMetrics.map((metric) => [metric, createBins()])) as Record<
    LatencyMetric,
    Bins
  >;
  return {
    counts,
    bins,
    take() {
      const taken: Partial<Record<LatencyMetric, RecordedBins>> = {};
      for (const metric of latencyMetrics) {
        const recorded = bins[metric].take();
        if (recorded !== undefined) taken[metric] = recorded;
      }
      const now = { ...counts };
      counts.sent = 0;
      counts.acknowledged = 0;
      counts.delivered = 0;
      return { counts: now, bins: taken };
    },
  };
}
