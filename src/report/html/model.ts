import type { CaseLine } from '../../conformance/result.ts';
import { compareCases } from '../case-order.ts';
import type { Conclusion } from '../conclusion.ts';
import { conclude, scopeOf } from '../conclusion.ts';
import type { ResultFile } from '../read-result.ts';
import { endingOf } from '../read-result.ts';
import { compareSections, compareStatements, sectionOf } from '../sections.ts';
import type { StatementLookup } from '../statement-info.ts';
import type { StatementResult } from '../statement-state.ts';
import type { SectionSummary, TargetSummary, VersionSummary } from '../summary.ts';
import { summarize } from '../summary.ts';
import { anchor } from './markup.ts';

/** One target of one file, as a page shows it. */
export interface PageTarget {
  /** Its name, made unique where several files speak of targets of the same name. */
  readonly name: string;
  readonly summary: TargetSummary;
  readonly conclusion: Conclusion;
  readonly file: ResultFile;
  /** Its cases without audit lines, in the order of reports. */
  readonly cases: readonly CaseLine[];
}

/** One column of the matrix. */
export interface Column {
  readonly target: PageTarget;
  readonly version: VersionSummary;
}

/** One row of the matrix below a section: a statement, and what each column says of it. */
export interface StatementRow {
  readonly id: string;
  readonly anchor: string;
  /** Words that a search finds it by, beside those that are shown: its section and its cases. */
  readonly keys: string;
  /** One for each column; absent where the column is of another version or no case names the statement. */
  readonly results: readonly (StatementResult | undefined)[];
}

/** All rows of one section number, of both versions. */
export interface SectionRows {
  readonly number: string;
  readonly title: string;
  /** One for each column. */
  readonly summaries: readonly (SectionSummary | undefined)[];
  readonly statements: readonly StatementRow[];
}

/** Everything that a page is made of. */
export interface PageModel {
  readonly files: readonly ResultFile[];
  readonly targets: readonly PageTarget[];
  readonly columns: readonly Column[];
  readonly sections: readonly SectionRows[];
  readonly lookup: StatementLookup;
  /** The anchor of each case that is shown in full: all but passed and skipped ones. */
  readonly evidence: ReadonlyMap<CaseLine, string>;
}

/** Arranges one or more result files as one page. */
export function pageModel(files: readonly ResultFile[], lookup: StatementLookup): PageModel {
  const targets = pageTargets(files);
  const columns = targets.flatMap((target) =>
    [...target.summary.versions].reverse().map((version) => ({ target, version })),
  );
  return {
    files,
    targets,
    columns,
    sections: sectionRows(columns),
    lookup,
    evidence: evidenceAnchors(targets),
  };
}

function pageTargets(files: readonly ResultFile[]): readonly PageTarget[] {
  const seen = new Map<string, number>();
  return files.flatMap((file) => {
    const ending = endingOf(file);
    const order = compareCases(file);
    return summarize(file).map((summary) => {
      const { name } = summary.target;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return {
        name: times === 1 ? name : `${name} (${times})`,
        summary,
        conclusion: conclude(summary, ending, scopeOf(file.run)),
        file,
        cases: file.cases.filter((line) => line.target === name && line.saboteur === undefined).sort(order),
      };
    });
  });
}

function sectionRows(columns: readonly Column[]): readonly SectionRows[] {
  const numbers = columns.flatMap(({ version }) => version.sections.map(({ section }) => section.number));
  return [...new Set(numbers)].sort(compareSections).map((number) => {
    const summaries = columns.map(({ version }) =>
      version.sections.find(({ section }) => section.number === number),
    );
    const titles = summaries.flatMap((summary) => (summary === undefined ? [] : [summary.section.title]));
    return {
      number,
      title: [...new Set(titles)].join(' / '),
      summaries,
      statements: statementRows(summaries),
    };
  });
}

function statementRows(summaries: readonly (SectionSummary | undefined)[]): readonly StatementRow[] {
  const byColumn = summaries.map(
    (summary) => new Map(summary?.statements.map((statement) => [statement.id, statement]) ?? []),
  );
  const ids = new Set(byColumn.flatMap((statements) => [...statements.keys()]));
  return [...ids].sort(newestVersionFirst).map((id) => {
    const results = byColumn.map((statements) => statements.get(id));
    const cases = results.flatMap((result) => result?.cases.map((line) => line.case) ?? []);
    const { number, title } = sectionOf(id);
    const keys = [number, title, ...new Set(cases)].join(' ');
    return { id, anchor: anchor('s', id), keys, results };
  });
}

function newestVersionFirst(a: string, b: string): number {
  const left = sectionOf(a).mqtt;
  const right = sectionOf(b).mqtt;
  if (left !== right) return left < right ? 1 : -1;
  return compareStatements(a, b);
}

function evidenceAnchors(targets: readonly PageTarget[]): ReadonlyMap<CaseLine, string> {
  const shown = targets
    .flatMap((target) => target.cases)
    .filter((line) => line.verdict !== 'pass' && line.verdict !== 'skip');
  return new Map(shown.map((line, index) => [line, `case-${index + 1}`]));
}
