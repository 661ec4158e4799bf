import type { CaseLine } from '../conformance/result.ts';
import type { Verdict } from '../conformance/verdict.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import type { ResultFile } from './read-result.ts';
import type { Section } from './sections.ts';
import { compareSections, sectionOf } from './sections.ts';
import type { StatementResult, StatementState } from './statement-state.ts';
import { statementResults } from './statement-state.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;
export type StateCounts = Readonly<Record<StatementState, number>>;

/** The statements of one section, for one target and version. */
export interface SectionSummary {
  readonly section: Section;
  readonly statements: readonly StatementResult[];
  /** Adds up to `statements.length`. */
  readonly states: StateCounts;
}

/** One column of a matrix: a target in one version. */
export interface VersionSummary {
  readonly mqtt: ProtocolVersion;
  readonly cases: readonly CaseLine[];
  /** Adds up to `cases.length`. */
  readonly verdicts: VerdictCounts;
  readonly statements: readonly StatementResult[];
  /** Adds up to `statements.length`. */
  readonly states: StateCounts;
  /** Every statement once, in the order of the standard. */
  readonly sections: readonly SectionSummary[];
}

/** What a run says of one target. */
export interface TargetSummary {
  readonly target: ResultFile['run']['targets'][number];
  readonly verdicts: VerdictCounts;
  readonly states: StateCounts;
  /** Versions in which at least one case has a line, oldest first. */
  readonly versions: readonly VersionSummary[];
}

/** Rolls a result file up, target by target. Audit lines are left out: their failures are successes. */
export function summarize(file: ResultFile): readonly TargetSummary[] {
  const judged = file.cases.filter((line) => line.saboteur === undefined);
  return file.run.targets.map((target) => {
    const cases = judged.filter((line) => line.target === target.name);
    const versions = protocolVersions
      .map((mqtt) => summarizeVersion(mqtt, cases))
      .filter((version) => version.cases.length > 0);
    return {
      target,
      verdicts: countVerdicts(cases),
      states: countStates(versions.flatMap((version) => version.statements)),
      versions,
    };
  });
}

/** Cases by verdict; every verdict is present, with 0 where there is none. */
export function countVerdicts(cases: readonly CaseLine[]): VerdictCounts {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, warn: 0, skip: 0, inconclusive: 0, error: 0 };
  for (const line of cases) counts[line.verdict] += 1;
  return counts;
}

/** Statements by state; every state is present, with 0 where there is none. */
export function countStates(statements: readonly StatementResult[]): StateCounts {
  const counts: Record<StatementState, number> = {
    failed: 0,
    warned: 0,
    passed: 0,
    'not applicable': 0,
    inconclusive: 0,
  };
  for (const statement of statements) counts[statement.state] += 1;
  return counts;
}

/** Skipped, inconclusive or broken cases, grouped by the reason that they give, most frequent first. */
export function groupByReason(
  cases: readonly CaseLine[],
): readonly { readonly reason: string; readonly cases: readonly CaseLine[] }[] {
  const groups = new Map<string, CaseLine[]>();
  for (const line of cases) {
    const reason = line.reason ?? 'no reason was given';
    groups.set(reason, [...(groups.get(reason) ?? []), line]);
  }
  return [...groups]
    .map(([reason, group]) => ({ reason, cases: group }))
    .sort((a, b) => b.cases.length - a.cases.length || (a.reason < b.reason ? -1 : 1));
}

function summarizeVersion(mqtt: ProtocolVersion, ofTarget: readonly CaseLine[]): VersionSummary {
  const cases = ofTarget.filter((line) => line.mqtt === mqtt);
  const statements = statementResults(cases);
  return {
    mqtt,
    cases,
    verdicts: countVerdicts(cases),
    statements,
    states: countStates(statements),
    sections: summarizeSections(statements),
  };
}

function summarizeSections(statements: readonly StatementResult[]): readonly SectionSummary[] {
  const bySection = new Map<string, { readonly section: Section; readonly statements: StatementResult[] }>();
  for (const statement of statements) {
    const section = sectionOf(statement.id);
    const entry = bySection.get(section.number) ?? { section, statements: [] };
    entry.statements.push(statement);
    bySection.set(section.number, entry);
  }
  return [...bySection.values()]
    .map((entry) => ({ ...entry, states: countStates(entry.statements) }))
    .sort((a, b) => compareSections(a.section.number, b.section.number));
}
