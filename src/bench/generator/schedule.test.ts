import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenLoad } from '../workload/load.ts';
import { type Schedule, scheduleOf } from './schedule.ts';

interface Span {
  readonly topics: number;
  readonly warmupSeconds?: number;
  readonly measureSeconds: number;
}

/** The due times of one topic, before the end of the measured phase. */
function duesOfTopic(load: OpenLoad, topic: number, { topics, warmupSeconds = 0, measureSeconds }: Span) {
  const measureMicros = measureSeconds * 1e6;
  const schedule = scheduleOf(load, { topics, topic, warmupMicros: warmupSeconds * 1e6, measureMicros });
  return before(schedule, measureMicros);
}

function before(schedule: Schedule, endMicros: number): readonly number[] {
  const dues: number[] = [];
  for (let due = schedule.next(); due < endMicros; due = schedule.next()) dues.push(due);
  return dues;
}

/** All topics of a flow, in the order of time; each due with its topic. */
function duesOfFlow(load: OpenLoad, span: Span) {
  return Array.from({ length: span.topics }, (_, topic) =>
    duesOfTopic(load, topic, span).map((due) => ({ due, topic })),
  )
    .flat()
    .sort((a, b) => a.due - b.due || a.topic - b.topic);
}

function countBetween(
  dues: readonly { readonly due: number }[],
  fromSeconds: number,
  toSeconds: number,
): number {
  return dues.filter(({ due }) => due >= fromSeconds * 1e6 && due < toSeconds * 1e6).length;
}

const anyLoad: fc.Arbitrary<OpenLoad> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), ratePerSecond: fc.integer({ min: 1, max: 2000 }) }),
  fc.record({
    kind: fc.constant('poisson' as const),
    ratePerSecond: fc.integer({ min: 1, max: 2000 }),
    seed: fc.integer({ min: -1000, max: 1000 }),
  }),
  fc.record({
    kind: fc.constant('ramp' as const),
    fromPerSecond: fc.integer({ min: 1, max: 2000 }),
    toPerSecond: fc.integer({ min: 1, max: 2000 }),
  }),
  fc.record({
    kind: fc.constant('burst' as const),
    messages: fc.integer({ min: 1, max: 200 }),
    everySeconds: fc.double({ min: 0.1, max: 2, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('steps' as const),
    ratesPerSecond: fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 5 }),
  }),
);

const anySpan = fc.record({
  topics: fc.integer({ min: 1, max: 20 }),
  warmupSeconds: fc.constantFrom(0, 0.5, 1),
  measureSeconds: fc.constantFrom(0.5, 1, 2),
});

test('the times of a topic never decrease, and none lies before the warm-up', () => {
  fc.assert(
    fc.property(anyLoad, anySpan, (load, span) => {
      for (let topic = 0; topic < span.topics; topic += 1) {
        const dues = duesOfTopic(load, topic, span);
        expect(dues.every((due, at) => due >= (dues[at - 1] ?? -span.warmupSeconds * 1e6))).toBe(true);
      }
    }),
  );
});

describe('constant', () => {
  const load = { kind: 'constant', ratePerSecond: 1000 } as const;

  test.each([1, 3, 7, 10])('%i topics together have even distances, and take turns', (topics) => {
    const dues = duesOfFlow(load, { topics, measureSeconds: 2 });
    expect(dues).toHaveLength(2000);
    for (const [at, { due, topic }] of dues.entries()) {
      expect(due).toBeCloseTo(at * 1000, 3);
      expect(topic).toBe(at % topics);
    }
  });

  test('the warm-up has the same rate, at negative times', () => {
    const dues = duesOfFlow(load, { topics: 4, warmupSeconds: 0.5, measureSeconds: 1 });
    expect(dues[0]?.due).toBe(-500_000);
    expect(countBetween(dues, -0.5, 0)).toBe(500);
    expect(countBetween(dues, 0, 1)).toBe(1000);
  });
});

describe('ramp', () => {
  test.each([1, 8])('over %i topics it rises evenly from the one rate to the other', (topics) => {
    const load = { kind: 'ramp', fromPerSecond: 1000, toPerSecond: 3000 } as const;
    const dues = duesOfFlow(load, { topics, warmupSeconds: 1, measureSeconds: 10 });
    // The integral of the rate.
    expect(Math.abs(countBetween(dues, 0, 10) - 20_000)).toBeLessThanOrEqual(2 * topics);
    expect(Math.abs(countBetween(dues, 0, 5) - 7500)).toBeLessThanOrEqual(2 * topics);
    expect(Math.abs(countBetween(dues, 9, 10) - 2900)).toBeLessThanOrEqual(2 * topics);
    // Before the measured phase it stands at its beginning.
    expect(Math.abs(countBetween(dues, -1, 0) - 1000)).toBeLessThanOrEqual(topics);
  });

  test('it also falls', () => {
    const load = { kind: 'ramp', fromPerSecond: 2000, toPerSecond: 10 } as const;
    const dues = duesOfFlow(load, { topics: 2, measureSeconds: 4 });
    expect(Math.abs(countBetween(dues, 0, 2) - 3005)).toBeLessThanOrEqual(4);
    expect(Math.abs(countBetween(dues, 0, 4) - 4020)).toBeLessThanOrEqual(8);
  });
});

