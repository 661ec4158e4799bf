import { describe, expect, test } from 'vitest';
import type { CaseLine } from '../conformance/result.ts';
import type { SaboteurLookup } from './audit.ts';
import { summarizeAudit } from './audit.ts';
import {
  madeUpCase,
  madeUpFile,
  madeUpFinding,
  madeUpLookup,
  madeUpTranscript,
} from './made-up-result.test.helper.ts';
import { auditReport } from './terminal/audit-report.ts';

const saboteurs: SaboteurLookup = (id) =>
  id === 'connect/second-connect-is-answered'
    ? { breaks: ['5.0/MQTT-3.1.0-2'], does: 'Answers a second CONNECT as if it were the first.' }
    : undefined;

const control = madeUpCase({ saboteur: 'honest' });
const lie = { saboteur: 'connect/second-connect-is-answered', transcript: [...madeUpTranscript()] };
const caught = madeUpCase({ ...lie, verdict: 'fail', findings: [madeUpFinding()] });
const survived = madeUpCase({ ...lie, rerun: 'mqtt-assay audit --only connect/second-connect-closes' });
const misblamed = madeUpCase({
  ...lie,
  verdict: 'fail',
  findings: [madeUpFinding({ statements: ['5.0/MQTT-2.2.1-3'] })],
});

function outcomesOf(...cases: readonly CaseLine[]): Readonly<Record<string, number>> {
  return summarizeAudit(madeUpFile(['mosquitto'], cases), saboteurs).outcomes;
}

describe('a lie', () => {
  const none = { caught: 0, misblamed: 0, survived: 0, unjudged: 0 };

  test.each([
    ['caught by a finding on what it breaks', [caught], { ...none, caught: 1 }],
    ['caught by a warning', [{ ...caught, verdict: 'warn' as const }], { ...none, caught: 1 }],
    ['misblamed', [misblamed], { ...none, misblamed: 1 }],
    ['survived', [survived], { ...none, survived: 1 }],
    ['not judged', [madeUpCase({ ...lie, verdict: 'inconclusive' })], { ...none, unjudged: 1 }],
    [
      'not judged when its case fails without it',
      [{ ...control, verdict: 'fail' as const }, caught],
      { ...none, unjudged: 1 },
    ],
    [
      'judged although another version fails without it',
      [{ ...control, verdict: 'fail' as const, mqtt: '3.1.1' as const }, caught],
      { ...none, caught: 1 },
    ],
    [
      'caught by any finding where the saboteur is unknown',
      [{ ...misblamed, saboteur: 'who' }],
      { ...none, caught: 1 },
    ],
  ])('is %s', (_name, cases, outcomes) => {
    expect(outcomesOf(...cases)).toEqual(outcomes);
  });
});

describe('the report of an audit', () => {
  const screen = { columns: 80, colours: 'off' } as const;
  const other = { ...caught, statements: ['5.0/MQTT-4.3.2-1'], saboteur: 'who' };
  const report = auditReport(madeUpFile(['mosquitto'], [control, caught, survived, other]), {
    screen,
    lookup: madeUpLookup,
    saboteurs,
  });

  test('shows a survivor with its lie, its statement and its transcript', () => {
    for (const part of [
      'Survived: these cases pass a broken broker (1)',
      'connect/second-connect-is-answered: Answers a second CONNECT',
      '5.0/MQTT-3.1.0-2  MUST: What MQTT-3.1.0-2 asks',
      '2.1 ms  peer       → CONNECT (a second time)',
      'rerun   mqtt-assay audit --only connect/second-connect-closes',
    ])
      expect(report).toContain(part);
  });

  test('ends with the shares and the score, and never rounds up', () => {
    expect(report).toMatch(/3\.1 {2}CONNECT +1\/2 +50 %/);
    expect(report).toMatch(/4\.3 {2}Quality of Service +1\/1 +100 %/);
    expect(report.trimEnd().split('\n').at(-1)).toBe('caught 2 of 3 lies (66.6 %), 1 survived');
  });

  test('is refused for a run that is no audit', () => {
    expect(() => summarizeAudit(madeUpFile(['mosquitto'], [madeUpCase()]), saboteurs)).toThrow(
      expect.objectContaining({ code: 'not-an-audit' }) as Error,
    );
  });
});
