import { listed } from '../text.ts';
import { latencyText } from './numbers.ts';
import type { BenchRow, StageSummary } from './summary.ts';

/** Below this ratio a difference says nothing. */
const worthSaying = 2;

/** What a tool would have said that starts its clock when it gets round to sending. */
export interface Omission {
  readonly target: string;
  /** The 99th percentile that it would have told, in microseconds. */
  readonly p99Micros: number;
  /** How many times the true one is. */
  readonly times: number;
}

/** Coordinated omission made visible: undefined unless it would be off by more than a factor of two. */
export function omissionOf({ target, latencies }: BenchRow): Omission | undefined {
  const told = latencies.e2e?.p99.median;
  const p99Micros = latencies.e2eUncorrected?.p99.median;
  if (told === undefined || p99Micros === undefined || told <= worthSaying * p99Micros) return undefined;
  return { target: target.name, p99Micros, times: told / Math.max(1, p99Micros) };
}

/** The same of all targets of a stage in one sentence; undefined where there is nothing to say. */
export function omissionSentence({ rows }: StageSummary): string | undefined {
  const said = rows.flatMap((row) => omissionOf(row) ?? []);
  if (said.length === 0) return undefined;
  const parts = said.map(
    ({ target, p99Micros, times }) =>
      `p99 ${latencyText(p99Micros)} of ${target} (${timesText(times)} times less)`,
  );
  return `A closed-loop tool, which leaves out how long messages waited to be sent, would have said ${listed(parts)}.`;
}

function timesText(times: number): string {
  return times < 10 ? times.toFixed(1) : String(Math.round(times));
}
