import type { CaseLine } from '../../conformance/result.ts';
import type { Verdict } from '../../conformance/verdict.ts';
import { compareCases } from '../case-order.ts';
import { conclude, scopeOf } from '../conclusion.ts';
import type { ResultFile } from '../read-result.ts';
import { endingOf } from '../read-result.ts';
import type { StatementLookup } from '../statement-info.ts';
import type { TargetSummary } from '../summary.ts';
import { groupByReason, summarize } from '../summary.ts';
import { count, duration, printable } from '../text.ts';
import { failureInShort, failureLines, titleLine } from './failures.ts';
import type { Screen } from './screen.ts';
import { heading, labelled, paint } from './screen.ts';
import { sectionTable } from './section-table.ts';

export interface TerminalReportOptions {
  readonly screen: Screen;
  readonly lookup: StatementLookup;
  /** How many failures and how many warnings are shown in full; 10 unless told. */
  readonly inFull?: number;
}

const defaultInFull = 10;

/**
 * The whole report of a run as text that ends with a line end: the plan, what broke, what was not judged and why,
 * a table by section, and the last word on each target.
 */
export function terminalReport(file: ResultFile, options: TerminalReportOptions): string {
  const { screen } = options;
  const cases = file.cases.filter((line) => line.saboteur === undefined).sort(compareCases(file));
  const summaries = summarize(file);
  const blocks = [
    headLines(file, cases, screen),
    detailBlock('Failures', 'fail', cases, options),
    detailBlock('Warnings', 'warn', cases, options),
    reasonBlock('Inconclusive: the precondition could not be set up', 'inconclusive', cases, screen),
    reasonBlock('Errors of the harness', 'error', cases, screen),
    notApplicableBlock(cases, screen),
    tablesBlock(summaries, screen),
    lastWords(file, summaries, screen),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The plan in one line: `214 cases, 12 not applicable`. */
export function planLine(cases: number, notApplicable: number, targets: number): string {
  const where = targets > 1 ? ` on ${targets} targets` : '';
  return `${count(cases, 'case')}${where}, ${notApplicable} not applicable`;
}

function headLines(file: ResultFile, cases: readonly CaseLine[], screen: Screen): readonly string[] {
  const { run } = file;
  const skipped = cases.filter((line) => line.verdict === 'skip').length;
  const planned = Math.max(run.planned, cases.length);
  return [
    ...run.targets.map((target) => {
      const product = target.product === undefined ? '' : `  ${printable(target.product)}`;
      return `${paint(screen, 'strong', printable(target.name))}  ${printable(target.url)}${product}`;
    }),
    planLine(planned, skipped, run.targets.length),
  ];
}

function detailBlock(
  title: string,
  verdict: Verdict,
  cases: readonly CaseLine[],
  options: TerminalReportOptions,
): readonly string[] {
  const { screen, lookup } = options;
  const found = cases.filter((line) => line.verdict === verdict);
  if (found.length === 0) return [];
  const inFull = options.inFull ?? defaultInFull;
  const rest = found.slice(inFull);
  return [
    heading(`${title} (${found.length})`, screen),
    ...found.slice(0, inFull).flatMap((line) => ['', ...failureLines(line, lookup, screen)]),
    ...(rest.length === 0 ? [] : ['', `and ${rest.length} more, in full in the result file and in --html:`]),
    ...rest.flatMap((line) => failureInShort(line, screen)),
  ];
}

function reasonBlock(
  title: string,
  verdict: Verdict,
  cases: readonly CaseLine[],
  screen: Screen,
): readonly string[] {
  const found = cases.filter((line) => line.verdict === verdict);
  if (found.length === 0) return [];
  return [
    heading(`${title} (${found.length})`, screen),
    ...found.flatMap((line) => [
      titleLine(line, screen),
      ...labelled('', printable(line.reason ?? 'no reason was given'), screen, 4),
      ...(line.rerun === undefined ? [] : [`    ${paint(screen, 'muted', printable(line.rerun))}`]),
    ]),
  ];
}

function notApplicableBlock(cases: readonly CaseLine[], screen: Screen): readonly string[] {
  const skipped = cases.filter((line) => line.verdict === 'skip');
  if (skipped.length === 0) return [];
  return [
    heading(`Not applicable (${skipped.length})`, screen),
    ...groupByReason(skipped).flatMap((group) =>
      labelled(`${String(group.cases.length).padStart(4)}  `, printable(group.reason), screen),
    ),
  ];
}

function tablesBlock(summaries: readonly TargetSummary[], screen: Screen): readonly string[] {
  const tables = summaries.flatMap((summary) =>
    summary.versions.map((version) =>
      sectionTable(`${summary.target.name} · MQTT ${version.mqtt}`, version, screen),
    ),
  );
  if (tables.length === 0) return [];
  return [heading('Statements by section', screen), ...tables.flatMap((table) => ['', ...table])];
}

const toneOf = { conforms: 'good', breaks: 'bad', unproven: 'warning' } as const;

function lastWords(file: ResultFile, summaries: readonly TargetSummary[], screen: Screen): readonly string[] {
  const ending = endingOf(file);
  return [
    ...summaries.map(({ verdicts, target }) => {
      const parts = [
        `${verdicts.pass} passed`,
        `${verdicts.fail} failed`,
        `${verdicts.warn} warned`,
        `${verdicts.inconclusive} inconclusive`,
        `${verdicts.error} errors`,
        `${verdicts.skip} not applicable`,
      ];
      return paint(screen, 'muted', `${printable(target.name)}: ${parts.join(', ')}`);
    }),
    ...(file.end === undefined ? [] : [paint(screen, 'muted', `took ${duration(file.end.durationMs)}`)]),
    // One line each, whatever the width: builds look for it.
    ...summaries.map((summary) => {
      const { kind, text } = conclude(summary, ending, scopeOf(file.run));
      return paint(screen, toneOf[kind], printable(text));
    }),
  ];
}