describe('burst', () => {
  const load = { kind: 'burst', messages: 10, everySeconds: 0.5 } as const;

  test.each([1, 3, 4, 10, 15])('of 10 messages over %i topics, each burst at one time', (topics) => {
    const dues = duesOfFlow(load, { topics, measureSeconds: 2 });
    expect(dues).toHaveLength(40);
    for (const [at, { due }] of dues.entries()) expect(due).toBeCloseTo(Math.floor(at / 10) * 500_000, 3);
    const byTopic = Array.from(
      { length: topics },
      (_, topic) => dues.filter((one) => one.topic === topic).length,
    );
    expect(Math.max(...byTopic) - Math.min(...byTopic)).toBeLessThanOrEqual(4);
  });

  test('one burst falls on the beginning of the measured phase, whatever the warm-up', () => {
    const dues = duesOfFlow(load, { topics: 2, warmupSeconds: 1.2, measureSeconds: 0.6 });
    expect([...new Set(dues.map(({ due }) => due / 1000))].map((due) => due + 0)).toEqual([
      -1000, -500, 0, 500,
    ]);
  });
});

describe('steps', () => {
  test.each([1, 5])('over %i topics each rate lasts for its part of the measured phase', (topics) => {
    const load = { kind: 'steps', ratesPerSecond: [100, 1000, 200] } as const;
    const dues = duesOfFlow(
      { ...load, ratesPerSecond: [...load.ratesPerSecond] },
      { topics, warmupSeconds: 1, measureSeconds: 6 },
    );
    expect(countBetween(dues, -1, 0)).toBe(100);
    expect(countBetween(dues, 0, 2)).toBe(200);
    // A topic comes into a step with its last distance of the step before.
    expect(Math.abs(countBetween(dues, 2, 4) - 2000)).toBeLessThanOrEqual(10 * topics);
    expect(Math.abs(countBetween(dues, 4, 6) - 400)).toBeLessThanOrEqual(10 * topics);
  });
});

describe('poisson', () => {
  const load = { kind: 'poisson', ratePerSecond: 1000, seed: 1 } as const;
  const gapsOf = (dues: readonly { readonly due: number }[]): readonly number[] =>
    dues.slice(1).map(({ due }, at) => due - (dues[at]?.due ?? 0));

  test.each([1, 10])(
    'over %i topics the sum has the rate, and distances as of independent arrivals',
    (topics) => {
      const gaps = gapsOf(duesOfFlow(load, { topics, measureSeconds: 100 }));
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
      // 100,000 arrivals: one standard error is 3 us.
      expect(Math.abs(mean - 1000)).toBeLessThan(15);
      // Exponential: as wide as its mean; a share of 1/e is longer than it.
      expect(Math.abs(deviation / mean - 1)).toBeLessThan(0.03);
      expect(Math.abs(gaps.filter((gap) => gap > mean).length / gaps.length - Math.exp(-1))).toBeLessThan(
        0.01,
      );
    },
  );

  test('every topic has its part', () => {
    const dues = duesOfFlow(load, { topics: 10, measureSeconds: 100 });
    for (let topic = 0; topic < 10; topic += 1) {
      // 10,000 arrivals: one standard error is 100.
      expect(Math.abs(dues.filter((one) => one.topic === topic).length - 10_000)).toBeLessThan(500);
    }
  });

  test('the same seed gives the same times, another seed and another topic others', () => {
    const span = { topics: 2, measureSeconds: 1 };
    expect(duesOfTopic(load, 0, span)).toEqual(duesOfTopic(load, 0, span));
    const first = (seed: number, topic: number) => duesOfTopic({ ...load, seed }, topic, span).slice(0, 3);
    const all = [1, 2, 3, 4].flatMap((seed) => [first(seed, 0), first(seed, 1)]);
    expect(new Set(all.flat()).size).toBe(24);
  });

  test('neighbouring topics do not move together', () => {
    const countsOf = (topic: number) => {
      const counts = Array.from({ length: 1000 }, () => 0);
      for (const due of duesOfTopic({ ...load, ratePerSecond: 20_000 }, topic, {
        topics: 2,
        measureSeconds: 10,
      }))
        counts[Math.floor(due / 10_000)] = (counts[Math.floor(due / 10_000)] ?? 0) + 1;
      return counts;
    };
    const [a, b] = [countsOf(0), countsOf(1)];
    // Each count has a mean and a variance of 100.
    const covariance = a.reduce((sum, count, at) => sum + (count - 100) * ((b[at] ?? 0) - 100), 0) / a.length;
    expect(Math.abs(covariance / 100)).toBeLessThan(0.15);
  });
});
