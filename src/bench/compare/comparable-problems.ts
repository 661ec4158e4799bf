import type { BenchResult } from '../bench-result.ts';
import type { BenchLine, Stage } from '../result.ts';

/**
 * Why two results must not be compared, a sentence each: what differs besides the target, and so may be the
 * cause of any difference. None: they were measured alike.
 */
export function comparableProblems(a: BenchResult, b: BenchResult): readonly string[] {
  const workloads = workloadProblem(a.bench.workload, b.bench.workload);
  return [
    ...workloads,
    ...differing('The command line changed the workload differently', a, b, ({ workload }) =>
      textOf(workload.overrides),
    ),
    // Of another workload the stages are others too: that is said already.
    ...(workloads.length > 0 ? [] : differing('The stages differ', a, b, ({ stages }) => stagesText(stages))),
    ...differing('The version of MQTT differs', a, b, ({ mqtt }) => mqtt),
    ...differing('The number of generator processes differs', a, b, ({ workers }) => String(workers)),
    ...differing('The CPU differs', a, b, ({ machine }) => machine.cpu),
    ...differing('The number of cores differs', a, b, ({ machine }) => String(machine.cores)),
    ...differing('The kernel differs', a, b, ({ machine }) => machine.kernel),
    ...differing('The version of Node.js differs', a, b, ({ machine }) => machine.node),
    ...governorProblem(a.bench.machine, b.bench.machine),
  ];
}

function workloadProblem(a: BenchLine['workload'], b: BenchLine['workload']): readonly string[] {
  if (a.text === b.text) return [];
  if (a.name !== b.name) return [`The workload differs: ${a.name} against ${b.name}.`];
  return [`The workload differs: both files call it ${a.name}, but its text is not the same.`];
}

function differing(
  finding: string,
  a: BenchResult,
  b: BenchResult,
  of: (bench: BenchLine) => string,
): readonly string[] {
  const [first, second] = [of(a.bench), of(b.bench)];
  return first === second ? [] : [`${finding}: ${first} against ${second}.`];
}

/** Not every system tells its governor: what is not known does not differ. */
function governorProblem(a: BenchLine['machine'], b: BenchLine['machine']): readonly string[] {
  if (a.governor === undefined || b.governor === undefined || a.governor === b.governor) return [];
  return [`The frequency governor differs: ${a.governor} against ${b.governor}.`];
}

function stagesText(stages: readonly Stage[]): string {
  return stages.map(({ name, parameters }) => `${name} (${textOf(parameters)})`).join(', ');
}

/** In the order of the names: the order in a file has no meaning. */
function textOf(parameters: Stage['parameters']): string {
  const parts = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  if (parts.length === 0) return 'nothing';
  return parts.map(([name, value]) => `${name} = ${value}`).join(', ');
}
