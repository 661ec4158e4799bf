import { readWorkload, stagesOf, withOverrides } from '../../src/bench/index.ts';
import type { MeasurementLine } from '../../src/bench/result.ts';
import { measure } from '../../src/bench/run/measure.ts';
import type { RunContext } from '../../src/bench/run/run-context.ts';
import { medianOf } from '../../src/bench/statistics/averages.ts';
import type { PlannedStage } from '../../src/bench/workload/stages.ts';
import type { Contender } from './contender.ts';
import type { Entry } from './outcome.ts';
import { startAll } from './running.ts';

export interface IdlePlan {
  readonly connections: number;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
}

const holdSeconds = 2;
const figureName = 'target memory per connection';

/** A process that has held connections keeps memory of them: each round has a new one. */
export async function measureIdle(context: RunContext, plan: IdlePlan): Promise<readonly Entry[]> {
  const planned = await stageOf(plan);
  const lines: MeasurementLine[][] = plan.contenders.map(() => []);
  const products: (string | undefined)[] = [];
  const inTurns = [...plan.contenders.entries()];
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const [at, contender] of round % 2 === 1 ? inTurns : inTurns.toReversed()) {
      if (context.signal.aborted) break;
      await using running = await startAll([contender]);
      const [target] = running.targets;
      if (target === undefined) continue;
      products[at] = target.open.target.product;
      lines[at]?.push(await measure(context, target, { planned, round }, undefined));
    }
  }
  return plan.contenders.map((contender, at) => entryOf(contender, products[at], lines[at] ?? []));
}

async function stageOf({ connections }: IdlePlan): Promise<PlannedStage> {
  const named = withOverrides(await readWorkload('idle-connections'), { connections, duration: holdSeconds });
  const [planned] = stagesOf(named.workload, named.name);
  if (planned === undefined) throw new Error('The workload idle-connections has no stage.');
  return planned;
}

function entryOf(
  { side, name }: Contender,
  product: string | undefined,
  lines: readonly MeasurementLine[],
): Entry {
  const memory = lines.flatMap(({ figures }) =>
    figures.filter((figure) => figure.name === figureName).map(({ value }) => value),
  );
  const broken = lines.filter(({ status }) => status !== 'valid' && status !== 'generator-bound');
  return {
    side,
    name,
    ...(product === undefined ? {} : { product }),
    values: { memory },
    worth: memory.length === 0 || broken.length > 0 ? 'unusable' : 'as-shown',
    generatorBusy: medianOf(lines.map(({ generator }) => generator.busy)),
    remarks: broken.map(({ round, reason, status }) => `round ${round}: ${reason ?? status}`),
  };
}
