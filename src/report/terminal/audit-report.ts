import type { AuditedLie, AuditSummary, LieOutcome, SaboteurLookup } from '../audit.ts';
import { summarizeAudit } from '../audit.ts';
import type { ResultFile } from '../read-result.ts';
import { endingOf } from '../read-result.ts';
import type { StatementLookup } from '../statement-info.ts';
import { count, printable } from '../text.ts';
import { failureLines, titleLine } from './failures.ts';
import type { Screen } from './screen.ts';
import { heading, labelled, paint } from './screen.ts';

export interface AuditReportOptions {
  readonly screen: Screen;
  readonly lookup: StatementLookup;
  readonly saboteurs: SaboteurLookup;
}

/**
 * The report of an audit as text that ends with a line end: the lies that survived, those that were caught for
 * another reason or not judged, the share caught by section, and the score.
 *
 * @throws {@link ReportError} `not-an-audit`
 */
export function auditReport(file: ResultFile, options: AuditReportOptions): string {
  const { screen } = options;
  const summary = summarizeAudit(file, options.saboteurs);
  const blocks = [
    lieBlock('Survived: these cases pass a broken broker', 'survived', summary, options),
    lieBlock('Misblamed: noticed, but the finding names other statements', 'misblamed', summary, options),
    lieBlock('Not judged', 'unjudged', summary, options),
    controlBlock(summary, options),
    sectionBlock(summary, screen),
    scoreLines(file, summary, screen),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function lieBlock(
  title: string,
  outcome: LieOutcome,
  summary: AuditSummary,
  options: AuditReportOptions,
): readonly string[] {
  const found = summary.lies.filter((lie) => lie.outcome === outcome);
  if (found.length === 0) return [];
  return [
    heading(`${title} (${found.length})`, options.screen),
    ...found.flatMap((lie) => ['', ...lieLines(lie, options)]),
  ];
}

function lieLines(lie: AuditedLie, { screen, lookup }: AuditReportOptions): readonly string[] {
  const does = lie.does === undefined ? lie.saboteur : `${lie.saboteur}: ${lie.does}`;
  const [title = '', ...details] = failureLines(lie.line, lookup, screen);
  return [
    title,
    ...labelled('Lie       ', printable(does), screen, 4),
    ...lie.statements.flatMap((id) => {
      const info = lookup(id);
      const text = info === undefined ? id : `${id}  ${info.keyword}: ${info.summary}`;
      return labelled('Breaks    ', printable(text), screen, 4);
    }),
    ...details,
  ];
}

function controlBlock(summary: AuditSummary, { screen }: AuditReportOptions): readonly string[] {
  const { brokenControls } = summary;
  if (brokenControls.length === 0) return [];
  return [
    heading(`Not passed behind the honest proxy (${brokenControls.length})`, screen),
    ...labelled('', 'Without a pass when nobody lies, a failure behind a lie proves nothing.', screen),
    ...brokenControls.map((line) => titleLine(line, screen)),
  ];
}

function sectionBlock(summary: AuditSummary, screen: Screen): readonly string[] {
  const width = Math.max(12, Math.min(44, screen.columns - 24));
  return [
    heading('Lies caught, by section', screen),
    ...summary.sections.map(({ number, title, caught, lies }) => {
      const name = `${number.padEnd(5)}${title}`.slice(0, width).padEnd(width);
      const share = `${percent(caught, lies)}`.padStart(8);
      const tone = caught === lies ? 'good' : 'bad';
      return `${name}${`${caught}/${lies}`.padStart(12)}${paint(screen, tone, share)}`;
    }),
  ];
}

function scoreLines(file: ResultFile, summary: AuditSummary, screen: Screen): readonly string[] {
  const { caught, misblamed, survived, unjudged } = summary.outcomes;
  const ending = endingOf(file);
  const rest = [
    ...(survived > 0 ? [`${survived} survived`] : []),
    ...(misblamed > 0 ? [`${misblamed} misblamed`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
  ];
  const lies = summary.lies.length;
  const score = `caught ${caught} of ${count(lies, 'lie')} (${percent(caught, lies)})`;
  return [
    ...(ending.kind === 'whole'
      ? []
      : [paint(screen, 'warning', `the audit was ${ending.kind}, ${count(ending.missing, 'run')} missing`)]),
    paint(screen, caught === lies && lies > 0 ? 'good' : 'bad', [score, ...rest].join(', ')),
  ];
}

/** Never rounded up to 100 %: that word is for all of them. */
function percent(part: number, whole: number): string {
  if (whole === 0) return 'none';
  return `${Math.floor((part * 1000) / whole) / 10} %`;
}
