/**
 * Text of a broker, made harmless and visible: control characters, which could recolour or rewrite a terminal,
 * and the marks that turn the direction of writing are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

// Control and format characters, surrogates without a partner, line and paragraph separators.
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Cuts a text to a number of characters, and says by how much. */
export function clip(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, maxCharacters)}… (${text.length - maxCharacters} more characters)`;
}

/** `1 case`, `2 cases`; `plural` where an s does not do. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A duration as people read it: `0.4 ms`, `12 ms`, `8.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Words joined as in a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/**
 * Hex in rows of two-digit groups, cut after some rows.
 *
 * @param packetBytes length of the whole packet, which may be longer than the hex that was kept
 */
export function hexRows(
  hex: string,
  packetBytes: number | undefined,
  limits: { readonly rowBytes: number; readonly maxRows: number },
): readonly string[] {
  const pairs = hex.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [];
  const shown = pairs.slice(0, limits.rowBytes * limits.maxRows);
  const rows: string[] = [];
  for (let at = 0; at < shown.length; at += limits.rowBytes)
    rows.push(shown.slice(at, at + limits.rowBytes).join(' '));
  const total = packetBytes ?? pairs.length;
  if (shown.length >= total) return rows;
  // A remark behind a full row would not fit the screen.
  const remark = `… ${total} bytes in all`;
  const last = rows.at(-1);
  if (last === undefined || last.length > (limits.rowBytes * 3) / 2) return [...rows, remark];
  return [...rows.slice(0, -1), `${last} ${remark}`];
}
