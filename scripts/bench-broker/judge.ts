import { medianOf } from '../../src/bench/statistics/averages.ts';
import type { Entry, JudgedBar } from './outcome.ts';
import type { Bar, Measure, Side } from './row.ts';

/** The median of the rounds; undefined where there is no number. */
export function medianIn(entry: Entry, measure: Measure): number | undefined {
  const values = entry.values[measure] ?? [];
  return values.length === 0 ? undefined : medianOf(values);
}

/** The best setting of a broker stands for it. */
function bestOf(entries: readonly Entry[], side: Side, measure: Measure): Entry | undefined {
  const usable = entries.filter(
    (entry) => entry.side === side && entry.worth !== 'unusable' && medianIn(entry, measure) !== undefined,
  );
  const isMoreBetter = measure === 'rate';
  return usable.toSorted((a, b) => {
    const difference = (medianIn(a, measure) ?? 0) - (medianIn(b, measure) ?? 0);
    return isMoreBetter ? -difference : difference;
  })[0];
}

/** A missing or lossy measurement holds no bar, nor misses one. */
export function judge(bar: Bar, entries: readonly Entry[]): JudgedBar {
  const subject = bestOf(entries, bar.subject, bar.measure);
  if (subject === undefined) return { bar, verdict: 'unknown', because: `no valid number of ${bar.subject}` };
  const value = medianIn(subject, bar.measure) ?? Number.NaN;
  if (bar.kind === 'absolute') return judgeNumber(bar, value, subject);
  const other = bestOf(entries, bar.against, bar.measure);
  if (other === undefined) return { bar, verdict: 'unknown', because: `no valid number of ${bar.against}` };
  return judgeNumber(bar, value / (medianIn(other, bar.measure) ?? Number.NaN), subject, other);
}

function judgeNumber(bar: Bar, actual: number, subject: Entry, other?: Entry): JudgedBar {
  const isHeld = bar.sense === 'least' ? actual >= bar.limit : actual <= bar.limit;
  const verdict = isHeld ? 'held' : 'missed';
  if (bar.measure !== 'rate') return { bar, actual, verdict };
  // A subject that the generator held back is at least so fast: its bar can be held, but not missed.
  if (subject.worth === 'at-least' && !isHeld)
    return {
      bar,
      actual,
      verdict: 'unknown',
      because: 'the generator was the limit of the reference broker',
    };
  if (other?.worth === 'at-least')
    return { bar, actual, verdict, because: `the generator was the limit of ${other.name}` };
  return { bar, actual, verdict };
}
