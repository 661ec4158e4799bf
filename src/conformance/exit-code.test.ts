import { describe, expect, it } from 'vitest';
import { auditExitCode, exitCodeOf } from './exit-code.ts';

describe('the exit code of a run', () => {
  it.each([
    ['every case passed', { pass: 3 }, 0],
    ['a MUST was broken', { pass: 3, fail: 1 }, 1],
    ['a broken MUST outweighs an inconclusive case', { fail: 1, inconclusive: 1 }, 1],
    ['a case was inconclusive', { pass: 3, inconclusive: 1 }, 2],
    ['the harness failed', { pass: 3, error: 1 }, 2],
    ['nothing ran', { skip: 9 }, 2],
    ['a SHOULD was not kept', { pass: 3, warn: 1 }, 0],
  ])('when %s', (_title, counts, code) => {
    expect(exitCodeOf({ counts, aborted: false, warnings: 'reported' })).toBe(code);
  });

  it('is 1 for a warning when strict', () => {
    expect(exitCodeOf({ counts: { pass: 1, warn: 1 }, aborted: false, warnings: 'strict' })).toBe(1);
  });

  it('is 2 when the run was cut short, whatever passed', () => {
    expect(exitCodeOf({ counts: { pass: 9 }, aborted: true, warnings: 'reported' })).toBe(2);
  });
});

describe('the exit code of an audit', () => {
  it.each([
    [
      'all lies were caught',
      [
        { verdict: 'pass', saboteur: 'honest' },
        { verdict: 'fail', saboteur: 'lie' },
      ],
      0,
    ],
    ['a lie survived', [{ verdict: 'pass', saboteur: 'lie' }], 1],
    ['a lie only spoiled the set-up', [{ verdict: 'inconclusive', saboteur: 'lie' }], 1],
    ['the honest proxy was accused', [{ verdict: 'fail', saboteur: 'honest' }], 1],
    ['nothing ran', [], 2],
  ] as const)('when %s', (_title, lines, code) => {
    expect(auditExitCode(lines, undefined)).toBe(code);
  });
});
