import { expect, test } from 'vitest';
import { createBins } from '../recorder/bins.ts';
import type { IntervalLine } from '../result.ts';
import type { WorkerInterval, WorkerPhase } from '../worker/protocol.ts';
import { createCollector } from './collector.ts';

/** An interval of a worker, in seconds from the start, with one message of 1 ms for each that was delivered. */
function interval(phase: WorkerPhase, from: number, to: number, delivered = 0): WorkerInterval {
  const bins = createBins();
  bins.recordMany(1000, delivered);
  const e2e = bins.take();
  return {
    phase,
    fromMicros: from * 1e6,
    toMicros: to * 1e6,
    recorded: {
      counts: { sent: delivered, acknowledged: 0, delivered, connections: 1 },
      bins: e2e === undefined ? {} : { e2e },
    },
    busy: 0.5,
    loopDelayP99Micros: 0,
    longestGcPauseMicros: 0,
  };
}

function collect(workers: number) {
  const lines: IntervalLine[] = [];
  const collector = createCollector({
    target: 't',
    stage: 's',
    round: 1,
    workers,
    startMicros: 0,
    look: () => ({}),
    onLine: (line) => lines.push(line),
  });
  return { collector, lines };
}

test('what several workers saw at the same time is one interval', () => {
  const { collector, lines } = collect(2);
  collector.add(0, interval('measure', 0, 1, 10));
  expect(lines).toEqual([]);
  collector.add(1, interval('measure', 0.001, 1.001, 20));
  expect(lines).toMatchObject([
    { phase: 'measure', atSeconds: 0, seconds: 1.001, delivered: 30, connections: 2 },
  ]);
});

test('a worker with one interval more does not shift the phases of the others', () => {
  // The first worker reports just before its phase changes, the second does not: so it is in half of all runs.
  const { collector, lines } = collect(2);
  const first = [
    interval('warm-up', 0, 1, 100),
    interval('warm-up', 1, 1.001, 1),
    interval('measure', 1.001, 2, 10),
    interval('measure', 2, 3, 10),
    interval('drain', 3, 3.1, 5),
  ];
  const second = [
    interval('warm-up', 0, 1, 100),
    interval('measure', 1, 2, 20),
    interval('measure', 2, 3, 20),
    interval('drain', 3, 3.1, 5),
  ];
  for (let at = 0; at < first.length; at += 1) {
    collector.add(0, first[at] as WorkerInterval);
    const other = second[at];
    if (other !== undefined) collector.add(1, other);
  }
  const { measured, latencies } = collector.collected();
  expect(measured).toMatchObject({ seconds: 2, delivered: 60 });
  // And what was due in the measured phase and came in the drain.
  expect(latencies.e2e?.count).toBe(70);
  const totals = (phase: string) =>
    lines.filter((line) => line.phase === phase).reduce((sum, { delivered }) => sum + delivered, 0);
  expect({ warmUp: totals('warm-up'), measured: totals('measure'), drain: totals('drain') }).toEqual({
    warmUp: 201,
    measured: 60,
    drain: 10,
  });
});

test('the length of the measured phase is from its first moment to its last, however the workers cut it', () => {
  const { collector } = collect(2);
  for (const one of [interval('measure', 0, 1.5), interval('measure', 1.5, 2.5), interval('measure', 2.5, 3)])
    collector.add(0, one);
  for (const one of [interval('measure', 0, 1), interval('measure', 1, 2), interval('measure', 2, 3)])
    collector.add(1, one);
  expect(collector.collected().measured.seconds).toBe(3);
});

test('a look at the numbers so far takes nothing away from what follows', () => {
  const { collector, lines } = collect(2);
  collector.add(0, interval('measure', 0, 1, 10));
  collector.add(1, interval('measure', 0, 1, 20));
  collector.add(0, interval('measure', 1, 2, 10));
  expect(collector.sofar().measured).toMatchObject({ seconds: 1, delivered: 30 });
  collector.add(1, interval('measure', 1, 2, 20));
  expect(lines.map(({ delivered }) => delivered)).toEqual([30, 30]);
  expect(collector.collected().measured).toMatchObject({ seconds: 2, delivered: 60 });
});

test('a worker that says no more does not hold up what the others said', () => {
  const { collector } = collect(2);
  collector.add(0, interval('measure', 0, 1, 10));
  expect(collector.collected().measured).toMatchObject({ seconds: 1, delivered: 10 });
});

test('the warm-up is in the intervals, but in no latency', () => {
  const { collector, lines } = collect(1);
  collector.add(0, interval('warm-up', 0, 1, 50));
  collector.add(0, interval('measure', 1, 2, 10));
  expect(lines[0]?.histograms.e2e).toBeTypeOf('string');
  expect(collector.collected().latencies.e2e?.count).toBe(10);
});
