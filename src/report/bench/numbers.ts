import type { Figure } from '../../bench/result.ts';

/** What stands where nothing was measured. */
export const nothing = '–';

const longestMicros = 60_000_000;

/** A whole number with separators: `1,240,000`. */
export function thousands(number: number): string {
  const digits = String(Math.abs(Math.round(number))).replace(/\B(?=(\d{3})+$)/g, ',');
  return Math.round(number) < 0 ? `-${digits}` : digits;
}

/** A latency in the unit that reads best: `94 µs`, `1.21 ms`, `12.4 s`; 60 s and more is told no closer. */
export function latencyText(micros: number): string {
  if (micros < 9.95) return `${trimmed(micros.toFixed(1))} µs`;
  if (micros < 999.5) return `${Math.round(micros)} µs`;
  if (micros < 999_500) return `${(micros / 1000).toPrecision(3)} ms`;
  if (micros < longestMicros) return `${(micros / 1_000_000).toPrecision(3)} s`;
  return '≥60 s';
}

/** Events per second: whole where there are many, three digits where there are few. */
export function rateText(perSecond: number): string {
  if (perSecond >= 100 || perSecond === 0) return thousands(perSecond);
  return trimmed(perSecond.toPrecision(3));
}

/** What one event costs the target: `340 ns`, `3.71 µs`, `1.20 ms` of CPU time. */
export function costText(micros: number): string {
  return micros < 0.9995 ? `${Math.round(micros * 1000)} ns` : shortLatency(micros);
}

/** Cores in use: `0.97`. */
export function coresText(cores: number): string {
  return cores < 9.995 ? cores.toFixed(2) : cores.toFixed(1);
}

/** A size in memory: `912 B`, `8.4 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  let size = Math.abs(bytes);
  let unit = 0;
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 ? String(Math.round(size)) : size.toPrecision(size < 10 ? 2 : 3);
  // Three digits of 1000 to 1023 would be written with an exponent.
  const number = digits.includes('e') ? String(Math.round(size)) : digits;
  return `${bytes < 0 ? '-' : ''}${number} ${units[unit]}`;
}

/** A share of one in percent. What is not nothing is never shown as 0 %, what is not all never as 100 %. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  if (percent > 99 && percent < 100) return `${Math.min(99.9, Math.floor(percent * 10) / 10).toFixed(1)} %`;
  if (percent > 0 && percent < 9.95) return `${trimmed(percent.toFixed(1))} %`;
  return `${Math.round(percent)} %`;
}

/** A number that only some scenarios have, in its unit. */
export function figureText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  switch (unit) {
    case 'bytes':
      return bytesText(value);
    case 'per second':
      return `${rateText(value)} /s`;
    case 'ratio':
      return trimmed(value.toPrecision(3));
    case 'count':
      return Number.isInteger(value) ? thousands(value) : trimmed(value.toFixed(1));
    case 'milliseconds':
      return latencyText(value * 1000);
    case 'microseconds':
      return latencyText(value);
  }
}

function shortLatency(micros: number): string {
  return micros < 99.5 ? `${micros.toPrecision(3)} µs` : latencyText(micros);
}

/** `1.50` as `1.5`, `2.0` as `2`; digits before the point stay. */
function trimmed(digits: string): string {
  return digits.includes('.') && !digits.includes('e') ? digits.replace(/\.?0+$/, '') : digits;
}
