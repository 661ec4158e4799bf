import type { Screen, Tone } from '../../terminal/screen.ts';
import { paint } from '../../terminal/screen.ts';

/** What stands in one place of a table. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

/** A column of a table, the rows of which are of type `Row`. */
export interface Column<Row> {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => Cell;
  /** What may be left out on a narrow screen; the highest goes first. Absent: it is never left out. */
  readonly dispensable?: number;
}

const gap = 2;

/**
 * Aligned lines, the head first. A column that is empty in every row is left out; one for which there is no room
 * too, and a last line says so.
 */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  screen: Screen,
): readonly string[] {
  const filled = columns.filter(({ cell }) => rows.some((row) => cell(row).text !== ''));
  const shown = fitting(filled, rows, screen.columns);
  const widths = shown.map((column) => widthOf(column, rows));
  const line = (cells: readonly Cell[]): string => joined(cells, shown, widths, screen);
  return [
    line(shown.map(({ title }) => ({ text: title, tone: 'muted' }))),
    ...rows.map((row) => line(shown.map(({ cell }) => cell(row)))),
    ...missingLine(
      filled.filter((column) => !shown.includes(column)),
      screen,
    ),
  ];
}

function missingLine<Row>(missing: readonly Column<Row>[], screen: Screen): readonly string[] {
  if (missing.length === 0) return [];
  return [paint(screen, 'muted', `  (no room for: ${missing.map(({ title }) => title).join(', ')})`)];
}

function fitting<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  room: number,
): readonly Column<Row>[] {
  let shown = columns;
  while (totalWidth(shown, rows) > room) {
    const [worst] = shown
      .filter(({ dispensable }) => dispensable !== undefined)
      .sort((a, b) => (b.dispensable ?? 0) - (a.dispensable ?? 0));
    if (worst === undefined) return shown;
    shown = shown.filter((column) => column !== worst);
  }
  return shown;
}

function totalWidth<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column, rows) + gap, -gap);
}

function widthOf<Row>({ title, cell }: Column<Row>, rows: readonly Row[]): number {
  return Math.max(title.length, ...rows.map((row) => cell(row).text.length));
}

function joined<Row>(
  cells: readonly Cell[],
  columns: readonly Column<Row>[],
  widths: readonly number[],
  screen: Screen,
): string {
  // Nothing follows the last filled cell: no spaces at the end of lines.
  const last = cells.findLastIndex(({ text }) => text !== '');
  return cells
    .slice(0, last + 1)
    .map(({ text, tone = 'plain' }, index) => {
      const width = widths[index] ?? 0;
      if (columns[index]?.align === 'right') return paint(screen, tone, text.padStart(width));
      return paint(screen, tone, index === last ? text : text.padEnd(width));
    })
    .join(' '.repeat(gap));
}
