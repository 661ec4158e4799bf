import { describe, expect, test } from 'vitest';
import type { CaseLine } from '../conformance/result.ts';
import { numberedIds311, unnumberedIds311 } from '../spec/statements/ids-3.1.1.ts';
import { numberedIds50, unnumberedIds50 } from '../spec/statements/ids-5.0.ts';
import { believableFile, madeUpCase, madeUpFile, madeUpFinding } from './made-up-result.test.helper.ts';
import { compareStatements, sectionOf } from './sections.ts';
import { statementResults } from './statement-state.ts';
import { groupByReason, summarize } from './summary.ts';

const own = '5.0/MQTT-3.1.0-2';
const second = '5.0/MQTT-3.1.4-5';
const foreign = '5.0/MQTT-2.2.1-3';

function statesOf(...cases: readonly CaseLine[]): Readonly<Record<string, string>> {
  return Object.fromEntries(statementResults(cases).map((result) => [result.id, result.state]));
}

describe('a statement', () => {
  const both = [own, second];

  test('is passed by one passing case', () => {
    expect(statesOf(madeUpCase())).toEqual({ [own]: 'passed' });
  });

  test('is failed by one finding, whatever other cases say', () => {
    const failing = madeUpCase({ verdict: 'fail', findings: [madeUpFinding()] });
    expect(statesOf(madeUpCase(), failing, madeUpCase())).toEqual({ [own]: 'failed' });
  });

  test('is warned by a finding of level should, and failed when both levels blame it', () => {
    const should = madeUpFinding({ level: 'should' });
    expect(statesOf(madeUpCase({ verdict: 'warn', findings: [should] }))).toEqual({ [own]: 'warned' });
    for (const findings of [
      [should, madeUpFinding()],
      [madeUpFinding(), should],
    ])
      expect(statesOf(madeUpCase({ verdict: 'fail', findings }))).toEqual({ [own]: 'failed' });
  });

  test('is not applicable only when every case was skipped', () => {
    expect(statesOf(madeUpCase({ verdict: 'skip' }))).toEqual({ [own]: 'not applicable' });
    expect(statesOf(madeUpCase({ verdict: 'skip' }), madeUpCase())).toEqual({ [own]: 'passed' });
    expect(statesOf(madeUpCase({ verdict: 'skip' }), madeUpCase({ verdict: 'error' }))).toEqual({
      [own]: 'inconclusive',
    });
  });

  test.each(['inconclusive', 'error'] as const)('is inconclusive after %s alone', (verdict) => {
    expect(statesOf(madeUpCase({ verdict }))).toEqual({ [own]: 'inconclusive' });
  });

  test('that a failed case names without blaming it is inconclusive', () => {
    const failing = madeUpCase({ verdict: 'fail', statements: both, findings: [madeUpFinding()] });
    expect(statesOf(failing)).toEqual({ [own]: 'failed', [second]: 'inconclusive' });
  });

  test('is passed by a case that failed through invariants on others only', () => {
    const invariant = madeUpFinding({ source: 'invariant', statements: [foreign] });
    const failing = madeUpCase({ verdict: 'fail', statements: both, findings: [invariant] });
    expect(statesOf(failing)).toEqual({ [own]: 'passed', [second]: 'passed', [foreign]: 'failed' });
    expect(statesOf({ ...failing, reason: 'no SUBACK came' })).toMatchObject({ [own]: 'inconclusive' });
    const mixed = madeUpCase({ verdict: 'fail', statements: both, findings: [invariant, madeUpFinding()] });
    expect(statesOf(mixed)).toEqual({ [own]: 'failed', [second]: 'inconclusive', [foreign]: 'failed' });
  });

  test('of a failed case without findings is inconclusive, not passed', () => {
    expect(statesOf(madeUpCase({ verdict: 'fail' }))).toEqual({ [own]: 'inconclusive' });
  });
});

