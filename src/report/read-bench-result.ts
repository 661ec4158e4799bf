import type { BenchResult } from '../bench/bench-result.ts';
import {
  type BenchEndLine,
  type BenchLine,
  type BenchResultLine,
  benchResultLine,
  type CalibrationLine,
  type IntervalLine,
  type MeasurementLine,
} from '../bench/result.ts';
import { lineAfterEnd, noHeadLine, secondHeadLine, unknownTarget } from './line-errors.ts';
import { parsedLines, type ReadOptions, readFromFile } from './parsed-lines.ts';
import { ReportError } from './report-error.ts';

/**
 * Reads a result of `bench` from disk.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function readBenchResultFile(path: string, options: ReadOptions = {}): Promise<BenchResult> {
  return readFromFile(path, (bytes) => readBenchResult(bytes, options));
}

/**
 * Reads a result of `bench` from a stream of bytes, for example standard input.
 * A torn last line is dropped: it is what a crash of the writer leaves, and the file is then cut short.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function readBenchResult(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<BenchResult> {
  const file = assemble();
  for await (const { line, number } of parsedLines(bytes, benchResultLine, options)) file.add(line, number);
  return file.result();
}

interface Assembly {
  add(line: BenchResultLine, lineNumber: number): void;
  result(): BenchResult;
}

function assemble(): Assembly {
  let bench: BenchLine | undefined;
  let end: BenchEndLine | undefined;
  const calibrations: CalibrationLine[] = [];
  const intervals: IntervalLine[] = [];
  const measurements = new Map<string, MeasurementLine>();

  function addMeasurement(line: MeasurementLine, lineNumber: number): void {
    const key = JSON.stringify([line.target, line.stage, line.round]);
    if (measurements.has(key)) throw repeated(line, lineNumber);
    measurements.set(key, line);
  }

  function add(line: BenchResultLine, lineNumber: number): void {
    if (end !== undefined) throw lineAfterEnd(lineNumber);
    if (line.type === 'bench') {
      if (bench !== undefined) throw secondHeadLine(lineNumber);
      bench = line;
      return;
    }
    if (bench === undefined) throw noHeadLine('bench', lineNumber);
    refuseUnknown(line, bench, lineNumber);
    switch (line.type) {
      case 'calibration':
        calibrations.push(line);
        return;
      case 'interval':
        intervals.push(line);
        return;
      case 'measurement':
        return addMeasurement(line, lineNumber);
      case 'end':
        end = line;
    }
  }

  return {
    add,
    result() {
      if (bench === undefined) throw noHeadLine('bench', 1);
      const result = { bench, calibrations, intervals, measurements: [...measurements.values()] };
      return end === undefined ? result : { ...result, end };
    },
  };
}

function refuseUnknown(
  line: Exclude<BenchResultLine, BenchLine>,
  bench: BenchLine,
  lineNumber: number,
): void {
  if (line.type === 'end') return;
  if (!bench.stages.some(({ name }) => name === line.stage))
    throw new ReportError(
      'unknown-stage',
      `Line ${lineNumber} is of stage "${line.stage}", which the bench line does not list; was the file put together by hand?`,
      lineNumber,
    );
  if (line.type === 'calibration') return;
  if (!bench.targets.some(({ name }) => name === line.target))
    throw unknownTarget('bench', line.target, lineNumber);
}

function repeated({ target, stage, round }: MeasurementLine, lineNumber: number): ReportError {
  return new ReportError(
    'repeated-measurement',
    `Line ${lineNumber} tells round ${round} of "${target}" in stage "${stage}" a second time; was the file put together by hand?`,
    lineNumber,
  );
}
