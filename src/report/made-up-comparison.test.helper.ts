import type { ComparedRow, Comparison, NotComparedRow } from '../bench/compare/comparison.ts';

/** A row of a latency that has become worse, unless told. */
export function madeUpRow(changes: Partial<ComparedRow> = {}): ComparedRow {
  return {
    stage: 'qos 1',
    measure: 'e2e.p99',
    unit: 'microseconds',
    betterWhen: 'lower',
    a: { median: 1310, values: [1290, 1310, 1330] },
    b: { median: 3020, values: [3000, 3020, 3050] },
    ratio: 2.312,
    low: 1.9,
    high: 2.84,
    noiseFloor: 0.08,
    basis: 'pairs',
    conclusion: 'b is worse',
    ...changes,
  };
}

/** A row that says why there is none. */
export function madeUpRefusal(changes: Partial<NotComparedRow> = {}): NotComparedRow {
  return {
    stage: 'qos 1',
    measure: 'ack.p50',
    unit: 'microseconds',
    betterWhen: 'lower',
    conclusion: 'not comparable',
    reason: 'aedes has no such number in this stage.',
    ...changes,
  };
}

/** A comparison of these rows. */
export function madeUpComparison(rows: Comparison['rows'], changes: Partial<Comparison> = {}): Comparison {
  return {
    a: { name: 'mosquitto', product: 'mosquitto 2.0.11' },
    b: { name: 'aedes' },
    order: 'interleaved',
    notes: [],
    rows,
    ...changes,
  };
}
