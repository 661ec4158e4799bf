/** Where each key of a TOML text stands: `tls.caFile` -> line, counted from 1. */
export type KeyLines = ReadonlyMap<string, number>;

const bareOrQuoted = /"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g;
const header = /^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$/;
const assignment = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=(.*)$/;

const partsOf = (dotted: string): readonly string[] =>
  [...dotted.matchAll(bareOrQuoted)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

/** Does the value open a multi-line string that its own line does not close? */
const opensText = (value: string): string | undefined =>
  ['"""', "'''"].find((quotes) => value.split(quotes).length % 2 === 0);

/**
 * Finds the lines of the keys and table headers of a TOML text that already parsed. The TOML library keeps
 * no positions, and an error without its line sends people searching. Keys inside an inline table are not
 * found one by one: whoever asks falls back to the line of the table.
 */
export const keyLines = (toml: string): KeyLines => {
  const lines = new Map<string, number>();
  const note = (path: readonly string[], line: number): void => {
    const key = path.join('.');
    if (!lines.has(key)) lines.set(key, line);
  };
  let table: readonly string[] = [];
  /** How many tables each array of tables has so far. */
  const arrays = new Map<string, number>();
  let openText: string | undefined;
  for (const [index, text] of toml.split('\n').entries()) {
    if (openText !== undefined) {
      if (text.includes(openText)) openText = undefined;
      continue;
    }
    const tableName = header.exec(text)?.[1];
    if (tableName !== undefined) {
      const parts = partsOf(tableName);
      if (text.trimStart().startsWith('[[')) {
        note(parts, index + 1);
        arrays.set(parts.join('.'), (arrays.get(parts.join('.')) ?? 0) + 1);
      }
      table = withIndexes(parts, arrays);
      note(table, index + 1);
      continue;
    }
    const found = assignment.exec(text);
    if (found === null) continue;
    note([...table, ...partsOf(found[1] ?? '')], index + 1);
    openText = opensText(found[2] ?? '');
  }
  return lines;
};

/** The last table of each array is meant: `flows.load` is `flows.1.load` after the second `[[flows]]`. */
const withIndexes = (parts: readonly string[], arrays: ReadonlyMap<string, number>): readonly string[] => {
  const path: string[] = [];
  for (const [index, part] of parts.entries()) {
    path.push(part);
    const tables = arrays.get(parts.slice(0, index + 1).join('.'));
    if (tables !== undefined) path.push(String(tables - 1));
  }
  return path;
};

/** The line of a key, or of the nearest table around it. */
export const lineOf = (lines: KeyLines, path: readonly PropertyKey[]): number | undefined => {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(path.slice(0, length).map(String).join('.'));
    if (line !== undefined) return line;
  }
  return undefined;
};
