import { parse } from 'smol-toml';

/**
 * The line, counted from 1, where a key of a TOML text begins, or the table around it when the key is not there.
 *
 * The TOML library keeps no positions, so the text is given to it line by line: the key stands where it first appears.
 * Only who made a mistake pays for that.
 *
 * @param toml a text that parses as a whole
 */
export function lineOf(toml: string, path: readonly PropertyKey[]): number | undefined {
  const lines = toml.split('\n');
  let longest = 0;
  let begin: number | undefined;
  let understood = 0;
  for (let count = 1; count <= lines.length; count += 1) {
    const document = parsed(lines.slice(0, count).join('\n'));
    // Within a value of several lines.
    if (document === undefined) continue;
    const length = lengthWithin(document, path);
    if (length > longest) {
      longest = length;
      begin = understood + 1;
    }
    if (longest === path.length) return begin;
    understood = count;
  }
  return begin;
}

function parsed(toml: string): unknown {
  try {
    return parse(toml);
  } catch {
    return undefined;
  }
}

/** How much of the path the document has. */
function lengthWithin(document: unknown, path: readonly PropertyKey[]): number {
  let value = document;
  for (const [index, key] of path.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return index;
    value = Reflect.get(value, key);
  }
  return path.length;
}
