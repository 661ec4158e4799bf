import type { BenchResult } from '../../bench/bench-result.ts';
import { hgrmText } from '../../bench/recorder/histogram.ts';
import { latencyMetrics } from '../../bench/result.ts';
import { mergedHistogram } from './distributions.ts';
import { summarizeBench } from './summary.ts';

/** A file with a percentile distribution. */
export interface HgrmFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The percentile distribution of each target, stage and metric, its rounds merged, in the text form that
 * plotters of HdrHistograms read. Latencies are in milliseconds.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function hgrmFiles(result: BenchResult): readonly HgrmFile[] {
  const taken = new Set<string>();
  return summarizeBench(result).flatMap((stage) =>
    stage.rows.flatMap((row) =>
      latencyMetrics.flatMap((metric) => {
        const merged = mergedHistogram(row, metric);
        if (merged === undefined) return [];
        const name = freeName([row.target.name, stage.stage.name, metric].map(safe).join('.'), taken);
        return [{ name, text: hgrmText(merged) }];
      }),
    ),
  );
}

/** A name may come from a URL or from a file of somebody else: it must not lead out of its folder. */
function safe(name: string): string {
  const kept = name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  return kept === '' ? 'unnamed' : kept.slice(0, 80);
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = `${wanted}.hgrm`;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${wanted}-${n}.hgrm`;
  taken.add(name.toLowerCase());
  return name;
}
