import type { MeasurementLine } from '../../src/bench/result.ts';
import { medianOf } from '../../src/bench/statistics/averages.ts';
import type { Entry } from './outcome.ts';
import type { FlowForm, FlowRun } from './row.ts';

export interface Measured {
  readonly run: FlowRun;
  readonly product: string | undefined;
  readonly lines: readonly MeasurementLine[];
  readonly isLatency: boolean;
}

/** What the rounds of one contender come to. */
export function entryOf({ run, product, lines, isLatency }: Measured): Entry {
  const { contender, flow } = run;
  const usable = lines.filter(({ status }) => status === 'valid' || status === 'generator-bound');
  const ceilings = lines.flatMap(({ ofCeiling }) => (ofCeiling === undefined ? [] : [ofCeiling]));
  const cores = lines.flatMap(({ usage }) => (usage === undefined ? [] : [usage.cpuCores]));
  return {
    side: contender.side,
    name: `${contender.name}, ${windowOf(flow)} under way`,
    ...(product === undefined ? {} : { product }),
    values: isLatency
      ? { rate: ratesOf(usable), p50: latencies(usable, 'p50'), p99: latencies(usable, 'p99') }
      : { rate: ratesOf(usable) },
    worth: worthOf(lines, usable, isLatency),
    ...(ceilings.length === 0 || isLatency ? {} : { ofCeiling: medianOf(ceilings) }),
    generatorBusy: medianOf(lines.map(({ generator }) => generator.busy)),
    ...(cores.length === 0 ? {} : { cores: medianOf(cores) }),
    remarks: remarksOf(lines),
  };
}

function windowOf({ publishers = 1, load }: FlowForm): string {
  return publishers === 1 ? `${load.inflight}` : `${publishers} x ${load.inflight}`;
}

function ratesOf(lines: readonly MeasurementLine[]): readonly number[] {
  return lines.map(({ ratePerSecond }) => ratePerSecond);
}

function latencies(lines: readonly MeasurementLine[], percentile: 'p50' | 'p99'): readonly number[] {
  return lines.flatMap(({ latencies: { e2e } }) => (e2e === undefined ? [] : [e2e[percentile]]));
}

/** The latency of a single message has no ceiling: the generator waits for it, whatever it could do besides. */
function worthOf(
  lines: readonly MeasurementLine[],
  usable: readonly MeasurementLine[],
  isLatency: boolean,
): Entry['worth'] {
  if (usable.length === 0 || usable.length < lines.length) return 'unusable';
  const bound = usable.filter(({ status }) => status === 'generator-bound').length;
  return !isLatency && bound * 2 > usable.length ? 'at-least' : 'as-shown';
}

function remarksOf(lines: readonly MeasurementLine[]): readonly string[] {
  const remarks = lines.flatMap(({ round, status, reason, total }) => {
    if (status !== 'valid' && status !== 'generator-bound') return [`round ${round}: ${reason ?? status}`];
    // At QoS 0 a loss breaks nothing, but who loses messages has less to do.
    return total.lost > 0 ? [`round ${round}: ${total.lost} of ${total.expected} messages were lost`] : [];
  });
  const foreign = Math.max(0, ...lines.map(({ generator }) => generator.foreignCpu ?? 0));
  return foreign > 0.05
    ? [...remarks, `other programs used up to ${Math.round(foreign * 100)} % of the machine`]
    : remarks;
}
