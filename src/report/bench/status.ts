import type { MeasurementLine, MeasurementStatus } from '../../bench/result.ts';
import type { Mark } from '../verdict-marks.ts';

/** What a row of a report may be; a run that was cut short leaves rows of which nothing is known. */
export type RowStatus = MeasurementStatus | 'not measured';

/** Sign and word of each status; no report depends on colour. */
export const statusMarks: Readonly<Record<RowStatus, Mark>> = {
  valid: { glyph: '✓', word: 'valid', tone: 'good' },
  'generator-bound': { glyph: '!', word: 'generator-bound', tone: 'warning' },
  failed: { glyph: '✗', word: 'failed', tone: 'bad' },
  died: { glyph: '†', word: 'died', tone: 'bad' },
  interrupted: { glyph: '~', word: 'interrupted', tone: 'warning' },
  skipped: { glyph: '–', word: 'skipped', tone: 'muted' },
  error: { glyph: '?', word: 'not measured', tone: 'warning' },
  'not measured': { glyph: '·', word: 'no result', tone: 'muted' },
};

/** What counts for more stands first: a row with several rounds shows the gravest of them. */
export const gravestFirst: readonly MeasurementStatus[] = [
  'failed',
  'died',
  'error',
  'generator-bound',
  'interrupted',
  'skipped',
  'valid',
];

/** The status of a row from those of its rounds. */
export function statusOf(rounds: readonly MeasurementLine[]): RowStatus {
  return gravestFirst.find((status) => rounds.some((round) => round.status === status)) ?? 'not measured';
}

/**
 * The rounds whose numbers may be shown as one: whole rounds that say something of the target where there are
 * any, else those that ended early, else those that only say something of the generator.
 */
export function countedRounds(rounds: readonly MeasurementLine[]): readonly MeasurementLine[] {
  const groups: readonly (readonly MeasurementStatus[])[] = [
    ['valid', 'failed'],
    ['died', 'interrupted'],
    ['generator-bound'],
  ];
  for (const group of groups) {
    const found = rounds.filter(({ status }) => group.includes(status));
    if (found.length > 0) return found;
  }
  return [];
}
