import type { ComparedRow, Comparison, ComparisonRow, RoundOrder } from '../bench/compare/comparison.ts';
import { count, listed } from './text.ts';

/** What stands beside the rows of a comparison, the same on every kind of report. */

export function isCompared(row: ComparisonRow): row is ComparedRow {
  return row.conclusion !== 'not comparable';
}

/** The stages of a comparison, in the order of the workload. */
export function comparedStages({ rows }: Comparison): readonly string[] {
  return [...new Set(rows.map(({ stage }) => stage))];
}

/** The rows of one stage. */
export function rowsOfStage({ rows }: Comparison, stage: string): readonly ComparisonRow[] {
  return rows.filter((row) => row.stage === stage);
}

/** Each reason once, with the measures that it is of where it is not of all. */
export function remarksOf(rows: readonly ComparisonRow[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { measure, reason } of rows) {
    if (reason === undefined) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), measure]);
  }
  return [...byReason].map(([reason, of]) =>
    of.length === rows.length ? reason : `${listed(of)}: ${reason}`,
  );
}

/** "No difference shown" is not "no difference": how much more it would take to see one. */
export function roundsNeededText(rows: readonly ComparisonRow[]): string | undefined {
  const parts = rows.filter(isCompared).flatMap((row) => {
    const { measure, conclusion, roundsFor10Percent: needed, a, b } = row;
    const rounds = Math.min(a.values.length, b.values.length);
    if (conclusion !== 'no difference shown' || needed === undefined || needed <= rounds) return [];
    return [`${needed} for ${measure}`];
  });
  if (parts.length === 0) return undefined;
  return `To see a difference of 10 % takes about this many rounds: ${listed(parts)}.`;
}

/** Many comparisons make an accident likely; undefined where they are few, or show nothing. */
export function chanceText(rows: readonly ComparisonRow[]): string | undefined {
  const compared = rows.filter(isCompared);
  const different = compared.some(({ conclusion }) => conclusion !== 'no difference shown');
  if (compared.length < 10 || !different) return undefined;
  return `By chance alone, up to ${Math.ceil(compared.length / 20)} of ${compared.length} numbers may seem to differ.`;
}

/** How often a comparison came to each conclusion, those that never came left out. */
export function tallyOf(
  rows: readonly ComparisonRow[],
): readonly { readonly conclusion: ComparisonRow['conclusion']; readonly times: number }[] {
  return conclusions
    .map((conclusion) => ({
      conclusion,
      times: rows.filter((row) => row.conclusion === conclusion).length,
    }))
    .filter(({ times }) => times > 0);
}

const conclusions: readonly ComparisonRow['conclusion'][] = [
  'b is better',
  'b is worse',
  'indicative',
  'no difference shown',
  'not comparable',
];

/** How the interval and the noise floor were made, and when a difference is claimed. */
export function methodText(order: RoundOrder): string {
  const drawn = order === 'interleaved' ? 'pairs of rounds' : 'rounds of each run';
  return `The 95 % interval comes from thousands of resamples of the ${drawn} (a bootstrap, widened by Student’s t because there are few of them) and holds the true ratio in about 95 of 100 such runs; the noise floor is how far two resamples of one target’s own rounds lie apart in 95 of 100 cases, where the noisier target counts, and never less than 1 %. A difference is claimed only where the interval leaves out 1 and the ratio is beyond the noise floor.`;
}

/** `no difference shown in 5 of 9 numbers`; undefined where all of them differ. */
export function sameText(rows: readonly ComparisonRow[]): string | undefined {
  const compared = rows.filter(isCompared);
  const same = compared.filter(({ conclusion }) => conclusion === 'no difference shown').length;
  return same === 0 ? undefined : `no difference shown in ${same} of ${count(compared.length, 'number')}`;
}
