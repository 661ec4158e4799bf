import { describe, expect, test } from 'vitest';
import type { BenchResult } from '../bench-result.ts';
import type { MeasurementLine } from '../result.ts';
import { drawNormal } from '../statistics/normal.test.helper.ts';
import { createRandom } from '../statistics/random.ts';
import { compareResults, compareTargets } from './compare.ts';
import type { ComparedRow, Comparison, ComparisonRow } from './comparison.ts';
import {
  madeUpDistribution,
  madeUpLatencies,
  madeUpLine,
  madeUpResult,
  madeUpRounds,
  madeUpSecond,
} from './made-up-rounds.test.helper.ts';

const steady = [300, 310, 295, 305, 290];

function rowOf(comparison: Comparison, measure: ComparisonRow['measure']): ComparisonRow {
  const row = comparison.rows.find((one) => one.measure === measure);
  if (row === undefined) throw new Error(`no row of ${measure}`);
  return row;
}

function comparedRow(comparison: Comparison, measure: ComparisonRow['measure']): ComparedRow {
  const row = rowOf(comparison, measure);
  if (row.conclusion === 'not comparable') throw new Error(`${measure}: ${row.reason}`);
  return row;
}

function inTurns(a: readonly MeasurementLine[], b: readonly MeasurementLine[]): Comparison {
  return compareTargets(madeUpResult([...a, ...b]), 'mosquitto', 'aedes');
}

describe('two targets of one run', () => {
  test('are compared by pairs of rounds, wherever their lines stand', () => {
    const a = madeUpLatencies('mosquitto', steady);
    const b = madeUpLatencies('aedes', [610, 600, 580, 640, 590]);
    const comparison = compareTargets(madeUpResult([...b].reverse().concat(a)), 'mosquitto', 'aedes');
    const row = comparedRow(comparison, 'e2e.p50');
    expect(row).toMatchObject({
      stage: 'qos 1',
      unit: 'microseconds',
      betterWhen: 'lower',
      basis: 'pairs',
      conclusion: 'b is worse',
      a: { median: 300, values: steady },
      b: { median: 600, values: [610, 600, 580, 640, 590] },
    });
    expect(row.ratio).toBeCloseTo(2.01, 1);
    expect(row.low).toBeGreaterThan(1.8);
    expect(row.high).toBeLessThan(2.3);
    expect(comparison).toMatchObject({
      a: { name: 'mosquitto', product: 'mosquitto 2.0.11' },
      b: { name: 'aedes' },
      order: 'interleaved',
      notes: [],
    });
  });

  test('A against A: the interval holds 1 in at least 18 of 20 tries, and nothing is claimed in as many', () => {
    const random = createRandom(18);
    const tries = Array.from({ length: 20 }, () => {
      const drifts = steady.map(() => 0.1 * drawNormal(random));
      const round = (drift: number) => Math.round(300 * Math.exp(drift + 0.12 * drawNormal(random)));
      const comparison = inTurns(
        madeUpLatencies('mosquitto', drifts.map(round)),
        madeUpLatencies('aedes', drifts.map(round)),
      );
      return comparedRow(comparison, 'e2e.p50');
    });
    expect(tries.filter(({ low, high }) => low <= 1 && high >= 1).length).toBeGreaterThanOrEqual(18);
    expect(
      tries.filter(({ conclusion }) => conclusion === 'no difference shown').length,
    ).toBeGreaterThanOrEqual(18);
  });

  test('are compared by every number that both have, and by no other', () => {
    const lines = (target: string, factor: number) =>
      madeUpRounds(
        target,
        [1, 1.01, 0.99].map((noise) => ({
          ratePerSecond: 1000 * factor * noise,
          usage: { cpuCores: 0.5, memoryBytes: 1 },
          latencies: {
            e2e: madeUpDistribution(100 * noise),
            ack: madeUpDistribution(100 * noise),
            connect: madeUpDistribution(100 * noise),
            replay: madeUpDistribution(100 * noise),
            lateness: madeUpDistribution(100 * noise),
          },
        })),
      );
    const comparison = inTurns(lines('mosquitto', 1), lines('aedes', 2));
    expect(comparison.rows.map(({ measure }) => measure)).toEqual([
      'rate',
      'e2e.p50',
      'e2e.p99',
      'ack.p50',
      'ack.p99',
      'connect.p50',
      'connect.p99',
      'replay.p50',
      'cpu per message',
    ]);
    // Twice the messages on the same half core: more is better, and each costs half.
    expect(rowOf(comparison, 'rate')).toMatchObject({ betterWhen: 'higher', conclusion: 'b is better' });
    expect(rowOf(comparison, 'cpu per message')).toMatchObject({
      betterWhen: 'lower',
      conclusion: 'b is better',
      a: { median: 500 },
      b: { median: 250 },
    });
  });

  test('whose rounds have no counterparts are compared without pairs', () => {
    const a = madeUpLatencies('mosquitto', steady);
    const b = madeUpLatencies('aedes', steady);
    expect(rowOf(inTurns(a, b.slice(1)), 'e2e.p50')).toMatchObject({
      basis: 'rounds',
      reason: expect.stringContaining('do not have the same rounds') as string,
    });
    expect(rowOf(inTurns(a.slice(0, 4), b.slice(1)), 'e2e.p50')).toMatchObject({ basis: 'rounds' });
  });
});

