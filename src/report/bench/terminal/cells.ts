import { printable } from '../../text.ts';
import { nothing, shareText, thousands } from '../numbers.ts';
import { statusMarks } from '../status.ts';
import type { BenchRow } from '../summary.ts';
import type { Cell, Column } from './table.ts';

/** A line of a table: a target, or the tool itself as the measure of all others. */
export type Line = { readonly kind: 'target'; readonly row: BenchRow } | { readonly kind: 'tool' };

const longestName = 18;

/** A column that is made of the rows of the targets; the line of the tool is empty unless told. */
export function column(
  title: string,
  align: Column<Line>['align'],
  cell: (row: BenchRow) => Cell,
  options: { readonly tool?: Cell; readonly dispensable?: number } = {},
): Column<Line> {
  const { tool = { text: '' }, dispensable } = options;
  return {
    title,
    align,
    cell: (line) => (line.kind === 'target' ? cell(line.row) : tool),
    ...(dispensable === undefined ? {} : { dispensable }),
  };
}

/** @param tool what the line of the tool itself is called */
export function nameColumn(tool: string): Column<Line> {
  return column(
    'target',
    'left',
    ({ status, target }) => ({
      text: `${statusMarks[status].glyph} ${shortName(target.name)}`,
      tone: statusMarks[status].tone,
    }),
    { tool: { text: `  ${tool}`, tone: 'muted' } },
  );
}

/** A name of outside origin, cut where a table would burst. */
export function shortName(name: string): string {
  const shown = printable(name);
  return shown.length <= longestName ? shown : `${shown.slice(0, longestName - 1)}…`;
}

/** A number in its unit; nothing where there is none. */
export function textCell(value: number | undefined, text: (value: number) => string): Cell {
  return { text: value === undefined ? '' : text(value) };
}

/** `all 720,000`, or how many of how many. */
export function shareCell(part: number, whole: number): Cell {
  if (whole === 0) return { text: nothing, tone: 'muted' };
  if (part === whole) return { text: `all ${thousands(whole)}` };
  return { text: `${thousands(part)}/${thousands(whole)}`, tone: 'bad' };
}

/** `0`, or how much is missing. */
export function lostCell(lost: number, expected: number): Cell {
  if (expected === 0) return { text: '' };
  if (lost === 0) return { text: '0', tone: 'good' };
  return { text: `${thousands(lost)} (${shareText(lost / expected).replace(' ', '')})`, tone: 'bad' };
}

/** A count that should be 0. */
export function countCell(count: number, of: number): Cell {
  if (of === 0) return { text: '' };
  return { text: thousands(count), tone: count === 0 ? 'plain' : 'warning' };
}
