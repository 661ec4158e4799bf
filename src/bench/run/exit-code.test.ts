import { expect, test } from 'vitest';
import type { MeasurementLine } from '../result.ts';
import { benchExitCode } from './exit-code.ts';

type Outcome = Pick<MeasurementLine, 'status' | 'thresholds' | 'target' | 'stage' | 'generator'>;

const kept = { expression: 'loss ==0', actual: '0', ok: true };
const broken = { expression: 'loss ==0', actual: '3', ok: false };

const whole = {
  target: 'a',
  stage: 's',
  generator: { busy: 0.3, loopDelayP99: 0, longestGcPause: 0 },
} as const;

const codeOf = (outcomes: readonly Outcome[], aborted?: string): number =>
  benchExitCode(outcomes as readonly MeasurementLine[], aborted);

const of = (...statuses: readonly MeasurementLine['status'][]): readonly Outcome[] =>
  statuses.map((status) => ({ ...whole, status, thresholds: [] }));

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
  expect(codeOf([{ ...whole, status: 'valid', thresholds: [kept] }])).toBe(0);
  expect(codeOf([{ ...whole, status: 'valid', thresholds: [kept, broken] }])).toBe(99);
  // Ended early because of it.
  expect(codeOf([{ ...whole, status: 'interrupted', thresholds: [broken] }])).toBe(99);
  expect(codeOf([{ ...whole, status: 'valid', thresholds: [broken] }, ...of('died')])).toBe(2);
  expect(codeOf([{ ...whole, status: 'valid', thresholds: [broken] }, ...of('failed')])).toBe(1);
});

test('a run that the user ended is never a success', () => {
  expect(codeOf(of('valid'), 'interrupted')).toBe(2);
  expect(codeOf([{ ...whole, status: 'valid', thresholds: [broken] }], 'interrupted')).toBe(2);
  expect(codeOf(of('failed'), 'interrupted')).toBe(1);
});

test('of several rounds the fewer may have been held up', () => {
  expect(codeOf(of('valid', 'valid', 'generator-bound'))).toBe(0);
  expect(codeOf(of('valid', 'generator-bound', 'generator-bound'))).toBe(2);
  const other = of('generator-bound').map((outcome) => ({ ...outcome, target: 'b' }));
  expect(codeOf([...of('valid', 'valid'), ...other])).toBe(2);
});

test('but not one in which the generator came to the limit of its rate', () => {
  const saturated = of('generator-bound').map((outcome) => ({
    ...outcome,
    generator: { ...outcome.generator, busy: 0.95 },
  }));
  expect(codeOf([...of('valid', 'valid', 'valid'), ...saturated])).toBe(2);
});
