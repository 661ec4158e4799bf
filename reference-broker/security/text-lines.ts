import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { malformed, reasonOf, SecurityError } from './security-error.ts';

/** One line of a file that people write, without its line end. */
export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

const largestFileBytes = 16 * 1024 * 1024;

/** Room for the longest Topic Filter of the standard, and a word before it. */
const longestLineBytes = 70_000;

/**
 * Reads a whole file, and never more than 16 MiB.
 *
 * @throws SecurityError when it cannot be read, is too large or is no regular file.
 */
export async function readBounded(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file);
    if (!(await handle.stat()).isFile()) {
      throw new SecurityError('file-unreadable', `${file}: this is no regular file; give the path of one.`);
    }
    return await readAll(handle, file);
  } catch (error) {
    if (error instanceof SecurityError) throw error;
    throw new SecurityError(
      'file-unreadable',
      `${file} cannot be read (${reasonOf(error)}): give the path of a file that the broker may read.`,
      { cause: error },
    );
  }
}

async function readAll(handle: FileHandle, file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The size that `stat` names is a promise, not a bound: the file may grow meanwhile.
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A stream without encoding gives bytes.');
    bytes += chunk.length;
    if (bytes > largestFileBytes) {
      throw new SecurityError('file-too-large', `${file}: the file is larger than 16 MiB; make it smaller.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The lines that say something: not empty, and no comment (`#` first).
 *
 * @param file its path, for messages
 * @throws SecurityError at a line that is too long or that is no text.
 */
export function* meaningfulLines(bytes: Buffer, file: string): Generator<TextLine> {
  for (const line of textLines(bytes, file)) {
    const start = line.text.trimStart();
    if (start !== '' && !start.startsWith('#')) yield line;
  }
}

/** All lines, in order. */
export function* textLines(bytes: Buffer, file: string): Generator<TextLine> {
  let at = 0;
  for (let number = 1; at < bytes.length; number += 1) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.length : newline;
    yield { number, text: decodeLine(bytes.subarray(at, end), file, number) };
    at = end + 1;
  }
}

function decodeLine(bytes: Buffer, file: string, number: number): string {
  if (bytes.length > longestLineBytes) {
    throw malformed(file, number, `the line is longer than ${longestLineBytes} bytes`);
  }
  if (!isUtf8(bytes)) throw malformed(file, number, 'the line is not UTF-8 text');
  const text = bytes.toString('utf8').replace(/\r$/, '');
  const visible = number === 1 ? text.replace(/^\u{feff}/u, '') : text;
  if (/[^\P{Cc}\t]/u.test(visible)) throw malformed(file, number, 'the line has a control character');
  return visible;
}
