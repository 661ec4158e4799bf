import { bytesText, coresText, costText, nothing, rateText, shareText } from '../numbers.ts';
import { halfRangeText } from '../spread.ts';
import { statusMarks } from '../status.ts';
import type { BenchRow, StageSummary } from '../summary.ts';
import { highShareOfCeiling } from '../tool-floor.ts';
import { column, type Line, nameColumn, textCell } from './cells.ts';
import type { Cell, Column } from './table.ts';

/** How fast, and at what cost of the target. */
export function rateColumns(stage: StageSummary, rounds: number): readonly Column<Line>[] {
  const perEvent = stage.unit === 'connected' ? 'CPU/conn' : 'CPU/msg';
  return [
    nameColumn('ceiling'),
    column('status', 'left', (row) => statusCell(row, rounds)),
    column(`${stage.unit}/s`, 'right', rateCell, { tool: ceilingCell(stage) }),
    column('±', 'right', ({ rate }) => ({ text: halfRangeText(rate), tone: 'muted' }), { dispensable: 4 }),
    column('offered', 'right', ({ offeredPerSecond, rate }) =>
      textCell(rate === undefined ? undefined : offeredPerSecond, rateText),
    ),
    column('of ceiling', 'right', ({ ofCeiling }) => ofCeilingCell(ofCeiling?.median)),
    column('cores', 'right', ({ cpuCores }) => textCell(cpuCores?.median, coresText)),
    column(perEvent, 'right', ({ cpuMicrosPerEvent }) => textCell(cpuMicrosPerEvent?.median, costText)),
    column('memory', 'right', ({ memoryBytes }) => textCell(memoryBytes, bytesText), { dispensable: 2 }),
  ];
}

/** `died`, or `died 1/3` when other rounds ended otherwise. */
function statusCell({ status, rounds: lines }: BenchRow, rounds: number): Cell {
  const { word, tone } = statusMarks[status];
  const those = lines.filter((line) => line.status === status).length;
  return { text: those === 0 || those >= rounds ? word : `${word} ${those}/${rounds}`, tone };
}

function rateCell({ rate, status }: BenchRow): Cell {
  if (rate === undefined) return { text: nothing, tone: 'muted' };
  return { text: rateText(rate.median), tone: status === 'generator-bound' ? 'warning' : 'strong' };
}

function ofCeilingCell(share: number | undefined): Cell {
  if (share === undefined) return { text: '' };
  return { text: shareText(share), tone: share > highShareOfCeiling ? 'warning' : 'plain' };
}

function ceilingCell({ calibration }: StageSummary): Cell {
  if (calibration === undefined) return { text: '' };
  const atLeast = calibration.bound === 'sink' ? '≥' : '';
  return { text: atLeast + rateText(calibration.ceilingPerSecond), tone: 'muted' };
}
