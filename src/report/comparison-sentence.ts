import type { ComparedRow, ComparisonRow } from '../bench/compare/comparison.ts';
import { costText, latencyText, rateText, shareText } from './bench/numbers.ts';

/**
 * One row of a comparison in words: the two medians, the ratio `b / a` with its interval, and what they say.
 *
 * @param nameA of the target that the ratio is over
 * @param nameB of the target that the ratio is of
 */
export function comparisonSentence(row: ComparisonRow, nameA: string, nameB: string): string {
  if (row.conclusion === 'not comparable') return `${row.measure}: not comparable: ${row.reason}`;
  const values = `${nameA} ${valueText(row, row.a.median)}, ${nameB} ${valueText(row, row.b.median)}`;
  return `${row.measure}: ${values}: ${conclusionOf(row, nameB)}`;
}

/** What a row says, in short: `aedes is worse`. */
export function conclusionText({ conclusion }: Pick<ComparisonRow, 'conclusion'>, nameB: string): string {
  switch (conclusion) {
    case 'b is better':
      return `${nameB} is better`;
    case 'b is worse':
      return `${nameB} is worse`;
    case 'no difference shown':
    case 'indicative':
    case 'not comparable':
      return conclusion;
  }
}

/** A value of a row with its unit: `1.31 ms`, `10,250 /s`. */
export function valueText({ measure, unit }: Pick<ComparedRow, 'measure' | 'unit'>, value: number): string {
  if (unit === 'per second') return `${rateText(value)} /s`;
  return measure === 'cpu per message' ? costText(value) : latencyText(value);
}

/** `2.31x`, `0.043x`, `1.004x`: as many digits as tell it from 1. */
export function ratioText(ratio: number): string {
  if (ratio >= 99.95) return `${Math.round(ratio)}x`;
  if (ratio >= 9.995) return `${ratio.toFixed(1)}x`;
  if (ratio !== 1 && Math.abs(ratio - 1) < 0.01) return `${ratio.toFixed(3)}x`;
  return ratio < 0.0995 ? `${ratio.toPrecision(2)}x` : `${ratio.toFixed(2)}x`;
}

/** `1.90x to 2.80x`. */
export function intervalText({ low, high }: Pick<ComparedRow, 'low' | 'high'>): string {
  return `${ratioText(low)} to ${ratioText(high)}`;
}

/** `2.31×`, where there is a true sign for it. */
export function timesText(ratio: number): string {
  return ratioText(ratio).replace('x', '×');
}

/** `1.90–2.84`, for a place that says what it is. */
export function bareIntervalText({ low, high }: Pick<ComparedRow, 'low' | 'high'>): string {
  return [low, high].map((one) => ratioText(one).slice(0, -1)).join(' – ');
}

function conclusionOf(row: ComparedRow, nameB: string): string {
  const ratio = ratioText(row.ratio);
  const interval = intervalText(row);
  const noise = `the noise floor of ${shareText(row.noiseFloor)}`;
  switch (row.conclusion) {
    case 'no difference shown':
      return `no difference shown (${ratio}, 95 % interval ${interval}, ${noise.replace('the ', '')})`;
    case 'b is better':
      return `${nameB} is ${ratio} (95 % interval ${interval}), above ${noise}: better`;
    case 'b is worse':
      return `${nameB} is ${ratio} (95 % interval ${interval}), above ${noise}: worse`;
    case 'indicative':
      return `${nameB} is ${ratio} in one round (by its seconds ${interval}, which is too narrow): indicative only`;
  }
}
