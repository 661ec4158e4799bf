/**
 * Why a result file cannot be reported. The code is the contract, the message is for people.
 *
 * - `unreadable`: the file cannot be opened or read.
 * - `line-too-long`: a line is longer than any line of ours.
 * - `not-json`, `not-a-result-line`: a line is no JSON, or JSON of another shape.
 * - `no-run-line`: the file does not begin with its `run` or `bench` line, or is empty.
 * - `second-run-line`: two files were glued together.
 * - `after-end`: lines follow the `end` line.
 * - `unknown-target`: a line names a target that the first line does not list.
 * - `unknown-stage`: a line of a benchmark names a stage that the first line does not list.
 * - `repeated-measurement`: two lines tell the same round of a target in the same stage.
 * - `not-an-audit`: an audit report was asked of a run without saboteurs.
 */
export type ReportErrorCode =
  | 'unreadable'
  | 'line-too-long'
  | 'not-json'
  | 'not-a-result-line'
  | 'no-run-line'
  | 'second-run-line'
  | 'after-end'
  | 'unknown-target'
  | 'unknown-stage'
  | 'repeated-measurement'
  | 'not-an-audit';

/** A result file that cannot be reported: one sentence that says what, where, and what to do. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code: ReportErrorCode;
  /** The line that is to blame, counted from 1, where there is one. */
  readonly lineNumber: number | undefined;

  constructor(code: ReportErrorCode, message: string, lineNumber?: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.lineNumber = lineNumber;
  }
}
