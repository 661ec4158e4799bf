import { describe, expect, it } from 'vitest';
import { type AuditedLine, auditExitCode, exitCodeOf } from './exit-code.ts';

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
  const saboteurs = [{ id: 'lie', breaks: ['5.0/MQTT-3.12.4-1'] as const }];
  const honest: AuditedLine = { verdict: 'pass', saboteur: 'honest' };
  const behindLie = (verdict: AuditedLine['verdict'], ...statements: readonly string[]): AuditedLine => ({
    verdict,
    saboteur: 'lie',
    findings: statements.map((id) => ({
      statements: [id],
      source: 'expectation',
      level: 'must',
      allowed: ['PINGRESP'],
      actual: 'none',
    })),
  });

  it.each<[string, readonly AuditedLine[], number]>([
    ['all lies were caught', [honest, behindLie('fail', '5.0/MQTT-3.12.4-1')], 0],
    [
      'a lie was caught among other breaches',
      [behindLie('fail', '5.0/MQTT-3.2.0-1', '5.0/MQTT-3.12.4-1')],
      0,
    ],
    ['a lie survived', [behindLie('pass')], 1],
    ['a lie was noticed and another statement blamed', [behindLie('fail', '5.0/MQTT-3.2.0-1')], 1],
    ['a lie only spoiled the set-up', [behindLie('inconclusive')], 1],
    ['the honest proxy was accused', [{ ...honest, verdict: 'fail' }], 1],
    ['nothing ran', [], 2],
  ])('when %s', (_title, lines, code) => {
    expect(auditExitCode(lines, saboteurs, undefined)).toBe(code);
  });
});