describe('a difference is not claimed', () => {
  test('within the noise that a side shows against itself, even when every pair says the same', () => {
    const drifting = [100, 200, 400, 150, 300];
    const row = comparedRow(
      inTurns(
        madeUpLatencies('mosquitto', drifting),
        madeUpLatencies(
          'aedes',
          drifting.map((value) => value * 1.2),
        ),
      ),
      'e2e.p50',
    );
    expect(row.low).toBeGreaterThan(1.1);
    expect(row.noiseFloor).toBeGreaterThan(0.5);
    expect(row.conclusion).toBe('no difference shown');
  });

  test('when the interval holds 1, however far the ratio is from it', () => {
    const row = comparedRow(
      inTurns(madeUpLatencies('mosquitto', [100, 101, 99]), madeUpLatencies('aedes', [120, 160, 140])),
      'e2e.p50',
    );
    expect(row.ratio).toBeGreaterThan(1 + row.noiseFloor);
    expect(row.low).toBeLessThan(1);
    expect(row.conclusion).toBe('no difference shown');
  });

  test('below 1 %, however steady the rounds', () => {
    const rates = (target: string, rate: number) =>
      madeUpRounds(
        target,
        [0, 0.1, -0.1, 0, 0.1].map((noise) => ({ ratePerSecond: rate + noise })),
      );
    const close = inTurns(rates('mosquitto', 1000), rates('aedes', 1008));
    expect(rowOf(close, 'rate')).toMatchObject({ noiseFloor: 0.01, conclusion: 'no difference shown' });
    const apart = inTurns(rates('mosquitto', 1000), rates('aedes', 1012));
    expect(rowOf(apart, 'rate')).toMatchObject({ conclusion: 'b is better' });
  });

  test('of one microsecond, which is the smallest step of a latency', () => {
    const comparison = inTurns(
      madeUpLatencies('mosquitto', [20, 20, 20]),
      madeUpLatencies('aedes', [21, 21, 21]),
    );
    expect(rowOf(comparison, 'e2e.p50')).toMatchObject({
      noiseFloor: 0.075,
      conclusion: 'no difference shown',
    });
  });
});

