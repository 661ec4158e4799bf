import { describe, expect, it } from 'vitest';
import { confirmed } from './confirm.ts';
import type { CaseLine } from './result.ts';
import type { Verdict } from './verdict.ts';

/** Runs that end with these verdicts, one after the other. */
function runs(...verdicts: readonly Verdict[]): {
  readonly run: () => Promise<CaseLine>;
  readonly left: () => number;
} {
  const left = [...verdicts];
  return {
    left: () => left.length,
    run: () => {
      const verdict = left.shift();
      if (verdict === undefined) return Promise.reject(new Error('one run too many'));
      const findings: CaseLine['findings'] = [
        {
          statements: ['5.0/MQTT-3.12.4-1'],
          source: 'expectation',
          level: 'must',
          allowed: ['PINGRESP'],
          actual: 'none',
        },
      ];
      return Promise.resolve({
        type: 'case',
        case: 'a/b',
        mqtt: '5.0',
        target: 't',
        verdict,
        statements: ['5.0/MQTT-3.12.4-1'],
        durationMs: 1,
        ...(verdict === 'fail' ? { findings } : {}),
      });
    },
  };
}

describe('a verdict that can be trusted', () => {
  it.each<[readonly Verdict[], Verdict]>([
    [['pass'], 'pass'],
    [['fail', 'fail'], 'fail'],
    [['warn', 'warn'], 'warn'],
    [['fail', 'pass'], 'inconclusive'],
    [['fail', 'inconclusive', 'fail'], 'fail'],
    [['fail', 'inconclusive', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'pass'], 'pass'],
    [['inconclusive', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'fail', 'fail'], 'fail'],
    [['error', 'error'], 'error'],
  ])('after %j is %s', async (verdicts, trusted) => {
    const { run, left } = runs(...verdicts);
    const line = await confirmed(run);
    expect(line.verdict).toBe(trusted);
    expect(left()).toBe(0);
  });

  it('accuses of nothing when two runs disagree, and says what they saw', async () => {
    const line = await confirmed(runs('fail', 'pass').run);
    expect(line.findings).toBeUndefined();
    expect(line.reason).toBe('the first run said fail (none), another said pass');
  });
});
