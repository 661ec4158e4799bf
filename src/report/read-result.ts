import type { CaseLine, EndLine, ResultLine, RunLine } from '../conformance/result.ts';
import { resultLine } from '../conformance/result.ts';
import { lineAfterEnd, noHeadLine, secondHeadLine, unknownTarget } from './line-errors.ts';
import { parsedLines, type ReadOptions, readFromFile } from './parsed-lines.ts';

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

/**
 * Reads a result file from disk.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function readResultFile(path: string, options: ReadOptions = {}): Promise<ResultFile> {
  return readFromFile(path, (bytes) => readResult(bytes, options));
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
  for await (const { line, number } of parsedLines(bytes, resultLine, options)) file.add(line, number);
  return file.result();
}

/** How the run ended, and how many of its planned cases have no line. */
export function endingOf(file: ResultFile): Ending {
  const missing = Math.max(0, file.run.planned - file.cases.length);
  if (file.end === undefined) return { kind: 'cut short', missing };
  if (file.end.aborted !== undefined) return { kind: 'aborted', reason: file.end.aborted, missing };
  return { kind: 'whole' };
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
    if (run === undefined) throw noHeadLine('run', lineNumber);
    if (!targets.has(line.target)) throw unknownTarget('run', line.target, lineNumber);
    cases.push(line);
  }

  function add(line: ResultLine, lineNumber: number): void {
    if (end !== undefined) throw lineAfterEnd(lineNumber);
    switch (line.type) {
      case 'run':
        if (run !== undefined) throw secondHeadLine(lineNumber);
        run = line;
        targets = new Set(line.targets.map((target) => target.name));
        return;
      case 'case':
        return addCase(line, lineNumber);
      case 'end':
        if (run === undefined) throw noHeadLine('run', lineNumber);
        end = line;
    }
  }

  return {
    add,
    result() {
      if (run === undefined) throw noHeadLine('run', 1);
      return end === undefined ? { run, cases } : { run, cases, end };
    },
  };
}
