import { availableParallelism } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import {
  defaultVersion,
  type NamedWorkload,
  parseThreshold,
  readWorkload,
  stagesOf,
  type Threshold,
  thresholdOf,
  withOverrides,
} from '../bench/index.ts';
import { benchReport, renderBenchHtml, renderHgrmFiles, screenOf } from '../report/index.ts';
import { benchAndCollect } from './bench-and-collect.ts';
import { countingNumber, fromZero, mqttOption, positiveNumber, qosNumber } from './options.ts';
import { presets } from './presets.ts';
import { assertWritable, writeFiles, writeText } from './text-file.ts';

/** `mqtt-assay bench`: measures brokers. */
export function benchCommand(setExitCode: (code: number) => void) {
  return new Command('bench')
    .description('measure the latency and throughput of one or several brokers')
    .argument(
      '[target...]',
      `URL (mqtt, mqtts, ws, wss), profile file, or one of: ${presets.map(({ name }) => name).join(', ')} (default: reference)`,
    )
    .option(
      '--workload <name>',
      'what to measure: see "mqtt-assay workloads", or a file of your own',
      'latency',
    )
    .option('--rate <n>', 'messages per second', positiveNumber)
    .option('--qos <n>', '0, 1 or 2', qosNumber)
    .option('--payload <bytes>', 'payload of each message, at least 16', countingNumber)
    .option('--pairs <n>', 'publishers, each with a subscriber of its own', countingNumber)
    .option('--connections <n>', 'connections of a storm', countingNumber)
    .option('--duration <s>', 'length of the measured phase', positiveNumber)
    .option('--warmup <s>', 'length of the phase before it, which does not count', fromZero)
    .addOption(mqttOption)
    .option('--workers <n>', 'generator processes', countingNumber, defaultWorkers())
    .option('--interleave <n>', 'measure each target so often, in turns: A B A B', countingNumber, 1)
    .option('--threshold <expr...>', 'limits such as "e2e.p99<25ms" or "loss==0"; exit 99 when one is broken')
    .option('--pid <n>', 'process of the target, for its CPU and memory, when it is not ours', countingNumber)
    .option('--out <file.ndjson>', 'write the result file')
    .option('--html <file>', 'write the HTML report')
    .option('--hgrm <folder>', 'write the percentile distributions, for plotters of HdrHistograms')
    .action(async (targetWords, options) => {
      if (options.html !== undefined) assertWritable(options.html);
      const named = withOverrides(await readWorkload(options.workload), overridesOf(options));
      const { result, exitCode } = await benchAndCollect({
        targetWords,
        workload: named,
        stages: stagesOf(named.workload, named.name),
        mqtt: options.mqtt ?? defaultVersion(named.workload),
        workers: options.workers,
        rounds: options.interleave,
        thresholds: [...thresholdsOf(named), ...(options.threshold ?? []).map(parseThreshold)],
        ...(options.pid === undefined ? {} : { pid: options.pid }),
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      process.stdout.write(benchReport(result, { screen: screenOf(process.stdout, process.env) }));
      if (options.html !== undefined) writeText(options.html, await renderBenchHtml(result));
      if (options.hgrm !== undefined) writeFiles(options.hgrm, await renderHgrmFiles(result));
      setExitCode(exitCode);
    });
}

/** Half of the cores: the other half is the target's. */
function defaultWorkers(): number {
  return Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
}

function thresholdsOf({ workload }: NamedWorkload): readonly Threshold[] {
  return Object.entries(workload.thresholds).map(([name, limit]) =>
    typeof limit === 'string'
      ? thresholdOf(name, limit, 'report')
      : thresholdOf(name, limit.limit, limit.abort ? 'abort' : 'report'),
  );
}

interface BenchFlags {
  readonly rate?: number | undefined;
  readonly qos?: 0 | 1 | 2 | undefined;
  readonly payload?: number | undefined;
  readonly pairs?: number | undefined;
  readonly connections?: number | undefined;
  readonly duration?: number | undefined;
  readonly warmup?: number | undefined;
}

function overridesOf(flags: BenchFlags) {
  const { rate, qos, payload, pairs, connections, duration, warmup } = flags;
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(qos === undefined ? {} : { qos }),
    ...(payload === undefined ? {} : { payload }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(connections === undefined ? {} : { connections }),
    ...(duration === undefined ? {} : { duration }),
    ...(warmup === undefined ? {} : { warmup }),
  };
}
