import { expect, test } from 'vitest';
import type { MeasurementLine } from '../result.ts';
import { benchExitCode } from './exit-code.ts';

type Outcome = Pick<MeasurementLine, 'status' | 'thresholds'>;

const kept = { expression: 'loss ==0', actual: '0', ok: true };
const broken = { expression: 'loss ==0', actual: '3', ok: false };

const codeOf = (outcomes: readonly Outcome[], aborted?: string): number =>
  benchExitCode(outcomes as readonly MeasurementLine[], aborted);

const of = (...statuses: readonly MeasurementLine['status'][]): readonly Outcome[] =>
  statuses.map((status) => ({ status, thresholds: [] }));

test.each([
  { statuses: ['valid'], code: 0 },
  { statuses: ['valid', 'skipped'], code: 0 },
  { statuses: ['valid', 'failed'], code: 1 },
  { statuses: ['valid', 'generator-bound'], code: 2 },
  { statuses: ['valid', 'died'], code: 2 },
  { statuses: ['valid', 'error'], code: 2 },
  { statuses: ['valid', 'interrupted'], code: 2 },
  { statuses: ['skipped'], code: 2 },
  { statuses: [], code: 2 },
  // A broken guarantee is a fact, whatever else happened.
  { statuses: ['failed', 'died', 'error', 'generator-bound', 'interrupted'], code: 1 },
] as const)('$statuses: exit $code', ({ statuses, code }) => {
  expect(codeOf(of(...statuses))).toBe(code);
});

test('a threshold decides where the numbers may be used', () => {
  expect(codeOf([{ status: 'valid', thresholds: [kept] }])).toBe(0);
  expect(codeOf([{ status: 'valid', thresholds: [kept, broken] }])).toBe(99);
  // Ended early because of it.
  expect(codeOf([{ status: 'interrupted', thresholds: [broken] }])).toBe(99);
  expect(codeOf([{ status: 'valid', thresholds: [broken] }, ...of('died')])).toBe(2);
  expect(codeOf([{ status: 'valid', thresholds: [broken] }, ...of('failed')])).toBe(1);
});

test('a run that the user ended is never a success', () => {
  expect(codeOf(of('valid'), 'interrupted')).toBe(2);
  expect(codeOf([{ status: 'valid', thresholds: [broken] }], 'interrupted')).toBe(2);
  expect(codeOf(of('failed'), 'interrupted')).toBe(1);
});
