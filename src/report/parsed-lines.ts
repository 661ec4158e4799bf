import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { type NumberedLine, readLines } from './read-lines.ts';
import { ReportError } from './report-error.ts';

export interface ReadOptions {
  /** Longest line that is read, in bytes; 16 MiB unless told. */
  readonly maxLineBytes?: number;
}

/** A line of a result file that has passed its schema. */
export interface ParsedLine<Line> {
  /** Counted from 1. */
  readonly number: number;
  readonly line: Line;
}

const defaultMaxLineBytes = 16 * 1024 * 1024;

/**
 * The lines of a result file, of any kind. Empty lines are left out, and so is a torn last line: it is what a
 * crash of the writer leaves.
 *
 * @throws {@link ReportError} with the number of the broken line
 */
export async function* parsedLines<Line>(
  bytes: AsyncIterable<Uint8Array>,
  schema: z.ZodType<Line>,
  options: ReadOptions = {},
): AsyncGenerator<ParsedLine<Line>> {
  for await (const text of readLines(bytes, options.maxLineBytes ?? defaultMaxLineBytes)) {
    const line = parseLine(text, schema);
    if (line !== undefined) yield { number: text.number, line };
  }
}

/**
 * Reads a file by a reader of bytes; whatever goes wrong names the file.
 *
 * @throws {@link ReportError}
 */
export async function readFromFile<Result>(
  path: string,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(createReadStream(path));
  } catch (error) {
    if (error instanceof ReportError)
      throw new ReportError(error.code, `${path}: ${error.message}`, error.lineNumber, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new ReportError('unreadable', `${path} cannot be read (${why}); check the path.`, undefined, {
      cause: error,
    });
  }
}

function parseLine<Line>(line: NumberedLine, schema: z.ZodType<Line>): Line | undefined {
  if (line.text.trim() === '') return undefined;
  const json = parseJson(line);
  if (json === undefined) return undefined;
  const parsed = schema.safeParse(json.value);
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
