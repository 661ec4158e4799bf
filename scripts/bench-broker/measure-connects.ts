import { once } from 'node:events';
import { startUsageSampler } from '../../src/bench/machine/process-usage.ts';
import { bounds } from '../../src/bench/run/verdict.ts';
import { medianOf } from '../../src/bench/statistics/averages.ts';
import { forkProgram, type Program } from '../../src/bench/worker/fork-program.ts';
import type { Burst, BurstDone, BurstFailed } from './connect-burst.ts';
import type { Contender } from './contender.ts';
import type { Entry } from './outcome.ts';
import { type Running, startAll } from './running.ts';

export interface ConnectsPlan {
  readonly atOnce: number;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

interface Reached {
  readonly perSecond: number;
  readonly generatorBusy: number;
  readonly cores: number;
}

const connectionsInBurst = 2000;
const warmUpBursts = 4;

/** Bursts of connections into each broker in turns, until its time is up; what is between the bursts does not count. */
export async function measureConnects(plan: ConnectsPlan): Promise<readonly Entry[]> {
  const { program } = await forkProgram(new URL('connect-loop', import.meta.url));
  await using _loop = program;
  await using running = await startAll(plan.contenders);
  const reached: Reached[][] = plan.contenders.map(() => []);
  const inTurns = [...running.targets.entries()];
  for (const target of running.targets) await bursts(program, plan, target, warmUpBursts);
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const [at, target] of round % 2 === 1 ? inTurns : inTurns.toReversed()) {
      if (!plan.signal.aborted) reached[at]?.push(await bursts(program, plan, target));
    }
  }
  return plan.contenders.map((contender, at) =>
    entryOf(contender, running.targets[at]?.open.target.product, reached[at] ?? []),
  );
}

/** @param count of the bursts; without it, so many as the seconds of the plan hold */
async function bursts(
  program: Program,
  { atOnce, seconds }: ConnectsPlan,
  target: Running,
  count = Number.POSITIVE_INFINITY,
): Promise<Reached> {
  const { open, pid = 0 } = target;
  const burst: Burst = {
    port: Number(new URL(open.target.url).port),
    connections: connectionsInBurst,
    atOnce,
  };
  using usage = startUsageSampler(pid);
  const deadline = performance.now() + seconds * 1000;
  const sum = { connections: 0, seconds: 0, cpuSeconds: 0, brokerSeconds: 0 };
  for (let done = 0; done < count && (done === 0 || performance.now() < deadline); done += 1) {
    usage.sample();
    const result = await ask(program, burst);
    sum.brokerSeconds += (usage.sample()?.cpuCores ?? Number.NaN) * result.seconds;
    sum.connections += burst.connections;
    sum.seconds += result.seconds;
    sum.cpuSeconds += result.cpuSeconds;
  }
  return {
    perSecond: sum.connections / sum.seconds,
    generatorBusy: sum.cpuSeconds / sum.seconds,
    cores: sum.brokerSeconds / sum.seconds,
  };
}

async function ask({ child }: Program, burst: Burst): Promise<BurstDone> {
  const settled = new AbortController();
  const answered = once(child, 'message', settled);
  const ended = once(child, 'exit', settled).then(([code]): never => {
    throw new Error(`the connect loop ended with ${code}`);
  });
  // The one that comes second is given up, which nobody needs to hear of.
  for (const either of [answered, ended]) either.catch(() => undefined);
  child.send(burst);
  const [answer] = (await Promise.race([answered, ended])) as [BurstDone | BurstFailed];
  settled.abort();
  if (answer.kind === 'failed') throw new Error(`the connect loop failed: ${answer.reason}`);
  return answer;
}

function entryOf({ side, name }: Contender, product: string | undefined, reached: readonly Reached[]): Entry {
  const rate = reached.map(({ perSecond }) => perSecond);
  const generatorBusy = medianOf(reached.map((one) => one.generatorBusy));
  const cores = medianOf(reached.map((one) => one.cores));
  // A broker that is not at its own limit was waiting for the connect loop.
  const isBound = generatorBusy > bounds.busy && cores < bounds.busy;
  return {
    side,
    name,
    ...(product === undefined ? {} : { product }),
    values: { rate },
    worth: rate.length === 0 ? 'unusable' : isBound ? 'at-least' : 'as-shown',
    generatorBusy,
    cores,
    remarks: [],
  };
}
