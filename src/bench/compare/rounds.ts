import type { BenchResult } from '../bench-result.ts';
import type { MeasurementLine } from '../result.ts';
import { isBoundByRate } from '../run/verdict.ts';

/** One target of one file, by a name that the other side does not have. */
export interface Candidate {
  readonly result: BenchResult;
  readonly target: string;
  readonly name: string;
}

/** The rounds of a target in a stage, or why they cannot be compared. */
export type StageRounds = CountedRounds | { readonly kind: 'refused'; readonly reason: string };

export interface CountedRounds {
  readonly kind: 'counted';
  readonly candidate: Candidate;
  /** At least one, by round. */
  readonly lines: readonly MeasurementLine[];
  /** What a reader must know of them. */
  readonly notes: readonly string[];
}

/** Which rounds of a target count: whole ones whose numbers are the target's. */
export function roundsOf(candidate: Candidate, stage: string): StageRounds {
  const { result, target, name } = candidate;
  const all = result.measurements
    .filter((line) => line.target === target && line.stage === stage)
    .sort((a, b) => a.round - b.round);
  if (all.length === 0) return refused(`${name} was not measured in this stage: the run ended before.`);

  const bound = all.filter(({ status }) => status === 'generator-bound');
  if (bound.some(isBoundByRate) || all.length - bound.length < Math.min(all.length, fewestLeft))
    return refused(
      `In ${bound.length} of ${all.length} rounds of ${name} the generator was the limit, so the numbers are not the target's.`,
    );

  const lines = all.filter(({ status }) => status === 'valid' || status === 'failed');
  const rest = all.filter((line) => !lines.includes(line));
  if (lines.length === 0) return refused(statusText(name, rest, all.length));
  const failed = lines.filter(({ status }) => status === 'failed');
  return {
    kind: 'counted',
    candidate,
    lines,
    notes: [
      ...(rest.length === 0 ? [] : [`${stage}: ${statusText(name, rest, all.length)} The others count.`]),
      ...(failed.length === 0 ? [] : [`${stage}: ${statusText(name, failed, all.length)}`]),
      ...lossNotes(name, stage, lines),
    ],
  };
}

/** So many rounds must be left when others are dropped. */
const fewestLeft = 3;

/** Who drops what comes late has the better percentiles. */
function lossNotes(name: string, stage: string, lines: readonly MeasurementLine[]): readonly string[] {
  const lost = lines.reduce((sum, { total }) => sum + total.lost, 0);
  const expected = lines.reduce((sum, { total }) => sum + total.expected, 0);
  if (lost === 0 || expected === 0) return [];
  const percent = ((100 * lost) / expected).toPrecision(2);
  return [
    `${stage}: ${name} lost ${lost} of ${expected} messages (${percent} %); its latencies are those of the rest.`,
  ];
}

/** `In 1 of 5 rounds aedes died: it closed all connections.` */
function statusText(name: string, lines: readonly MeasurementLine[], rounds: number): string {
  const [first] = lines;
  if (first === undefined) return '';
  const reason = first.reason === undefined ? '.' : `: ${withFullStop(first.reason)}`;
  return `In ${lines.length} of ${rounds} rounds ${name} ${verbOf(first.status)}${reason}`;
}

function verbOf(status: MeasurementLine['status']): string {
  switch (status) {
    case 'valid':
      return 'was measured';
    case 'generator-bound':
      return 'was not the limit, but the generator';
    case 'failed':
      return 'broke a guarantee';
    case 'died':
      return 'died';
    case 'interrupted':
      return 'was interrupted';
    case 'skipped':
      return 'was skipped';
    case 'error':
      return 'could not be measured';
  }
}

function withFullStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function refused(reason: string): StageRounds {
  return { kind: 'refused', reason };
}
