import type { ComparedRow, Comparison, ComparisonRow } from '../../bench/compare/comparison.ts';
import { nothing, shareText } from '../bench/numbers.ts';
import { shortName } from '../bench/terminal/cells.ts';
import { type Column, tableLines } from '../bench/terminal/table.ts';
import { isCompared, remarksOf, roundsNeededText } from '../comparison-remarks.ts';
import { conclusionText, intervalText, ratioText, valueText } from '../comparison-sentence.ts';
import { printable } from '../text.ts';
import { heading, labelled, paint, type Screen, type Tone } from './screen.ts';

/** Rows of a comparison: a heading, the table, what qualifies it, and how much more it would take. */
export function comparedLines(
  title: string,
  rows: readonly ComparisonRow[],
  comparison: Comparison,
  screen: Screen,
): readonly string[] {
  const remarks = remarksOf(rows).flatMap((text) => labelled('! ', printable(text), screen));
  return [
    heading(printable(title), screen),
    ...(rows.some(isCompared) ? tableLines(columnsOf(comparison), rows, screen) : ['not comparable']),
    ...remarks.map((line) => paint(screen, 'warning', line)),
    ...mutedLines(roundsNeededText(rows), screen),
  ];
}

/** A text that explains, in as many lines as it takes; none where there is no text. */
export function mutedLines(text: string | undefined, screen: Screen): readonly string[] {
  if (text === undefined) return [];
  return labelled('', text, screen).map((line) => paint(screen, 'muted', line));
}

/** What each conclusion looks like. */
export const conclusionTones: Readonly<Record<ComparisonRow['conclusion'], Tone>> = {
  'no difference shown': 'plain',
  'b is better': 'good',
  'b is worse': 'bad',
  indicative: 'warning',
  'not comparable': 'warning',
};

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
      cell: (row) => ({ text: conclusionText(row, nameB), tone: conclusionTones[row.conclusion] }),
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
