import type { CaseLine } from '../conformance/result.ts';
import { compareStatements } from './sections.ts';

/**
 * What a run says of one statement and one target.
 *
 * - `failed`: a finding of level must blames it.
 * - `warned`: a finding of level should blames it, and none of level must.
 * - `passed`: nothing blames it, and at least one case proved it.
 * - `not applicable`: every case that could prove it was skipped.
 * - `inconclusive`: it was named, and nothing was learnt of it.
 */
export type StatementState = 'failed' | 'warned' | 'passed' | 'not applicable' | 'inconclusive';

/** All states, in the order in which reports show them. */
export const statementStates: readonly StatementState[] = [
  'failed',
  'warned',
  'passed',
  'inconclusive',
  'not applicable',
];

/** A statement, its state for one target, and the cases that speak of it. */
export interface StatementResult {
  readonly id: string;
  readonly state: StatementState;
  /** Cases that claim to prove it, and cases with a finding that blames it. */
  readonly cases: readonly CaseLine[];
}

type Evidence = 'blames must' | 'blames should' | 'proves' | 'skips' | 'leaves open';

/**
 * The states of all statements that the cases name or blame, in the order of the standard.
 *
 * @param cases of one target, without audit lines
 */
export function statementResults(cases: readonly CaseLine[]): readonly StatementResult[] {
  const found = new Map<string, { readonly cases: CaseLine[]; readonly evidence: Set<Evidence> }>();
  for (const line of cases) {
    for (const [id, evidence] of evidenceOf(line)) {
      const entry = found.get(id) ?? { cases: [], evidence: new Set<Evidence>() };
      entry.cases.push(line);
      entry.evidence.add(evidence);
      found.set(id, entry);
    }
  }
  return [...found]
    .map(([id, entry]) => ({ id, state: stateOf(entry.evidence), cases: entry.cases }))
    .sort((a, b) => compareStatements(a.id, b.id));
}

function stateOf(evidence: ReadonlySet<Evidence>): StatementState {
  if (evidence.has('blames must')) return 'failed';
  if (evidence.has('blames should')) return 'warned';
  if (evidence.has('proves')) return 'passed';
  if (evidence.has('leaves open')) return 'inconclusive';
  return 'not applicable';
}

/** What one case says of each statement that it names or blames. */
function evidenceOf(line: CaseLine): ReadonlyMap<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  const unblamed = evidenceOfUnblamed(line);
  for (const id of line.statements) evidence.set(id, unblamed);
  for (const finding of line.findings ?? []) {
    for (const id of finding.statements) {
      if (evidence.get(id) === 'blames must') continue;
      evidence.set(id, finding.level === 'must' ? 'blames must' : 'blames should');
    }
  }
  return evidence;
}

function evidenceOfUnblamed(line: CaseLine): Evidence {
  switch (line.verdict) {
    case 'pass':
      return 'proves';
    case 'skip':
      return 'skips';
    case 'inconclusive':
    case 'error':
      return 'leaves open';
    case 'fail':
    case 'warn': {
      // An invariant is seen in passing and stops nothing; a missed expectation ends the case where it stood,
      // so what the case would have asked next was never asked.
      // A reason beside the findings says that the set-up failed after an invariant was broken.
      const findings = line.findings ?? [];
      const ranToItsEnd =
        line.reason === undefined &&
        findings.length > 0 &&
        findings.every((finding) => finding.source === 'invariant');
      return ranToItsEnd ? 'proves' : 'leaves open';
    }
  }
}