describe('not comparable', () => {
  const a = madeUpLatencies('mosquitto', steady);

  /** Rounds in which the generator was the limit: of its rate, or because something held it up. */
  const bound = (busy: number, ...rounds: readonly number[]) =>
    madeUpLatencies('aedes', steady).map((line) =>
      rounds.includes(line.round)
        ? {
            ...line,
            status: 'generator-bound' as const,
            reason: 'x',
            generator: { ...line.generator, busy },
          }
        : line,
    );

  test('is not a stage in which a round was held up and enough are left', () => {
    const { rows, notes } = inTurns(a, bound(0.3, 2));
    expect(rows.map(({ conclusion }) => conclusion)).not.toContain('not comparable');
    expect(notes.join(' ')).toContain('In 1 of 5 rounds aedes was not the limit, but the generator: x.');
  });

  test('is a stage in which most rounds were held up', () => {
    const { rows } = inTurns(a, bound(0.3, 2, 3, 5));
    expect(rows.map(({ conclusion }) => conclusion)).toEqual(rows.map(() => 'not comparable'));
  });

  test('is a stage in which the generator was at the limit of its rate in any round', () => {
    const b = bound(0.95, 2);
    const { rows } = inTurns(a, b);
    expect(rows.map(({ measure }) => measure)).toEqual(['rate', 'e2e.p50', 'e2e.p99']);
    for (const row of rows)
      expect(row).toMatchObject({
        conclusion: 'not comparable',
        reason: "In 1 of 5 rounds of aedes the generator was the limit, so the numbers are not the target's.",
      });
  });

  test.each([
    ['skipped', 'was skipped'],
    ['died', 'died'],
    ['interrupted', 'was interrupted'],
    ['error', 'could not be measured'],
  ] as const)('is a target of which every round is %s', (status, words) => {
    const b = madeUpRounds('aedes', [{ status, reason: 'it closed the door' }]);
    expect(rowOf(inTurns(a, b), 'rate')).toMatchObject({
      conclusion: 'not comparable',
      reason: `In 1 of 1 rounds aedes ${words}: it closed the door.`,
    });
  });

  test('is a target that was not measured', () => {
    expect(inTurns(a, []).rows).toContainEqual(
      expect.objectContaining({
        conclusion: 'not comparable',
        reason: 'aedes was not measured in this stage: the run ended before.',
      }),
    );
  });

  test('is a number that only one side has', () => {
    expect(rowOf(inTurns(a, madeUpRounds('aedes', [{}, {}])), 'e2e.p50')).toMatchObject({
      conclusion: 'not comparable',
      reason: 'aedes has no such number in this stage.',
    });
  });

  test('is a rate of 0, and rates of different things', () => {
    const lines = (target: string, change: Partial<MeasurementLine>) =>
      madeUpRounds(target, [change, change]);
    expect(
      rowOf(inTurns(lines('mosquitto', {}), lines('aedes', { ratePerSecond: 0 })), 'rate'),
    ).toMatchObject({
      reason: 'A round of aedes measured 0, and there is no ratio to 0.',
    });
    expect(
      rowOf(inTurns(lines('mosquitto', {}), lines('aedes', { unit: 'acknowledged' })), 'rate'),
    ).toMatchObject({ reason: 'The rates count different things: delivered and acknowledged.' });
  });
});

describe('notes', () => {
  test('tell of rounds that are left out, and of guarantees that were broken', () => {
    const a = madeUpLatencies('mosquitto', steady).map((line) =>
      line.round < 3
        ? { ...line, status: 'failed' as const, reason: '3 messages at QoS 1 never came.' }
        : line,
    );
    const b = madeUpLatencies('aedes', steady).map((line) =>
      line.round === 4 ? { ...line, status: 'died' as const } : line,
    );
    const comparison = inTurns(a, b);
    expect(comparison.notes).toEqual([
      'qos 1: In 2 of 5 rounds mosquitto broke a guarantee: 3 messages at QoS 1 never came.',
      'qos 1: In 1 of 5 rounds aedes died. The others count.',
    ]);
    expect(comparedRow(comparison, 'e2e.p50').a.values).toHaveLength(5);
    expect(comparedRow(comparison, 'e2e.p50').b.values).toEqual([300, 310, 295, 290]);
  });

  test('tell of messages that were lost: they have no latency', () => {
    const { total } = madeUpLine();
    const b = madeUpLatencies('aedes', steady).map((line) => ({
      ...line,
      total: { ...total, expected: 1000, delivered: 590, lost: 410 },
    }));
    expect(inTurns(madeUpLatencies('mosquitto', steady), b).notes).toEqual([
      'qos 1: aedes lost 2050 of 5000 messages (41 %); its latencies are those of the rest.',
    ]);
  });

  test('tell how a run ended', () => {
    const { end: _, ...cut } = madeUpResult(madeUpLatencies('mosquitto', steady));
    const aborted: BenchResult = {
      ...madeUpResult(madeUpLatencies('aedes', steady)),
      end: { type: 'end', durationMs: 1, exitCode: 2, aborted: 'Ctrl-C' },
    };
    expect(compareTargets(cut, 'mosquitto', 'aedes').notes).toEqual([
      'The run of 2026-11-22T09:30:00.000Z was cut short: its file has no end.',
    ]);
    expect(compareTargets(aborted, 'mosquitto', 'aedes').notes).toEqual([
      'The run of 2026-11-22T09:30:00.000Z ended before its plan (Ctrl-C).',
    ]);
  });
});

