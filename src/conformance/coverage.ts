import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type Statement, statements } from '../spec/statements/index.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import { lieFor } from './audit-plan.ts';
import { type BrokerCase, type Suite, versionOf } from './case.ts';
import { sectionOf } from './pattern.ts';
import type { Saboteur } from './sabotage/saboteur.ts';

/**
 * The state of a statement. Each is in exactly one.
 *
 * - `covered`: at least one case proves it, and each of these cases has a saboteur for it.
 * - `unproven`: cases claim it, but no lie shows that they can fail.
 * - `excluded`: no case will ever prove it; the reason is written in the table.
 * - `planned`: neither yet.
 */
export type CoverageState = 'covered' | 'unproven' | 'excluded' | 'planned';

export interface CoverageRow {
  readonly statement: Statement;
  readonly state: CoverageState;
  readonly cases: readonly BrokerCase[];
}

/** The state of every statement of both versions, in the order of the standard. */
export function coverage(suites: readonly Suite[], saboteurs: readonly Saboteur[]): readonly CoverageRow[] {
  const casesOf = new Map<StatementId, BrokerCase[]>();
  for (const brokerCase of suites.flatMap((suite) => suite.cases)) {
    for (const id of brokerCase.proves) casesOf.set(id, [...(casesOf.get(id) ?? []), brokerCase]);
  }
  return statements.map((statement) => {
    const cases = casesOf.get(statement.id) ?? [];
    return { statement, cases, state: stateOf(statement, cases, saboteurs) };
  });
}

function stateOf(
  statement: Statement,
  cases: readonly BrokerCase[],
  saboteurs: readonly Saboteur[],
): CoverageState {
  if (cases.length > 0) {
    const proven = cases.some((brokerCase) => lieFor(brokerCase, statement.id, saboteurs) !== undefined);
    return proven ? 'covered' : 'unproven';
  }
  return statement.excluded === undefined ? 'planned' : 'excluded';
}

/** Which statements a share is taken of. */
export interface CoverageScope {
  readonly mqtt?: ProtocolVersion;
  readonly section?: string;
}

export interface CoverageShare {
  readonly covered: number;
  readonly excluded: number;
  readonly total: number;
  /** Covered among those not excluded, 0 to 100. */
  readonly percent: number;
}

/** The share of the statements with a duty for servers that cases cover. */
export function shareOf(rows: readonly CoverageRow[], scope: CoverageScope = {}): CoverageShare {
  const inScope = rows.filter(
    ({ statement }) =>
      statement.role !== 'client' &&
      (scope.mqtt === undefined || versionOf(statement.id) === scope.mqtt) &&
      (scope.section === undefined || belongsTo(statement.id, scope.section)),
  );
  const covered = inScope.filter(({ state }) => state === 'covered').length;
  const excluded = inScope.filter(({ state }) => state === 'excluded').length;
  const due = inScope.length - excluded;
  return { covered, excluded, total: inScope.length, percent: due === 0 ? 100 : (100 * covered) / due };
}

function belongsTo(id: StatementId, section: string): boolean {
  const own = sectionOf(id);
  return own === section || own.startsWith(`${section}.`);
}

/** The sections of one version that hold statements: 3.1, 3.2, ... and whole chapters for the others. */
export function sectionsOf(rows: readonly CoverageRow[], mqtt: ProtocolVersion): readonly string[] {
  const sections = rows
    .filter(({ statement }) => versionOf(statement.id) === mqtt)
    .map(({ statement }) => coarse(sectionOf(statement.id)));
  return [...new Set(sections)].sort(compareSections);
}

function coarse(section: string): string {
  const [chapter = '', part] = section.split('.');
  return part === undefined || (chapter !== '3' && chapter !== '4') ? chapter : `${chapter}.${part}`;
}

function compareSections(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}
