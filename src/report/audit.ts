import type { CaseLine } from '../conformance/result.ts';
import { compareCases } from './case-order.ts';
import type { ResultFile } from './read-result.ts';
import { ReportError } from './report-error.ts';
import { compareSections, sectionOf } from './sections.ts';

/** What a report says of a saboteur beside its id. */
export interface SaboteurInfo {
  /** The statements that its lie breaks. */
  readonly breaks: readonly string[];
  /** What it does, in one sentence. */
  readonly does: string;
}

/** Finds a saboteur by its id; `undefined` for one that it does not know. Injected by the caller. */
export type SaboteurLookup = (id: string) => SaboteurInfo | undefined;

/**
 * What became of one lie to one case.
 *
 * - `caught`: the case did not pass, and a finding blames a statement that the lie breaks.
 * - `misblamed`: the case did not pass, but blames other statements only: the lie or the case says too much.
 * - `survived`: the case passed. A defect of the case.
 * - `unjudged`: nothing was learnt: inconclusive, an error, skipped, or the case fails without any lie as well.
 */
export type LieOutcome = 'caught' | 'misblamed' | 'survived' | 'unjudged';

/** One case behind one lie. */
export interface AuditedLie {
  readonly line: CaseLine;
  readonly saboteur: string;
  readonly does?: string;
  /** The statements at stake: those that the lie breaks, of those that the case claims to prove. */
  readonly statements: readonly string[];
  readonly outcome: LieOutcome;
}

/** Lies of one section of the standard, both versions together. */
export interface AuditedSection {
  readonly number: string;
  readonly title: string;
  readonly caught: number;
  readonly lies: number;
}

/** The score of a suite. */
export interface AuditSummary {
  readonly lies: readonly AuditedLie[];
  /** Number by outcome; adds up to `lies.length`. */
  readonly outcomes: Readonly<Record<LieOutcome, number>>;
  readonly sections: readonly AuditedSection[];
  /** Cases that did not pass behind the honest proxy: their lies prove nothing. */
  readonly brokenControls: readonly CaseLine[];
}

/** Id of the proxy that passes everything on: the control arm of an audit. */
const honest = 'honest';

/**
 * Rolls up the lines of an audit.
 *
 * @throws {@link ReportError} `not-an-audit` when no line names a saboteur
 */
export function summarizeAudit(file: ResultFile, lookup: SaboteurLookup): AuditSummary {
  const lines = file.cases.filter((line) => line.saboteur !== undefined).sort(compareCases(file));
  if (lines.length === 0)
    throw new ReportError(
      'not-an-audit',
      'No line of this result names a saboteur, so it is no audit; make one with mqtt-assay audit.',
    );
  const brokenControls = lines.filter((line) => line.saboteur === honest && line.verdict !== 'pass');
  const broken = new Set(brokenControls.map(keyOf));
  const lies = lines
    .filter((line) => line.saboteur !== honest)
    .map((line) => auditedLie(line, lookup, broken.has(keyOf(line)) ? 'broken' : 'sound'));
  const outcomes: Record<LieOutcome, number> = { caught: 0, misblamed: 0, survived: 0, unjudged: 0 };
  for (const lie of lies) outcomes[lie.outcome] += 1;
  return { lies, outcomes, sections: sectionsOf(lies), brokenControls };
}

function keyOf(line: CaseLine): string {
  return JSON.stringify([line.target, line.mqtt, line.case]);
}

function auditedLie(line: CaseLine, lookup: SaboteurLookup, control: 'sound' | 'broken'): AuditedLie {
  const saboteur = line.saboteur ?? '';
  const info = lookup(saboteur);
  const broken = line.statements.filter((id) => info === undefined || info.breaks.includes(id));
  return {
    line,
    saboteur,
    ...(info === undefined ? {} : { does: info.does }),
    statements: broken.length > 0 ? broken : line.statements,
    outcome: control === 'broken' ? 'unjudged' : outcomeOf(line, info),
  };
}

function outcomeOf(line: CaseLine, info: SaboteurInfo | undefined): LieOutcome {
  switch (line.verdict) {
    case 'pass':
      return 'survived';
    case 'skip':
    case 'inconclusive':
    case 'error':
      return 'unjudged';
    case 'fail':
    case 'warn': {
      if (info === undefined) return 'caught';
      const blamed = (line.findings ?? []).flatMap((finding) => finding.statements);
      return blamed.some((id) => info.breaks.includes(id)) ? 'caught' : 'misblamed';
    }
  }
}

function sectionsOf(lies: readonly AuditedLie[]): readonly AuditedSection[] {
  const found = new Map<string, { readonly titles: Set<string>; caught: number; lies: number }>();
  for (const lie of lies) {
    // A lie counts once, in the section of the first statement that it puts at stake.
    const section = sectionOf(lie.statements[0] ?? '');
    const entry = found.get(section.number) ?? { titles: new Set<string>(), caught: 0, lies: 0 };
    entry.titles.add(section.title);
    entry.lies += 1;
    if (lie.outcome === 'caught') entry.caught += 1;
    found.set(section.number, entry);
  }
  return [...found]
    .map(([number, { titles, caught, lies: all }]) => ({
      number,
      title: [...titles].join(' / '),
      caught,
      lies: all,
    }))
    .sort((a, b) => compareSections(a.number, b.number));
}