describe('two files', () => {
  const before = madeUpResult(madeUpLatencies('mosquitto', steady));

  test('are compared without pairs, by the names that they are given, with a note', () => {
    const after = madeUpResult(madeUpLatencies('mosquitto', [200, 210, 190, 205, 195]));
    const comparison = compareResults(
      { result: before, target: 'mosquitto', name: 'before' },
      { result: after, target: 'mosquitto', name: 'after' },
    );
    expect(comparison).toMatchObject({ a: { name: 'before' }, b: { name: 'after' }, order: 'separate' });
    expect(comparison.notes).toEqual([expect.stringContaining('runs of their own')]);
    expect(rowOf(comparison, 'e2e.p50')).toMatchObject({ basis: 'rounds', conclusion: 'b is better' });
  });

  test('that should not be compared say so, and compare the stages that both have', () => {
    const other = madeUpResult(madeUpLatencies('aedes', steady), {
      head: {
        mqtt: '3.1.1',
        tool: { name: 'mqtt-assay', version: '0.2.0' },
        stages: [
          { name: 'qos 0', parameters: { qos: 0 } },
          { name: 'qos 1', parameters: { qos: 1 } },
        ],
      },
    });
    const comparison = compareResults(
      { result: other, target: 'aedes', name: 'aedes' },
      { result: before, target: 'mosquitto', name: 'mosquitto' },
    );
    expect(new Set(comparison.rows.map(({ stage }) => stage))).toEqual(new Set(['qos 1']));
    expect(comparison.notes.slice(1)).toEqual([
      expect.stringContaining('Compared although it should not be. The stages differ'),
      'Compared although it should not be. The version of MQTT differs: 3.1.1 against 5.0.',
      'The versions of mqtt-assay differ: 0.2.0 against 0.1.0.',
    ]);
  });
});

describe('one round of each side', () => {
  const random = createRandom(4);
  const seconds = (target: string, micros: number) =>
    Array.from({ length: 12 }, (_, second) =>
      madeUpSecond(target, second, 1000, Math.round(micros * (1 + 0.04 * drawNormal(random)))),
    );
  const lines = [...madeUpLatencies('mosquitto', [300]), ...madeUpLatencies('aedes', [600])];

  test('is at most indicative, by its seconds, and says why', () => {
    const intervals = [...seconds('mosquitto', 300), ...seconds('aedes', 600)];
    const comparison = compareTargets(madeUpResult(lines, { intervals }), 'mosquitto', 'aedes');
    const row = comparedRow(comparison, 'e2e.p50');
    expect(row).toMatchObject({
      basis: 'seconds',
      conclusion: 'indicative',
      reason: expect.stringContaining('not independent') as string,
    });
    expect(row.ratio).toBeCloseTo(2);
    expect(row.low).toBeGreaterThan(1.8);
    expect(row.low).toBeLessThan(2);
    // The rate was the same in every second.
    expect(rowOf(comparison, 'rate')).toMatchObject({ conclusion: 'no difference shown', ratio: 1 });
  });

  test('without enough measured seconds is not comparable', () => {
    const warmingUp = (target: string) =>
      seconds(target, 300).map((line) => ({ ...line, phase: 'warm-up' as const }));
    const intervals = [...warmingUp('mosquitto'), ...seconds('aedes', 600)];
    expect(
      rowOf(compareTargets(madeUpResult(lines, { intervals }), 'mosquitto', 'aedes'), 'e2e.p50'),
    ).toMatchObject({
      conclusion: 'not comparable',
      reason: expect.stringContaining('--interleave 5') as string,
    });
  });
});
