import type { Stage } from '../result.ts';
import type { Flow, Sweep, Workload } from './schema.ts';

/** One stage of a run: the workload with one combination of what its file varies. */
export interface PlannedStage {
  readonly stage: Stage;
  readonly workload: Workload;
}

type Parameters = Stage['parameters'];
type Parameter = Parameters[string];

/**
 * The stages of a workload: every combination of the values under `[sweep]`, the last key changing fastest.
 *
 * @param name of the workload, for its only stage when it varies nothing
 */
export function stagesOf(workload: Workload, name: string): readonly PlannedStage[] {
  const combinations = combinationsOf(workload.sweep);
  return combinations.map((parameters) => ({
    stage: { name: nameOf(parameters) || name, parameters },
    workload: Object.entries(parameters).reduce(
      (changed, [key, value]) => withParameter(changed, key as keyof Sweep, value),
      workload,
    ),
  }));
}

function combinationsOf(sweep: Sweep): readonly Parameters[] {
  return Object.entries(sweep).reduce<readonly Parameters[]>(
    (sofar, [key, values]) =>
      sofar.flatMap((parameters) => values.map((value: Parameter) => ({ ...parameters, [key]: value }))),
    [{}],
  );
}

const words: Readonly<Record<keyof Sweep, (value: Parameter) => string>> = {
  qos: (value) => `QoS ${value}`,
  payloadBytes: (value) => `${value} B`,
  ratePerSecond: (value) => `${value} msg/s`,
  topicAlias: (value) => (value === true ? 'with Topic Alias' : 'without Topic Alias'),
  stalledSubscribers: (value) => `${value} stalled`,
  backgroundSubscriptions: (value) => `${value} other subscriptions`,
  connections: (value) => `${value} connections`,
};

function nameOf(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([key, value]) => words[key as keyof Sweep](value))
    .join(', ');
}

/** Whether the key is a number of the workload that a stage, or a flag, can set. */
export function varies(workload: Workload, key: keyof Sweep): boolean {
  if (!('flows' in workload)) return key in workload;
  // A search sets the rate itself.
  if (key === 'ratePerSecond') return workload.scenario === 'flows';
  return key !== 'connections';
}

/** The workload with one of its numbers set; for flows, in all of them. */
export function withParameter(workload: Workload, key: keyof Sweep, value: Parameter): Workload {
  if (!('flows' in workload)) return key in workload ? { ...workload, [key]: value } : workload;
  if (key === 'backgroundSubscriptions') return { ...workload, backgroundSubscriptions: Number(value) };
  if (key === 'ratePerSecond') return { ...workload, flows: atRate(workload.flows, Number(value)) };
  return {
    ...workload,
    flows: workload.flows.map((flow) => (key in flow ? { ...flow, [key]: value } : flow)),
  };
}

/** A rate of all flows together: each keeps its share of it, and its kind of arrivals where that has a rate. */
function atRate(flows: readonly Flow[], ratePerSecond: number): Flow[] {
  const rates = flows.map(({ load }) => ('ratePerSecond' in load ? load.ratePerSecond : undefined));
  const total = rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
  return flows.map((flow, index): Flow => {
    const { load } = flow;
    const own = rates[index];
    if (own === undefined || !('ratePerSecond' in load) || rates.includes(undefined)) {
      return { ...flow, load: { kind: 'constant', ratePerSecond: ratePerSecond / flows.length } };
    }
    return { ...flow, load: { ...load, ratePerSecond: (ratePerSecond * own) / total } };
  });
}
