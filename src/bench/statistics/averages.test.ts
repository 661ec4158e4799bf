import { describe, expect, test } from 'vitest';
import { meanOf, medianOf, quantileOf, varianceOf } from './averages.ts';
import { studentCritical } from './student.ts';

test('the median is the middle, in whatever order the values come', () => {
  expect(medianOf([9, 1, 100])).toBe(9);
  expect(medianOf([10, 9, 100, 1])).toBe(9.5);
  expect(medianOf([])).toBeNaN();
});

test('a quantile lies on a line between its neighbours', () => {
  const sorted = Float64Array.of(10, 20, 30, 40, 50);
  expect(quantileOf(sorted, 0)).toBe(10);
  expect(quantileOf(sorted, 1)).toBe(50);
  expect(quantileOf(sorted, 0.3)).toBeCloseTo(22);
});

test('variance is that of the whole, not of the sample', () => {
  expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
  expect(varianceOf([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7);
  expect(varianceOf([3])).toBe(0);
});

describe("Student's t at 97.5 %", () => {
  test.each([
    [1, 12.706],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [15, 2.131],
    [29, 2.045],
    [120, 1.98],
    [1e9, 1.96],
  ])('with %d degrees of freedom is %d', (degrees, expected) => {
    expect(studentCritical(degrees)).toBeCloseTo(expected, 2.99);
  });

  test('takes the wider one for a fraction, and for less than one degree', () => {
    expect(studentCritical(4.9)).toBe(studentCritical(4));
    expect(studentCritical(0.4)).toBe(studentCritical(1));
  });

  test('never grows with the degrees of freedom', () => {
    const values = Array.from({ length: 400 }, (_, n) => studentCritical(1 + n / 10));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});
