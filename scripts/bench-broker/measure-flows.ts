import { startNullSink } from '../../src/bench/null-sink/null-sink.ts';
import type { CalibrationLine, MeasurementLine } from '../../src/bench/result.ts';
import { calibrate } from '../../src/bench/run/calibrate.ts';
import { measure } from '../../src/bench/run/measure.ts';
import type { RunContext } from '../../src/bench/run/run-context.ts';
import { watchSurroundings } from '../../src/bench/run/surroundings.ts';
import { workloadSchema } from '../../src/bench/workload/schema.ts';
import { type PlannedStage, stagesOf } from '../../src/bench/workload/stages.ts';
import type { Entry } from './outcome.ts';
import type { FlowForm, FlowRun } from './row.ts';
import { type Running, startAll } from './running.ts';
import { entryOf } from './summarise.ts';

export interface FlowPlan {
  readonly name: string;
  readonly runs: readonly FlowRun[];
  readonly rounds: number;
  readonly seconds: number;
  /** One message under way is limited by the way there and back, and not by what the generator can do. */
  readonly isLatency: boolean;
}

const warmupSeconds = 0.3;
/** Programs that compile as they run are slow at first, and whoever comes first would be measured so. */
const firstWarmupSeconds = 1;

/** Measures all contenders of a row in turns: A B C, C B A, and so on. */
export async function measureFlows(context: RunContext, plan: FlowPlan): Promise<readonly Entry[]> {
  await using running = await startAll(plan.runs.map(({ contender }) => contender));
  const ceilings = await calibrateEach(context, plan);
  const lines: MeasurementLine[][] = plan.runs.map(() => []);
  const inTurns = [...plan.runs.entries()];
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const [at, run] of round % 2 === 1 ? inTurns : inTurns.toReversed()) {
      if (context.signal.aborted) break;
      const planned = round === 0 ? warmUpOf(plan, run.flow) : stageOf(plan, run.flow, plan.seconds);
      const target = running.targets[at] as Running;
      const line = await measure(context, target, { planned, round }, ceilings.get(run.flow));
      if (round > 0) lines[at]?.push(line);
    }
  }
  return plan.runs.map((run, at) =>
    entryOf({
      run,
      product: running.targets[at]?.open.target.product,
      lines: lines[at] ?? [],
      isLatency: plan.isLatency,
    }),
  );
}

/** What the generator reaches with each kind of flow when the other side does nothing. */
async function calibrateEach(
  context: RunContext,
  plan: FlowPlan,
): Promise<ReadonlyMap<FlowForm, CalibrationLine>> {
  const ceilings = new Map<FlowForm, CalibrationLine>();
  for (const flow of new Set(plan.runs.map((run) => run.flow))) {
    await using sink = await startNullSink();
    using surroundings = watchSurroundings({ pid: sink.pid });
    const view = { sink, look: surroundings.look };
    const calibration = await calibrate(context, view, stageOf(plan, flow, plan.seconds));
    if (calibration !== undefined) ceilings.set(flow, calibration);
  }
  return ceilings;
}

function warmUpOf(plan: FlowPlan, flow: FlowForm): PlannedStage {
  return stageOf(plan, flow, firstWarmupSeconds);
}

function stageOf({ name }: FlowPlan, flow: FlowForm, measureSeconds: number): PlannedStage {
  const workload = workloadSchema.parse({
    scenario: 'flows',
    summary: name,
    phases: { warmupSeconds, measureSeconds },
    flows: [flow],
  });
  const [planned] = stagesOf(workload, name);
  if (planned === undefined) throw new Error(`The workload ${name} has no stage.`);
  return planned;
}
