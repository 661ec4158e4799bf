import { replaceFile } from './replace-file.ts';
import { SecurityError } from './security-error.ts';
import { meaningfulLines, readBounded, textLines } from './text-lines.ts';
import { formatUserRecord, parseUserRecord, type UserRecord } from './user-record.ts';

/**
 * Adds a user, or gives one another password. The file is made if there is none.
 *
 * @throws SecurityError when the file cannot be written or a line of it is wrong.
 */
export async function putUser(file: string, record: UserRecord): Promise<'added' | 'replaced'> {
  let outcome: 'added' | 'replaced' = 'added';
  await replaceFile(file, (before) => {
    const lines = namedLines(before, file);
    const kept = lines.filter(({ name }) => name !== record.name);
    outcome = kept.length === lines.length ? 'added' : 'replaced';
    return textOf([...kept.map(({ text }) => text), formatUserRecord(record)]);
  });
  return outcome;
}

/** @throws SecurityError when there is no such user, the file cannot be written or a line of it is wrong. */
export async function removeUser(file: string, name: string): Promise<void> {
  await replaceFile(file, (before) => {
    const lines = namedLines(before, file);
    const kept = lines.filter((line) => line.name !== name);
    if (kept.length < lines.length) return textOf(kept.map(({ text }) => text));
    throw new SecurityError(
      'user-unknown',
      `${file} has no user ${JSON.stringify(name)}: see broker-user list.`,
    );
  });
}

/** @throws SecurityError when the file cannot be read or a line of it is wrong. */
export async function listUsers(file: string): Promise<UserRecord[]> {
  const bytes = await readBounded(file);
  return [...meaningfulLines(bytes, file)].map((line) => parseUserRecord(line, file));
}

interface NamedLine {
  readonly text: string;
  /** Absent: a comment. */
  readonly name: string | undefined;
}

/** Every line as it stands, so that comments are kept. */
function namedLines(bytes: Buffer, file: string): NamedLine[] {
  const names = new Map<number, string>();
  for (const line of meaningfulLines(bytes, file)) names.set(line.number, parseUserRecord(line, file).name);
  return [...textLines(bytes, file)].map(({ number, text }) => ({ text, name: names.get(number) }));
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