describe('numbers', () => {
  const file = believableFile();
  const targets = summarize(file);

  test('add up, for every target, version and section', () => {
    let cases = 0;
    for (const target of targets) {
      const ofTarget = sum(target.verdicts);
      cases += ofTarget;
      expect(sum(target.versions.map((version) => version.cases.length))).toBe(ofTarget);
      expect(sum(target.states)).toBe(sum(target.versions.map((version) => version.statements.length)));
      for (const version of target.versions) {
        expect(sum(version.verdicts)).toBe(version.cases.length);
        expect(sum(version.states)).toBe(version.statements.length);
        expect(version.sections.flatMap((section) => section.statements)).toEqual(version.statements);
        for (const section of version.sections) expect(sum(section.states)).toBe(section.statements.length);
      }
    }
    expect(cases).toBe(file.cases.length);
  });

  test('agree with the end line', () => {
    for (const target of targets) {
      const told = file.end?.verdicts[target.target.name] ?? {};
      for (const [verdict, count] of Object.entries(told))
        expect(target.verdicts).toMatchObject({ [verdict]: count });
    }
  });

  test('of one target know nothing of the other', () => {
    const [first, other] = summarize(
      madeUpFile(
        ['a', 'b', 'c'],
        [
          madeUpCase({ target: 'a' }),
          madeUpCase({ target: 'b', verdict: 'fail', findings: [madeUpFinding()] }),
        ],
      ),
    );
    expect(first?.states).toMatchObject({ passed: 1, failed: 0 });
    expect(other?.states).toMatchObject({ passed: 0, failed: 1 });
  });

  test('leave audit lines out', () => {
    const [target] = summarize(
      madeUpFile(['mosquitto'], [madeUpCase({ saboteur: 'sets DUP', verdict: 'fail' })]),
    );
    expect(target?.versions).toEqual([]);
    expect(target?.verdicts.fail).toBe(0);
  });

  test('count what carries an unknown id', () => {
    const [target] = summarize(madeUpFile(['mosquitto'], [madeUpCase({ statements: ['nonsense'] })]));
    expect(target?.versions[0]?.sections[0]?.section.number).toBe('?');
  });
});

describe('sections', () => {
  test.each([
    ['5.0/MQTT-3.1.2-24', '3.1', 'CONNECT'],
    ['5.0/U-3.1.2.11.10-1', '3.1', 'CONNECT'],
    ['3.1.1/U-3.14-1', '3.14', 'DISCONNECT'],
    ['3.1.1/MQTT-4.8.0-1', '4.8', 'Handling errors'],
    ['5.0/MQTT-4.8.2-1', '4.8', 'Subscriptions'],
    ['5.0/MQTT-6.0.0-1', '6', 'WebSocket'],
    ['5.0/U-6-1', '6', 'WebSocket'],
    ['3.1.1/U-7.1.1-2', '7', 'Conformance'],
  ])('%s is in %s %s', (id, number, title) => {
    expect(sectionOf(id)).toMatchObject({ number, title });
  });

  test('have a title for every id of the standard', () => {
    const ids = [...numberedIds311, ...unnumberedIds311, ...numberedIds50, ...unnumberedIds50];
    expect(ids.filter((id) => sectionOf(id).title === '' || sectionOf(id).number === '?')).toEqual([]);
  });

  test('follow the order of the standard', () => {
    const inOrder = [
      '5.0/MQTT-3.1.2-2',
      '5.0/MQTT-3.1.2-10',
      '5.0/U-3.1.2-1',
      '5.0/U-3.1.2.4-1',
      '5.0/MQTT-3.9.2-1',
      '5.0/MQTT-3.10.1-1',
    ];
    expect([...inOrder].reverse().sort(compareStatements)).toEqual(inOrder);
  });
});

test('reasons are grouped, the most frequent first', () => {
  const groups = groupByReason([
    madeUpCase({ verdict: 'skip', reason: 'lacks b' }),
    madeUpCase({ verdict: 'skip', reason: 'lacks a' }),
    madeUpCase({ verdict: 'skip', reason: 'lacks a' }),
  ]);
  expect(groups.map((group) => [group.reason, group.cases.length])).toEqual([
    ['lacks a', 2],
    ['lacks b', 1],
  ]);
});

function sum(counts: readonly number[] | Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
