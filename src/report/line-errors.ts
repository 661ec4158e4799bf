import { ReportError } from './report-error.ts';

/** The type of the line that a result file begins with: `run` of `check`, `bench` of `bench`. */
export type HeadType = 'run' | 'bench';

/** Lines before the head, or none at all. */
export function noHeadLine(head: HeadType, lineNumber: number): ReportError {
  return new ReportError(
    'no-run-line',
    `No ${head} line stands before line ${lineNumber}; a result file begins with one, so this is no result file or it lost its head.`,
    lineNumber,
  );
}

/** Two files were glued together. */
export function secondHeadLine(lineNumber: number): ReportError {
  return new ReportError(
    'second-run-line',
    `Line ${lineNumber} begins a second run; one file holds one run, so report several runs as several files.`,
    lineNumber,
  );
}

/** Something follows the end. */
export function lineAfterEnd(lineNumber: number): ReportError {
  return new ReportError(
    'after-end',
    `Line ${lineNumber} follows the end line; one file holds one run, so report several runs as several files.`,
    lineNumber,
  );
}

/** A line is of a target that the head does not list. */
export function unknownTarget(head: HeadType, target: string, lineNumber: number): ReportError {
  return new ReportError(
    'unknown-target',
    `Line ${lineNumber} is of target "${target}", which the ${head} line does not list; was the file put together by hand?`,
    lineNumber,
  );
}
