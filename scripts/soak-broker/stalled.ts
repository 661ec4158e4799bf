import { once } from 'node:events';
import { defaultLimits } from '../../reference-broker/limits.ts';
import { startUsageSampler, type UsageSampler } from '../../src/bench/machine/process-usage.ts';
import { forkProgram } from '../../src/bench/worker/fork-program.ts';
import { type BrokerProcess, startBrokerProcess } from '../fuzz-broker/broker-process.ts';
import { mebibytes } from '../fuzz-broker/memory.ts';
import type { FloodOptions, FloodReport } from './flood.ts';
import { measureUnrelatedPair } from './unrelated-pair.ts';

export interface StalledOptions {
  readonly qos: 0 | 1;
  readonly rounds: number;
  readonly seconds: number;
}

interface Round {
  readonly p99Micros: number;
  readonly peakBytes: number;
  readonly deliveredPerSecond: number;
}

const mostRatio = 2;
/**
 * What one Session may hold for a reader that stands still. Twice, since the engine collects garbage only when the
 * heap has grown by about as much again.
 */
const mostGrowthBytes = 2 * (defaultLimits.outboundBufferBytes + defaultLimits.queuedBytesPerSession);
const lookEveryMillis = 100;

/** One subscriber stops reading. @returns whether memory stayed within its bound and the others saw no delay */
export async function soakStalled(options: StalledOptions): Promise<boolean> {
  const without: Round[] = [];
  const beside: Round[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    without.push(await runRound('healthy', options));
    beside.push(await runRound('healthy and stalled', options));
    console.log(`round ${round}: ${line(without.at(-1))} | with a stalled one: ${line(beside.at(-1))}`);
  }
  const ratio = medianOf(beside, 'p99Micros') / medianOf(without, 'p99Micros');
  const growth = Math.max(...beside.map(({ peakBytes }) => peakBytes)) - medianOf(without, 'peakBytes');
  const keepsPace = ratio <= mostRatio;
  const keepsSmall = growth <= mostGrowthBytes;
  console.log(
    `QoS ${options.qos}: p99 of the unrelated pair ${ratio.toFixed(2)}x (bar ${mostRatio}x)${keepsPace ? '' : ' MISSED'}; memory ${mebibytes(growth)} more (bar ${mebibytes(mostGrowthBytes)})${keepsSmall ? '' : ' MISSED'}`,
  );
  return keepsPace && keepsSmall;
}

/** A broker of its own for each round: what one left in its memory must not count for the next. */
async function runRound(
  subscribers: FloodOptions['subscribers'],
  { qos, seconds }: StalledOptions,
): Promise<Round> {
  await using broker = await startBrokerProcess();
  const { program } = await forkProgram(new URL('flood', import.meta.url));
  await using _ = program;
  const { child } = program;
  child.send({ url: broker.url, qos, subscribers } satisfies FloodOptions);
  await once(child, 'message');
  using peak = watchPeak(broker);
  const p99Micros = await measureUnrelatedPair(broker.url, seconds);
  const reported = once(child, 'message');
  child.send('stop');
  const [report] = (await reported) as [FloodReport];
  return { p99Micros, peakBytes: peak.bytes(), deliveredPerSecond: Math.round(report.delivered / seconds) };
}

function watchPeak({ pid }: BrokerProcess): Disposable & { bytes(): number } {
  const sampler: UsageSampler = startUsageSampler(pid);
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, sampler.sample()?.memoryBytes ?? 0);
  };
  const timer = setInterval(look, lookEveryMillis);
  return {
    bytes() {
      look();
      return peak;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      sampler[Symbol.dispose]();
    },
  };
}

function line(round: Round | undefined): string {
  if (round === undefined) return '';
  const { p99Micros, peakBytes, deliveredPerSecond } = round;
  return `p99 ${Math.round(p99Micros)} us, ${mebibytes(peakBytes)}, ${deliveredPerSecond}/s to the healthy`;
}

function medianOf(rounds: readonly Round[], measure: keyof Round): number {
  const sorted = rounds.map((round) => round[measure]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
