import type { NamedWorkload } from './named-workload.ts';
import { type Flow, type Phases, type Sweep, type Workload, workloadSchema } from './schema.ts';
import { varies, withParameter } from './stages.ts';

/** Flags of the command line that change a workload. */
export interface Overrides {
  readonly rate?: number;
  readonly qos?: 0 | 1 | 2;
  readonly payload?: number;
  /** Publishers, each with a subscriber of its own. */
  readonly pairs?: number;
  readonly connections?: number;
  readonly duration?: number;
  readonly warmup?: number;
}

/** A flag that a workload has no use for. */
export class OverrideError extends Error {
  readonly code = 'bad-override';
  override readonly name = 'OverrideError';
}

/**
 * The workload with the flags in it; what it would have varied of them it no longer does.
 *
 * @throws OverrideError when a flag means nothing to this scenario, or sets what no file could
 */
export function withOverrides(named: NamedWorkload, flags: Overrides): NamedWorkload {
  let { workload } = named;
  const set = (flag: string, key: keyof Sweep, value: number): void => {
    if (!varies(workload, key)) {
      throw new OverrideError(
        `--${flag} means nothing to the workload ${named.name}: leave it out, or name another workload.`,
      );
    }
    workload = checked(flag, value, withoutSweep(withParameter(workload, key, value), key));
  };
  if (flags.rate !== undefined) set('rate', 'ratePerSecond', flags.rate);
  if (flags.qos !== undefined) set('qos', 'qos', flags.qos);
  if (flags.payload !== undefined) set('payload', 'payloadBytes', flags.payload);
  if (flags.connections !== undefined) set('connections', 'connections', flags.connections);
  if (flags.pairs !== undefined) workload = withPairs(named, workload, flags.pairs);
  const setPhase = (flag: string, key: keyof Phases, value: number): void => {
    workload = checked(flag, value, { ...workload, phases: { ...workload.phases, [key]: value } });
  };
  if (flags.duration !== undefined) setPhase('duration', 'measureSeconds', flags.duration);
  if (flags.warmup !== undefined) setPhase('warmup', 'warmupSeconds', flags.warmup);
  return {
    ...named,
    workload,
    overrides: Object.fromEntries(
      Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [[flag, String(value)]])),
    ),
  };
}

/** A flag may set what a file may say, and no more. */
function checked(flag: string, value: number, workload: Workload): Workload {
  const problem = workloadSchema.safeParse(workload).error?.issues[0];
  if (problem === undefined) return workload;
  throw new OverrideError(`--${flag} must be ${problem.message}, not ${value}.`);
}

function withoutSweep(workload: Workload, key: keyof Sweep): Workload {
  const { [key]: _gone, ...sweep } = workload.sweep;
  return { ...workload, sweep };
}

function withPairs(named: NamedWorkload, workload: Workload, pairs: number): Workload {
  if (!('flows' in workload) || !workload.flows.every(({ delivery }) => delivery === 'pairs')) {
    throw new OverrideError(`--pairs means nothing to the workload ${named.name}: its flows are not pairs.`);
  }
  const paired = (flow: Flow): Flow => ({
    ...flow,
    publishers: pairs,
    subscribers: flow.subscribers === 0 ? 0 : pairs,
  });
  return { ...workload, flows: workload.flows.map(paired) };
}
