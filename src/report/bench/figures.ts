import type { Figure } from '../../bench/result.ts';
import { type Spread, spreadOf } from './spread.ts';
import type { BenchRow, StageSummary } from './summary.ts';

/** A number that only some scenarios have, for each row of a stage. */
export interface FigureRow {
  readonly name: string;
  readonly unit: Figure['unit'];
  /** One for each row of the stage, in their order; undefined where the target has none. */
  readonly values: readonly (Spread | undefined)[];
}

/** The figures of a stage, in the order in which they were measured. */
export function figureRows({ rows }: StageSummary): readonly FigureRow[] {
  const units = new Map<string, Figure['unit']>();
  for (const figure of rows.flatMap(({ counted }) => counted.flatMap(({ figures }) => figures)))
    if (!units.has(figure.name)) units.set(figure.name, figure.unit);
  return [...units].map(([name, unit]) => ({
    name,
    unit,
    values: rows.map((row) => spreadOf(valuesOf(row, name, unit))),
  }));
}

function valuesOf({ counted }: BenchRow, name: string, unit: Figure['unit']): readonly number[] {
  return counted.flatMap(({ figures }) =>
    figures.filter((figure) => figure.name === name && figure.unit === unit).map(({ value }) => value),
  );
}
