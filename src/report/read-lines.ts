import { ReportError } from './report-error.ts';

/** A line of a file, with its number, counted from 1. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
  /** `torn`: the file ends within the line, as after a crash of the writer. */
  readonly ending: 'newline' | 'torn';
}

const newline = 0x0a;

/**
 * Cuts a stream of bytes into lines of UTF-8. It never holds more than one line, and no line beyond the limit.
 *
 * @throws {@link ReportError} `line-too-long`
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<NumberedLine> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 1;

  function hold(part: Uint8Array): void {
    heldBytes += part.length;
    if (heldBytes > maxLineBytes) throw tooLong(number, maxLineBytes);
    held.push(part);
  }

  function take(ending: NumberedLine['ending']): NumberedLine {
    const line = { number, text: Buffer.concat(held).toString('utf8'), ending };
    held = [];
    heldBytes = 0;
    number += 1;
    return line;
  }

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      hold(chunk.subarray(from, at));
      yield take('newline');
      from = at + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  if (heldBytes > 0) yield take('torn');
}

function tooLong(lineNumber: number, maxLineBytes: number): ReportError {
  return new ReportError(
    'line-too-long',
    `Line ${lineNumber} is longer than ${maxLineBytes} bytes, so this is no result file of mqtt-assay; check the path.`,
    lineNumber,
  );
}
