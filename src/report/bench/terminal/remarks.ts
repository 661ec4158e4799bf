import type { BenchResult } from '../../../bench/bench-result.ts';
import { heading, labelled, paint, type Screen } from '../../terminal/screen.ts';
import { printable } from '../../text.ts';
import { groupBy } from '../group-by.ts';
import {
  generatorBoundWarning,
  type Note,
  notesOf,
  placesText,
  reasonTexts,
  type Trouble,
  troublesOf,
} from '../remarks.ts';
import { statusMarks } from '../status.ts';
import { actualText, type ThresholdRow, thresholdRows } from '../thresholds.ts';

/** Everything that is not plainly valid: what happened, and what to do about it. */
export function troubleLines(result: BenchResult, screen: Screen): readonly string[] {
  const troubles = troublesOf(result);
  if (troubles.length === 0) return [];
  return [
    heading('Not plainly valid', screen),
    ...troubles.flatMap((trouble) => oneTrouble(trouble, result, screen)),
  ];
}

/** What qualifies the valid numbers. */
export function noteLines(result: BenchResult, screen: Screen): readonly string[] {
  const notes = notesOf(result);
  if (notes.length === 0) return [];
  return [heading('Notes', screen), ...notes.flatMap((note) => oneNote(note, result, screen))];
}

/** What was asked, and what came: each that was broken, then those that were kept in short. */
export function thresholdLines(result: BenchResult, screen: Screen): readonly string[] {
  const rows = thresholdRows(result);
  if (rows.length === 0) return [];
  const where = (row: ThresholdRow): string =>
    result.bench.stages.length > 1 ? `${printable(row.stage)}: ` : '';
  const kept = groupBy(
    rows.filter(({ broken }) => broken === 0),
    (row) => `${where(row)}${printable(row.expression)} kept by `,
  );
  return [
    heading('Thresholds', screen),
    ...rows.filter(({ broken }) => broken > 0).flatMap((row) => brokenThreshold(row, where(row), screen)),
    ...[...kept].flatMap(([what, group]) =>
      labelled(
        '✓ ',
        what +
          group
            .map(({ target, actual }) => `${printable(target)} (${printable(actualText(actual))})`)
            .join(', '),
        screen,
      ),
    ),
  ];
}

function oneTrouble(trouble: Trouble, result: BenchResult, screen: Screen): readonly string[] {
  const { glyph, word, tone } = statusMarks[trouble.status];
  const where = placesText(trouble.places, result);
  const title = `${glyph} ${printable(trouble.target)} ${word}`;
  return [
    `${paint(screen, tone, title)}${where === '' ? '' : paint(screen, 'muted', `  ${printable(where)}`)}`,
    ...reasonTexts(trouble, result).flatMap((reason) => labelled('', printable(reason), screen, 4)),
    ...(trouble.status === 'generator-bound'
      ? labelled('', printable(generatorBoundWarning(trouble.target)), screen, 4).map((line) =>
          paint(screen, 'warning', line),
        )
      : []),
    ...trouble.advice.flatMap((advice) => labelled('→ ', printable(advice), screen, 4)),
  ];
}

function oneNote(note: Note, result: BenchResult, screen: Screen): readonly string[] {
  const where = placesText(note.places, result);
  const label = `${printable(note.target)}${where === '' ? '' : `, ${printable(where)}`}: `;
  return labelled('• ', label + printable(note.text), screen);
}

function brokenThreshold(row: ThresholdRow, where: string, screen: Screen): readonly string[] {
  const rounds = row.actual.length;
  const how = rounds === 1 ? '' : ` in ${row.broken} of ${rounds} rounds`;
  const text = `${where}${printable(row.expression)} broken by ${printable(row.target)}${how}: ${printable(actualText(row.actual))}`;
  return labelled('✗ ', text, screen).map((line) => paint(screen, 'bad', line));
}
