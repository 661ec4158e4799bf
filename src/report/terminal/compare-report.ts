import type {
  ComparedRow,
  ComparedTarget,
  Comparison,
  ComparisonRow,
} from '../../bench/compare/comparison.ts';
import { nothing, shareText } from '../bench/numbers.ts';
import { type Column, tableLines } from '../bench/terminal/table.ts';
import { comparisonSentence, intervalText, ratioText, valueText } from '../comparison-sentence.ts';
import { count, listed, printable } from '../text.ts';
import { heading, labelled, paint, type Screen, type Tone } from './screen.ts';

export interface CompareReportOptions {
  readonly screen: Screen;
}

/**
 * A comparison as text that ends with a line end: who is compared, a table for each stage, what a reader must
 * know before the numbers, and at last every difference in a sentence of its own.
 */
export function compareReport(comparison: Comparison, { screen }: CompareReportOptions): string {
  const stages = [...new Set(comparison.rows.map(({ stage }) => stage))];
  const blocks = [
    headLines(comparison, screen),
    ...stages.map((stage) => stageLines(stage, comparison, screen)),
    noteLines(comparison, screen),
    differenceLines(comparison, screen),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function headLines({ a, b, order }: Comparison, screen: Screen): readonly string[] {
  const text =
    order === 'interleaved'
      ? 'One run in which the rounds take turns: a ratio is the geometric mean over the pairs of rounds. Values are medians.'
      : 'Two runs, one after the other: a ratio is that of the geometric means. Values are medians.';
  return [
    targetLine('A', a, screen),
    targetLine('B', b, screen),
    ...labelled('', text, screen).map((line) => paint(screen, 'muted', line)),
  ];
}

function targetLine(letter: string, { name, product }: ComparedTarget, screen: Screen): string {
  const shown = product === undefined ? '' : `  ${printable(product)}`;
  return `${letter}  ${paint(screen, 'strong', printable(name))}${shown}`;
}

function stageLines(stage: string, comparison: Comparison, screen: Screen): readonly string[] {
  const rows = comparison.rows.filter((row) => row.stage === stage);
  const remarks = remarksOf(rows).flatMap((text) => labelled('! ', printable(text), screen));
  const compared = rows.filter(isCompared);
  return [
    heading(printable(stage), screen),
    ...(compared.length === 0 ? ['not comparable'] : tableLines(columnsOf(comparison), rows, screen)),
    ...remarks.map((line) => paint(screen, 'warning', line)),
    ...roundsNeeded(compared, screen),
  ];
}

/** Each reason once, with the measures that it is of where it is not of all. */
function remarksOf(rows: readonly ComparisonRow[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { measure, reason } of rows) {
    if (reason === undefined) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), measure]);
  }
  return [...byReason].map(([reason, of]) =>
    of.length === rows.length ? reason : `${listed(of)}: ${reason}`,
  );
}

function columnsOf(comparison: Comparison): readonly Column<ComparisonRow>[] {
  const [nameA, nameB] = columnNames(comparison);
  return [
    { title: 'measure', align: 'left', cell: ({ measure }) => ({ text: measure }) },
    column(nameA, (row) => valueText(row, row.a.median)),
    column(nameB, (row) => valueText(row, row.b.median)),
    column('B / A', ({ ratio }) => ratioText(ratio)),
    column('95 % interval', intervalText, 1),
    column('noise', ({ noiseFloor }) => shareText(noiseFloor), 2),
    {
      title: 'conclusion',
      align: 'left',
      cell: (row) => ({ text: conclusionText(row, nameB), tone: tones[row.conclusion] }),
    },
  ];
}

/** Names that are cut may become the same: the letters of the head tell them apart. */
function columnNames({ a, b }: Comparison): readonly [string, string] {
  const names = [shortName(a.name), shortName(b.name)] as const;
  return names[0] === names[1] ? ['A', 'B'] : names;
}

function column(
  title: string,
  text: (row: ComparedRow) => string,
  dispensable?: number,
): Column<ComparisonRow> {
  return {
    title,
    align: 'right',
    cell: (row) => (isCompared(row) ? { text: text(row) } : { text: nothing, tone: 'muted' }),
    ...(dispensable === undefined ? {} : { dispensable }),
  };
}

const tones: Readonly<Record<ComparisonRow['conclusion'], Tone>> = {
  'no difference shown': 'plain',
  'b is better': 'good',
  'b is worse': 'bad',
  indicative: 'warning',
  'not comparable': 'warning',
};

function conclusionText({ conclusion }: ComparisonRow, nameB: string): string {
  switch (conclusion) {
    case 'b is better':
      return `${nameB} is better`;
    case 'b is worse':
      return `${nameB} is worse`;
    case 'no difference shown':
    case 'indicative':
    case 'not comparable':
      return conclusion;
  }
}

/** "No difference shown" is not "no difference": how much more it would take to see one. */
function roundsNeeded(rows: readonly ComparedRow[], screen: Screen): readonly string[] {
  const parts = rows.flatMap(({ measure, conclusion, roundsFor10Percent: needed, a, b }) => {
    const rounds = Math.min(a.values.length, b.values.length);
    if (conclusion !== 'no difference shown' || needed === undefined || needed <= rounds) return [];
    return [`${needed} for ${measure}`];
  });
  if (parts.length === 0) return [];
  const text = `To see a difference of 10 % takes about this many rounds: ${listed(parts)}.`;
  return labelled('', text, screen).map((line) => paint(screen, 'muted', line));
}

function noteLines({ notes }: Comparison, screen: Screen): readonly string[] {
  if (notes.length === 0) return [];
  return [heading('Notes', screen), ...notes.flatMap((note) => labelled('! ', printable(note), screen))];
}

function differenceLines({ a, b, rows }: Comparison, screen: Screen): readonly string[] {
  const compared = rows.filter(isCompared);
  if (compared.length === 0) return [paint(screen, 'warning', 'nothing was comparable')];
  const different = compared.filter(({ conclusion }) => conclusion !== 'no difference shown');
  const sentences = different.flatMap((row) =>
    labelled('', printable(`${row.stage} · ${comparisonSentence(row, a.name, b.name)}`), screen).map((line) =>
      paint(screen, tones[row.conclusion], line),
    ),
  );
  const others = compared.length - different.length;
  return [
    heading('Differences', screen),
    ...sentences,
    ...(others === 0 ? [] : [`no difference shown in ${others} of ${count(compared.length, 'number')}`]),
    ...(different.length === 0 ? [] : chanceLines(compared.length, screen)),
  ];
}

/** Many comparisons make an accident likely. */
function chanceLines(compared: number, screen: Screen): readonly string[] {
  if (compared < 10) return [];
  const text = `Of ${compared} numbers that do not differ, up to ${Math.ceil(compared / 20)} may seem to by chance.`;
  return labelled('', text, screen).map((line) => paint(screen, 'muted', line));
}

function isCompared(row: ComparisonRow): row is ComparedRow {
  return row.conclusion !== 'not comparable';
}

const longestName = 18;

function shortName(name: string): string {
  const shown = printable(name);
  return shown.length <= longestName ? shown : `${shown.slice(0, longestName - 1)}…`;
}
