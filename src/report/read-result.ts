import { createReadStream } from 'node:fs';
import type { CaseLine, EndLine, ResultLine, RunLine } from '../conformance/result.ts';
import { resultLine } from '../conformance/result.ts';
import type { NumberedLine } from './read-lines.ts';
import { readLines } from './read-lines.ts';
import { ReportError } from './report-error.ts';

/** One run, as its file tells it. */
export interface ResultFile {
  readonly run: RunLine;
  /** In the order in which they ended. */
  readonly cases: readonly CaseLine[];
  /** Absent when the file was cut short: the writer died, or still writes. */
  readonly end?: EndLine;
}

/** How the run of a file ended; everything but `whole` belongs in every report, since verdicts are missing. */
export type Ending =
  | { readonly kind: 'whole' }
  | { readonly kind: 'aborted'; readonly reason: string; readonly missing: number }
  | { readonly kind: 'cut short'; readonly missing: number };

export interface ReadOptions {
  /** Longest line that is read, in bytes; 16 MiB unless told. */
  readonly maxLineBytes?: number;
}

const defaultMaxLineBytes = 16 * 1024 * 1024;

/**
 * Reads a result file from disk.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function readResultFile(path: string, options: ReadOptions = {}): Promise<ResultFile> {
  try {
    return await readResult(createReadStream(path), options);
  } catch (error) {
    if (error instanceof ReportError)
      throw new ReportError(error.code, `${path}: ${error.message}`, error.lineNumber, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportError('unreadable', `${path} cannot be read (${why}); check the path.`, undefined, {
      cause: error,
    });
  }
}

/**
 * Reads a result from a stream of bytes, for example standard input.
 * A torn last line is dropped: it is what a crash of the writer leaves, and the file is then cut short.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function readResult(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<ResultFile> {
  const file = assemble();
  for await (const line of readLines(bytes, options.maxLineBytes ?? defaultMaxLineBytes)) {
    const parsed = parseLine(line);
    if (parsed !== undefined) file.add(parsed, line.number);
  }
  return file.result();
}

/** How the run ended, and how many of its planned cases have no line. */
export function endingOf(file: ResultFile): Ending {
  const missing = Math.max(0, file.run.planned - file.cases.length);
  if (file.end === undefined) return { kind: 'cut short', missing };
  if (file.end.aborted !== undefined) return { kind: 'aborted', reason: file.end.aborted, missing };
  return { kind: 'whole' };
}

function parseLine(line: NumberedLine): ResultLine | undefined {
  if (line.text.trim() === '') return undefined;
  const json = parseJson(line);
  if (json === undefined) return undefined;
  const parsed = resultLine.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new ReportError(
    'not-a-result-line',
    `Line ${line.number} is no line of a result file${where} (${issue?.message ?? 'unknown shape'}); it may come from another version of mqtt-assay.`,
    line.number,
  );
}

function parseJson(line: NumberedLine): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line.text) };
  } catch (error) {
    if (line.ending === 'torn') return undefined;
    throw new ReportError(
      'not-json',
      `Line ${line.number} is not JSON; a result file holds one JSON object in each line.`,
      line.number,
      { cause: error },
    );
  }
}

interface Assembly {
  add(line: ResultLine, lineNumber: number): void;
  result(): ResultFile;
}

function assemble(): Assembly {
  let run: RunLine | undefined;
  let end: EndLine | undefined;
  let targets: ReadonlySet<string> = new Set();
  const cases: CaseLine[] = [];

  function addCase(line: CaseLine, lineNumber: number): void {
    if (run === undefined) throw noRunLine(lineNumber);
    if (!targets.has(line.target))
      throw new ReportError(
        'unknown-target',
        `Line ${lineNumber} is of target "${line.target}", which the run line does not list; was the file put together by hand?`,
        lineNumber,
      );
    cases.push(line);
  }

  function add(line: ResultLine, lineNumber: number): void {
    if (end !== undefined)
      throw new ReportError(
        'after-end',
        `Line ${lineNumber} follows the end line; one file holds one run, so report several runs as several files.`,
        lineNumber,
      );
    switch (line.type) {
      case 'run':
        if (run !== undefined)
          throw new ReportError(
            'second-run-line',
            `Line ${lineNumber} begins a second run; one file holds one run, so report several runs as several files.`,
            lineNumber,
          );
        run = line;
        targets = new Set(line.targets.map((target) => target.name));
        return;
      case 'case':
        return addCase(line, lineNumber);
      case 'end':
        if (run === undefined) throw noRunLine(lineNumber);
        end = line;
    }
  }

  return {
    add,
    result() {
      if (run === undefined) throw noRunLine(1);
      return end === undefined ? { run, cases } : { run, cases, end };
    },
  };
}

function noRunLine(lineNumber: number): ReportError {
  return new ReportError(
    'no-run-line',
    `No run line stands before line ${lineNumber}; a result file begins with one, so this is no result file or it lost its head.`,
    lineNumber,
  );
}
