import type { BrokerOptions } from '../../../reference-broker/index.ts';
import { type ServedBroker, serveBroker } from '../../../reference-broker/serve.ts';
import { nowMicros } from '../generator/clock.ts';
import { histogramOf } from '../recorder/bins.ts';
import { createRecorder, type Recorded } from '../recorder/recorder.ts';
import type { LatencyMetric } from '../result.ts';
import type { LoadReport, WorkerPhase } from '../worker/protocol.ts';
import { workloadSchema } from '../workload/schema.ts';
import type { OpenScenario, RunningScenario } from './scenario.ts';

export interface RunOptions {
  readonly url: string;
  /** As the workload file would say it; short phases are filled in. */
  readonly workload: Readonly<Record<string, unknown>> & { readonly phases?: object };
  readonly mqtt?: '3.1.1' | '5.0';
  readonly worker?: number;
  readonly workers?: number;
  readonly finish?: AbortSignal;
  readonly whenOpen?: () => unknown;
  readonly whenLoaded?: () => unknown;
}

/** What came of one load. */
export interface Ran {
  readonly report: LoadReport;
  readonly phases: readonly WorkerPhase[];
  /** What was counted in a phase. */
  counted(phase: WorkerPhase): Recorded['counts'];
  /** How many values a metric got in the measured phase and the drain. */
  measured(metric: LatencyMetric): number;
}

const shortPhases = { warmupSeconds: 0, measureSeconds: 5, drainSeconds: 5, connectSeconds: 10 };

/** Opens a scenario, loads it once and closes it, as a worker does. */
export async function runScenario(open: OpenScenario, options: RunOptions): Promise<Ran> {
  const { whenOpen, whenLoaded, finish = new AbortController().signal } = options;
  const workload = workloadSchema.parse({
    summary: 's',
    ...options.workload,
    phases: { ...shortPhases, ...options.workload.phases },
  });
  const recorder = createRecorder();
  const phases: WorkerPhase[] = ['connect'];
  const recorded: Recorded[] = [];
  let running: RunningScenario | undefined;
  try {
    running = await open({
      plan: {
        url: options.url,
        dial: {},
        mqtt: options.mqtt ?? '3.1.1',
        runTag: 'test',
        worker: options.worker ?? 0,
        workers: options.workers ?? 1,
        pacing: 'timer',
        workload,
      },
      recorder,
      finish,
      phase(next) {
        recorded.push(recorder.take());
        phases.push(next);
      },
      worked: () => undefined,
      slept: () => undefined,
      pace: () => {
        throw new Error('none of these scenarios has a pace');
      },
    });
    await whenOpen?.();
    const { warmupSeconds, measureSeconds, drainSeconds } = workload.phases;
    const load = { startMicros: nowMicros(), warmupSeconds, measureSeconds, drainSeconds };
    const report = await running.load(load);
    recorded.push(recorder.take());
    await whenLoaded?.();
    return {
      report,
      phases,
      counted: (phase) => recorded[phases.indexOf(phase)]?.counts ?? noCounts,
      measured: (metric) =>
        recorded.reduce((sum, { bins }, at) => {
          const own = bins[metric];
          const isMeasured = phases[at] === 'measure' || phases[at] === 'drain';
          return own !== undefined && isMeasured ? sum + histogramOf(own).totalCount : sum;
        }, 0),
    };
  } finally {
    await running?.close();
  }
}

const noCounts = { sent: 0, acknowledged: 0, delivered: 0, connections: 0 };

/** The reference broker, listening in this process. */
export function startBroker(options: BrokerOptions = {}): Promise<ServedBroker> {
  return serveBroker({ url: 'mqtt://127.0.0.1:0', ...options });
}
