import type { BenchResult } from '../../../bench/bench-result.ts';
import type { BenchLine } from '../../../bench/result.ts';
import { labelled, paint, type Screen } from '../../terminal/screen.ts';
import { printable } from '../../text.ts';
import { machineText, planText } from '../machine.ts';
import { workloadParameters } from '../workload-parameters.ts';

/** What was measured, of whom, and on which machine. */
export function headLines({ bench }: BenchResult, screen: Screen): readonly string[] {
  const { workload } = bench;
  const field = (label: string, text: string): readonly string[] =>
    labelled(label.padEnd(labelWidth), printable(text), screen);
  const overrides = Object.entries(workload.overrides).map(([name, value]) => `--${name} ${value}`);
  return [
    `${paint(screen, 'strong', printable(workload.name))}  ${printable(workload.summary)}`,
    ...workloadParameters(workload.text).flatMap(({ name, values }) =>
      field(name === '' ? workload.scenario : name, values.join(' · ')),
    ),
    ...(overrides.length === 0 ? [] : field('changed by', overrides.join(' '))),
    ...field('run', planText(bench)),
    ...field('machine', machineText(bench.machine)),
    ...targetTexts(bench).flatMap((text, index) =>
      labelled((index === 0 ? 'targets' : '').padEnd(labelWidth), text, screen),
    ),
  ];
}

function targetTexts({ targets }: BenchLine): readonly string[] {
  const wide = (of: (target: BenchLine['targets'][number]) => string): number =>
    Math.min(40, Math.max(...targets.map((target) => printable(of(target)).length)));
  const name = wide((target) => target.name);
  const url = wide((target) => target.url);
  return targets.map((target) =>
    `${printable(target.name).padEnd(name)}  ${printable(target.url).padEnd(url)}  ${printable(target.product ?? '')}`.trimEnd(),
  );
}

const labelWidth = 18;
