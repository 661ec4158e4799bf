import { metricTitles } from '../metrics.ts';
import { latencyText, nothing, thousands } from '../numbers.ts';
import { halfRangeText } from '../spread.ts';
import type { BenchRow, Percentile, StageSummary } from '../summary.ts';
import { throughOf } from '../through.ts';
import { floorOf, isToolBound } from '../tool-floor.ts';
import { column, countCell, type Line, lostCell, nameColumn, shareCell } from './cells.ts';
import type { Cell, Column } from './table.ts';

/** How late, and how completely: no percentile stands without what came through beside it. */
export function latencyColumns(stage: StageSummary): readonly Column<Line>[] {
  const title = stage.metric === undefined ? '' : `${metricTitles[stage.metric]} `;
  return [
    nameColumn('tool floor'),
    percentile(`${title}p50`, 'p50', stage),
    percentile('p99', 'p99', stage),
    column('±', 'right', (row) => rangeCell(row, stage), { dispensable: 4 }),
    percentile('p99.9', 'p999', stage, { dispensable: 1 }),
    percentile('max', 'max', stage, { dispensable: 3 }),
    ...deliveryColumns(stage),
  ];
}

function percentile(
  title: string,
  which: Percentile,
  stage: StageSummary,
  options: { readonly dispensable?: number } = {},
): Column<Line> {
  return column(title, 'right', (row) => latencyCell(row, stage, which), {
    tool: toolCell(stage, which),
    ...options,
  });
}

function latencyCell(row: BenchRow, stage: StageSummary, which: Percentile): Cell {
  if (stage.metric === undefined) return { text: '' };
  const spread = row.latencies[stage.metric]?.[which];
  if (spread === undefined) return { text: nothing, tone: 'muted' };
  // Of maxima only the highest is one.
  const text = latencyText(which === 'max' ? spread.high : spread.median);
  if (isToolBound(row, stage, which)) return { text: `${text}*`, tone: 'warning' };
  return { text, tone: row.status === 'generator-bound' ? 'warning' : 'plain' };
}

function rangeCell(row: BenchRow, { metric }: StageSummary): Cell {
  return { text: metric === undefined ? '' : halfRangeText(row.latencies[metric]?.p99), tone: 'muted' };
}

function toolCell(stage: StageSummary, which: Percentile): Cell {
  const floor = floorOf(stage, which);
  return { text: floor === undefined ? '' : latencyText(floor), tone: 'muted' };
}

function deliveryColumns(stage: StageSummary): readonly Column<Line>[] {
  const refusals = stage.rows.some(({ total }) => total.refused > 0);
  return [
    throughColumn(stage),
    column('LOST', 'right', ({ total }) => lostCell(total.lost, total.expected)),
    column('dup', 'right', ({ total }) => countCell(total.duplicated, total.expected)),
    column('reord', 'right', ({ total }) => countCell(total.reordered, total.expected)),
    column('refused', 'right', ({ total }) =>
      refusals ? countCell(total.refused, total.sent) : { text: '' },
    ),
  ];
}

function throughColumn(stage: StageSummary): Column<Line> {
  const through = throughOf(stage);
  return column(through, 'right', ({ total }) => {
    switch (through) {
      case 'delivered':
        return shareCell(total.delivered, total.expected);
      case 'acknowledged':
        return shareCell(total.acknowledged, total.sent);
      case 'sent':
        return { text: total.sent > 0 ? thousands(total.sent) : '' };
    }
  });
}
