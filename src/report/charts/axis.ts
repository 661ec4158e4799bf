/** Where a logarithmic axis begins and ends, and where it is labelled. */
export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Where only a line is drawn. */
  readonly minorTicks: readonly number[];
}

const steps = [1, 2, 5] as const;

/** A logarithmic axis around some numbers above 0, from one of 1, 2, 5 times a power of ten to another. */
export function logAxis(values: readonly number[]): LogAxis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const lowest = positive.length === 0 ? 1 : positive.reduce((a, b) => Math.min(a, b));
  const highest = positive.length === 0 ? 10 : positive.reduce((a, b) => Math.max(a, b));
  const candidates = roundNumbers(Math.floor(Math.log10(lowest)) - 1, Math.ceil(Math.log10(highest)) + 1);
  const low = candidates.findLast((candidate) => candidate <= lowest * 1.000_001) ?? lowest;
  const high = candidates.find((candidate) => candidate >= highest * 0.999_999 && candidate > low) ?? highest;
  const within = candidates.filter((candidate) => candidate >= low && candidate <= high);
  const decades = within.filter(isPowerOfTen);
  const ticks = decades.length >= 3 ? decades : within;
  return { domain: [low, high], ticks, minorTicks: within.filter((tick) => !ticks.includes(tick)) };
}

/**
 * A linear axis from 0 to a little above the highest number.
 *
 * @param most about so many labels
 */
export function linearAxis(
  values: readonly number[],
  most = 4,
): {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
} {
  const highest = values.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  if (highest <= 0) return { domain: [0, 1], ticks: [0, 1] };
  const step = stepFor(highest / most);
  const count = Math.ceil((highest * 1.04) / step);
  return {
    domain: [0, count * step],
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

function stepFor(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (steps.find((step) => step * power >= rough) ?? 10) * power;
}

function roundNumbers(fromExponent: number, toExponent: number): readonly number[] {
  const numbers: number[] = [];
  for (let exponent = fromExponent; exponent <= toExponent; exponent += 1)
    for (const step of steps) numbers.push(Number(`${step}e${exponent}`));
  return numbers;
}

function isPowerOfTen(number: number): boolean {
  return Number.isInteger(Math.round(Math.log10(number) * 1e9) / 1e9);
}
