import type { TranscriptEntry } from '../../conformance/result.ts';
import { clip, hexRows, printable } from '../text.ts';
import type { Screen } from './screen.ts';
import { paint, wrap } from './screen.ts';

const arrows = { sent: '→', received: '←', event: '•' } as const;
const maxTextCharacters = 600;
const maxEntries = 60;

/**
 * A conversation, in the order of time, with the connection at each line where there is more than one:
 * milliseconds, arrow (→ sent by the peer), the decoded packet, and its first bytes below.
 */
export function transcriptLines(entries: readonly TranscriptEntry[], screen: Screen): readonly string[] {
  const names = [...new Set(entries.map((entry) => entry.peer))];
  const nameWidth = names.length > 1 ? Math.min(16, Math.max(...names.map((name) => name.length))) + 1 : 0;
  const shown = cutMiddle(entries);
  return shown.flatMap((entry) =>
    typeof entry === 'number'
      ? [paint(screen, 'muted', `  … ${entry} entries left out; the result file holds them all …`)]
      : entryLines(entry, nameWidth, screen),
  );
}

function entryLines(entry: TranscriptEntry, nameWidth: number, screen: Screen): readonly string[] {
  const time = `${entry.atMs.toFixed(1)} ms`.padStart(11);
  const name =
    nameWidth === 0
      ? ''
      : printable(entry.peer)
          .slice(0, nameWidth - 1)
          .padEnd(nameWidth);
  const left = `${time}  ${name}`;
  const indent = ' '.repeat(left.length + 2);
  const texts = wrap(clip(printable(entry.text), maxTextCharacters), screen.columns - indent.length);
  const rowBytes = Math.max(4, Math.min(16, Math.floor((screen.columns - indent.length) / 3)));
  const bytes = entry.hex === undefined ? [] : hexRows(entry.hex, entry.bytes, { rowBytes, maxRows: 2 });
  return [
    `${paint(screen, 'muted', left)}${arrow(entry, screen)} ${texts[0] ?? ''}`,
    ...texts.slice(1).map((line) => indent + line),
    ...bytes.map((row) => indent + paint(screen, 'muted', row)),
  ];
}

function arrow(entry: TranscriptEntry, screen: Screen): string {
  return paint(screen, entry.direction === 'event' ? 'warning' : 'strong', arrows[entry.direction]);
}

/** Keeps the beginning and the end of a long conversation; a number stands for what is left out. */
function cutMiddle(entries: readonly TranscriptEntry[]): readonly (TranscriptEntry | number)[] {
  if (entries.length <= maxEntries) return entries;
  const half = maxEntries / 2;
  return [...entries.slice(0, half), entries.length - maxEntries, ...entries.slice(-half)];
}
