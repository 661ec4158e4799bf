/** One number of several rounds. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

/** The middle one and the ends; undefined of no numbers. */
export function spreadOf(numbers: readonly (number | undefined)[]): Spread | undefined {
  const sorted = numbers.filter((number) => number !== undefined).sort((a, b) => a - b);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (low === undefined || high === undefined) return undefined;
  return { median: middle(sorted), low, high, rounds: sorted.length };
}

/** Half of the way from the lowest to the highest round, as a share of the median; undefined of one round. */
export function halfRange({ median, low, high, rounds }: Spread): number | undefined {
  if (rounds < 2 || median === 0) return undefined;
  return (high - low) / 2 / Math.abs(median);
}

/** `±4 %`; nothing where only one round was measured. */
export function halfRangeText(spread: Spread | undefined): string {
  const share = spread === undefined ? undefined : halfRange(spread);
  if (share === undefined) return '';
  return share < 0.005 ? '±0 %' : `±${Math.round(share * 100)} %`;
}

function middle(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
