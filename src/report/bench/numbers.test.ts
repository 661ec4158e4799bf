import { describe, expect, test } from 'vitest';
import {
  bytesText,
  coresText,
  costText,
  figureText,
  latencyText,
  rateText,
  shareText,
  thousands,
} from './numbers.ts';

describe('numbers for people', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567.4, '1,234,567'],
    [-12_345, '-12,345'],
  ])('thousands of %d', (number, text) => expect(thousands(number)).toBe(text));

  test.each([
    [1, '1 µs'],
    [2.5, '2.5 µs'],
    [94, '94 µs'],
    [999.4, '999 µs'],
    [999.6, '1.00 ms'],
    [1210, '1.21 ms'],
    [25_000, '25.0 ms'],
    [999_400, '999 ms'],
    [999_600, '1.00 s'],
    [12_400_000, '12.4 s'],
    [60_030_975, '≥60 s'],
  ])('a latency of %d µs', (micros, text) => expect(latencyText(micros)).toBe(text));

  test.each([
    [0, '0'],
    [0.5, '0.5'],
    [12.34, '12.3'],
    [100, '100'],
    [1_240_000, '1,240,000'],
  ])('a rate of %d', (perSecond, text) => expect(rateText(perSecond)).toBe(text));

  test.each([
    [0, '0 B'],
    [912, '912 B'],
    [1023.6, '1.0 KiB'],
    [9_542_042, '9.1 MiB'],
    [1010 * 1024, '1010 KiB'],
    [16_777_216_000, '15.6 GiB'],
    [-2048, '-2.0 KiB'],
  ])('%d bytes', (bytes, text) => expect(bytesText(bytes)).toBe(text));

  test.each([
    [0, '0 %'],
    [0.000_01, '<0.1 %'],
    [0.016, '1.6 %'],
    [0.41, '41 %'],
    [0.999_99, '99.9 %'],
    [1, '100 %'],
    [1.04, '104 %'],
  ])('a share of %d never rounds to nothing or all', (share, text) => expect(shareText(share)).toBe(text));

  test('costs and cores', () => {
    expect(costText(0.34)).toBe('340 ns');
    expect(costText(3.71)).toBe('3.71 µs');
    expect(costText(245)).toBe('245 µs');
    expect(coresText(0.973)).toBe('0.97');
    expect(coresText(12.34)).toBe('12.3');
  });

  test.each([
    [{ value: 716, unit: 'bytes' }, '716 B'],
    [{ value: 6774.2, unit: 'per second' }, '6,774 /s'],
    [{ value: 0.97321, unit: 'ratio' }, '0.973'],
    [{ value: 5000, unit: 'count' }, '5,000'],
    [{ value: 12.5, unit: 'milliseconds' }, '12.5 ms'],
    [{ value: 88, unit: 'microseconds' }, '88 µs'],
  ] as const)('a figure %o', (figure, text) => expect(figureText(figure)).toBe(text));
});
