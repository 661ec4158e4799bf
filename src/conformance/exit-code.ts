import type { CaseLine } from './result.ts';
import type { Saboteur } from './sabotage/saboteur.ts';
import type { Verdict } from './verdict.ts';

/** What the exit status of `check` tells a build. */
export const exitCodes = {
  conforms: 0,
  failsMust: 1,
  inconclusive: 2,
  staleBaseline: 3,
  nothingMatched: 4,
  usage: 64,
  thresholdBreached: 99,
} as const;

export interface Outcome {
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** The run ended before its plan: the target died, or it was interrupted. */
  readonly aborted: boolean;
  /** `strict` turns warnings into failures. */
  readonly warnings: 'reported' | 'strict';
}

/** Anything that was not proven to pass changes the exit code; a run in which nothing ran proves nothing. */
export function exitCodeOf({ counts, aborted, warnings }: Outcome): number {
  const count = (verdict: Verdict) => counts[verdict] ?? 0;
  if (aborted) return exitCodes.inconclusive;
  if (count('fail') > 0) return exitCodes.failsMust;
  if (warnings === 'strict' && count('warn') > 0) return exitCodes.failsMust;
  if (count('inconclusive') + count('error') > 0) return exitCodes.inconclusive;
  if (count('pass') + count('warn') === 0) return exitCodes.inconclusive;
  return exitCodes.conforms;
}

/** What the exit code of an audit looks at in a line. */
export type AuditedLine = Pick<CaseLine, 'verdict' | 'saboteur' | 'findings'>;

/**
 * The honest proxy must pass, and every lie must be caught: by a failure or a warning that blames a statement
 * which the lie breaks. A case that notices and blames another accuses falsely.
 */
export function auditExitCode(
  lines: readonly AuditedLine[],
  saboteurs: readonly Pick<Saboteur, 'id' | 'breaks'>[],
  aborted: string | undefined,
): number {
  const breaks = new Map(saboteurs.map((one) => [one.id, new Set<string>(one.breaks)] as const));
  const sound = lines.every(({ verdict, saboteur, findings }) => {
    if (saboteur === 'honest') return verdict === 'pass';
    const broken = breaks.get(saboteur ?? '');
    const blamed = (findings ?? []).flatMap(({ statements }) => statements);
    return (verdict === 'fail' || verdict === 'warn') && blamed.some((id) => broken?.has(id));
  });
  if (!sound) return exitCodes.failsMust;
  return aborted === undefined && lines.length > 0 ? exitCodes.conforms : exitCodes.inconclusive;
}
