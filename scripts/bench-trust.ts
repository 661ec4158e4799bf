/**
 * Measures the measurement. Ends with 1 if a bar is missed.
 *
 * - `same`: the same broker against itself, again and again: the 95 % interval of the p50 ratio must hold 1 in at
 *   least 18 of 20 tries.
 * - `clock`: the latency that the harness reports against a round trip that is timed by hand through the same
 *   process: within 30 us.
 *
 * Usage: npm run bench:trust [-- --only same] [-- --tries 20]
 */
import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { compareTargets } from '../src/bench/compare/compare.ts';
import {
  type BenchResultLine,
  benchTargets,
  readWorkload,
  runBench,
  stagesOf,
  withOverrides,
} from '../src/bench/index.ts';
import { startNullSink } from '../src/bench/null-sink/null-sink.ts';
import { presets, targetSpecs } from '../src/cli/presets.ts';
import { encode } from '../src/packet/index.ts';
import { type OpenTarget, openTarget } from '../src/target/index.ts';

const ratePerSecond = 1000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, tries: { type: 'string' } } });
  const wanted = (name: string): boolean => values.only === undefined || values.only === name;
  let missed = 0;
  if (wanted('clock')) missed += await clock();
  if (wanted('same')) missed += await same(Number(values.tries ?? '20'));
  console.log(missed === 0 ? 'All bars are kept.' : `${missed} bars are missed.`);
  process.exitCode = missed === 0 ? 0 : 1;
}

async function same(tries: number): Promise<number> {
  let held = 0;
  let compared = 0;
  // What the comparison itself refuses, because the generator was held up, is no interval and is tried again.
  for (let attempt = 1; compared < tries && attempt <= 2 * tries; attempt += 1) {
    const lines = await bench(['reference', 'reference'], { rounds: 5, duration: 1.5 });
    const comparison = compareTargets(resultOf(lines), 'reference', 'reference#2');
    const row = comparison.rows.find(({ measure }) => measure === 'e2e.p50');
    if (row === undefined || row.conclusion === 'not comparable') {
      console.log(`try ${attempt}: ${row?.reason ?? 'the p50 was not compared'}`);
      continue;
    }
    const { ratio, low, high } = row;
    compared += 1;
    if (low <= 1 && high >= 1) held += 1;
    const interval = `${low.toFixed(3)} to ${high.toFixed(3)}`;
    console.log(`try ${attempt}: p50 ratio ${ratio.toFixed(3)}, 95 % ${interval}: ${row.conclusion}`);
  }
  const least = Math.ceil(tries * 0.9);
  console.log(
    `A against A: 1 lies in ${held} of ${compared} intervals (bar ${least})${held < least ? ' MISSED' : ''}`,
  );
  return held < least ? 1 : 0;
}

const clockBarMicros = 30;
const clockRounds = 5;

/** The sink gives back what it gets: the harness and the hand measure the same way there and back, in turns. */
async function clock(): Promise<number> {
  await using sink = await startNullSink();
  const byHand: number[] = [];
  const byHarness: number[] = [];
  for (let round = 0; round < clockRounds; round += 1) {
    byHand.push(await roundTripByHand(sink.url));
    const lines = await bench([sink.url], { rounds: 1, duration: 2, pairs: 1, qos: 0 });
    const measured = lines.find((line) => line.type === 'measurement');
    byHarness.push(measured?.latencies.e2e?.p50 ?? Number.NaN);
  }
  const difference = median(byHarness) - median(byHand);
  const isMissed = !(Math.abs(difference) <= clockBarMicros);
  console.log(
    `e2e p50 ${median(byHarness)} us, round trip by hand ${median(byHand).toFixed(1)} us: ${difference.toFixed(1)} us apart (bar ${clockBarMicros})${isMissed ? ' MISSED' : ''}`,
  );
  return isMissed ? 1 : 0;
}

/** p50 of one message after the other at the harness's rate, publisher and subscriber on connections of their own. */
async function roundTripByHand(url: string): Promise<number> {
  const port = Number(new URL(url).port);
  const subscriber = await greet(port, 'handsub');
  const publisher = await greet(port, 'handpub');
  subscriber.write(
    encode(
      {
        type: 'subscribe',
        packetIdentifier: 1,
        subscriptions: [
          { topicFilter: 'by/hand', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
        ],
      },
      '3.1.1',
    ),
  );
  await new Promise((resolve) => subscriber.once('data', resolve));
  const message = encode(
    { type: 'publish', topicName: 'by/hand', payload: Buffer.alloc(64), qos: 0, dup: false, retain: false },
    '3.1.1',
  );
  const times: number[] = [];
  for (let count = 0; count < 2 * ratePerSecond; count += 1) {
    const due = performance.now() + 1000 / ratePerSecond;
    // The event loop turns while it waits, as the generator's does.
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    let arrivedAt: number | undefined;
    subscriber.once('data', () => {
      arrivedAt = performance.now();
    });
    const from = performance.now();
    publisher.write(message);
    while (arrivedAt === undefined) await new Promise((resolve) => setImmediate(resolve));
    times.push((arrivedAt - from) * 1000);
  }
  publisher.destroy();
  subscriber.destroy();
  return median(times.slice(ratePerSecond));
}

async function greet(port: number, clientIdentifier: string) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    encode(
      { type: 'connect', protocolVersion: '3.1.1', cleanStart: true, keepAliveSeconds: 0, clientIdentifier },
      '3.1.1',
    ),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

interface Shape {
  readonly rounds: number;
  readonly duration: number;
  readonly pairs?: number;
  readonly qos?: 0;
}

async function bench(
  words: readonly string[],
  { rounds, duration, pairs, qos }: Shape,
): Promise<readonly BenchResultLine[]> {
  const named = withOverrides(await readWorkload('latency'), {
    duration,
    warmup: 0.5,
    rate: ratePerSecond,
    ...(pairs === undefined ? {} : { pairs }),
    ...(qos === undefined ? {} : { qos }),
  });
  const opened: OpenTarget[] = [];
  const lines: BenchResultLine[] = [];
  try {
    for (const spec of targetSpecs(words))
      opened.push(await openTarget(spec, { presets, purpose: 'measure' }));
    await runBench({
      targets: await benchTargets(opened),
      workload: named,
      stages: stagesOf(named.workload, named.name),
      mqtt: '3.1.1',
      workers: 1,
      rounds,
      thresholds: [],
      toolVersion: '0',
      command: 'bench:trust',
      onLine: (line) => lines.push(line),
      onLive: () => undefined,
      signal: new AbortController().signal,
    });
  } finally {
    await Promise.all(opened.map((target) => target[Symbol.asyncDispose]()));
  }
  return lines;
}

function resultOf(lines: readonly BenchResultLine[]) {
  const bench = lines.find((line) => line.type === 'bench');
  if (bench === undefined) throw new Error('there is no header');
  return {
    bench,
    calibrations: lines.filter((line) => line.type === 'calibration'),
    intervals: lines.filter((line) => line.type === 'interval'),
    measurements: lines.filter((line) => line.type === 'measurement'),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await main();
