import type { MeasurementLine } from '../../../bench/result.ts';
import { heading, labelled, paint, type Screen } from '../../terminal/screen.ts';
import { count, printable } from '../../text.ts';
import { figureRows } from '../figures.ts';
import { figureText, latencyText, nothing, shareText } from '../numbers.ts';
import { omissionSentence } from '../omission.ts';
import type { StageSummary } from '../summary.ts';
import { hasToolBound, toolBoundFactor } from '../tool-floor.ts';
import { type Line, shortName } from './cells.ts';
import { latencyColumns } from './latency-columns.ts';
import { rateColumns } from './rate-columns.ts';
import { type Column, tableLines } from './table.ts';

/** One stage: how fast and at what cost, how late and how completely, and what only this scenario tells. */
export function stageLines(stage: StageSummary, rounds: number, screen: Screen): readonly string[] {
  const targets = stage.rows.map((row): Line => ({ kind: 'target', row }));
  const withTool = (known: unknown): readonly Line[] =>
    known === undefined ? targets : [...targets, { kind: 'tool' }];
  const how =
    rounds === 1 ? '1 round' : `${rounds} rounds: medians, ± half their range, counts of all together`;
  return [
    heading(`${printable(stage.stage.name)} · ${how}`, screen),
    ...tableLines(rateColumns(stage, rounds), withTool(stage.calibration), screen),
    '',
    ...tableLines(latencyColumns(stage), withTool(stage.calibration?.floor), screen),
    ...figureLines(stage, screen),
    ...explanations(stage, rounds, screen),
  ];
}

function figureLines(stage: StageSummary, screen: Screen): readonly string[] {
  const rows = figureRows(stage);
  if (rows.length === 0) return [];
  return [
    '',
    ...tableLines(
      [
        { title: 'figure', align: 'left', cell: ({ name }) => ({ text: `  ${printable(name)}` }) },
        ...stage.rows.map(
          (row, index): Column<(typeof rows)[number]> => ({
            title: shortName(row.target.name),
            align: 'right',
            cell: ({ values, unit }) => {
              const value = values[index]?.median;
              return value === undefined
                ? { text: nothing, tone: 'muted' }
                : { text: figureText({ value, unit }) };
            },
          }),
        ),
      ],
      rows,
      screen,
    ),
  ];
}

function explanations(stage: StageSummary, rounds: number, screen: Screen): readonly string[] {
  const fewer = stage.rows.filter(({ counted }) => counted.length > 0 && counted.length < rounds);
  const omission = omissionSentence(stage);
  return [
    ...(hasToolBound(stage)
      ? labelled(
          '  * ',
          `tool-bound: within ${toolBoundFactor} times of what mqtt-assay itself takes with a target that does nothing. Read it as "at most".`,
          screen,
        ).map((line) => paint(screen, 'warning', line))
      : []),
    ...(omission === undefined ? [] : labelled('  ○ ', printable(omission), screen)),
    ...fewer.flatMap(({ target, counted }) =>
      labelled(
        '  ○ ',
        `${printable(target.name)}: medians of ${counted.length} of ${count(rounds, 'round')}.`,
        screen,
      ),
    ),
    ...generatorLine(stage, screen),
  ];
}

/** The generator's own health, at its worst: what a reader needs to trust the rest. */
function generatorLine({ rows }: StageSummary, screen: Screen): readonly string[] {
  const measured = rows.flatMap(({ counted }) => counted);
  if (measured.length === 0) return [];
  const worst = (of: (line: MeasurementLine) => number | undefined): number =>
    Math.max(...measured.map((line) => of(line) ?? 0));
  const lateness = worst(({ latencies }) => latencies.lateness?.p99);
  const foreign = worst(({ generator }) => generator.foreignCpu);
  const text = [
    `busy ${shareText(worst(({ generator }) => generator.busy))}`,
    ...(lateness === 0 ? [] : [`late p99 ${latencyText(lateness)}`]),
    `event loop p99 ${latencyText(worst(({ generator }) => generator.loopDelayP99))}`,
    `longest GC ${latencyText(worst(({ generator }) => generator.longestGcPause))}`,
    `other programs ${shareText(foreign)} of CPU`,
  ].join(' · ');
  return labelled('  generator at its worst: ', text, screen).map((line) => paint(screen, 'muted', line));
}
