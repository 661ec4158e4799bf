import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './user-error.ts';

/** More than MQTT can carry. */
const longestInputBytes = 70_000;

/**
 * A password from a pipe, without the line end after it.
 *
 * @throws UsageError when there is none, too much, or no text.
 */
export async function passwordFromStdin(stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > longestInputBytes) throw new UsageError('Standard input is too long for a password.');
  }
  const password = decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('Standard input is empty: write the password to it.');
  return password;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError('Standard input is not UTF-8 text: write the password to it as text.');
  }
}

/**
 * Asks twice on the terminal, without showing what is typed.
 *
 * @throws UsageError when there is no terminal or the answers differ.
 */
export async function askForPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError('There is no terminal to ask for the password on: use --password-stdin.');
  }
  const password = await askHidden(`Password of ${name}: `);
  if ((await askHidden('Once more: ')) === password) return password;
  throw new UsageError('The two passwords differ: run the command again.');
}

async function askHidden(question: string): Promise<string> {
  // readline echoes into its output, so that leads nowhere and the question is written beside it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    // Ctrl-C and Ctrl-D end the question without an answer.
    const cancelled = new Promise<never>((_, reject) => {
      lines.once('close', () => reject(new UsageError('No password was given.')));
    });
    return await Promise.race([lines.question(''), cancelled]);
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
