import type { StateCounts, VersionSummary } from '../summary.ts';
import { printable } from '../text.ts';
import type { Screen, Tone } from './screen.ts';
import { paint } from './screen.ts';

interface Column {
  readonly title: string;
  readonly tone: Tone;
  readonly of: (states: StateCounts) => number;
}

const columns: readonly Column[] = [
  { title: 'covered', tone: 'plain', of: (states) => Object.values(states).reduce((sum, n) => sum + n, 0) },
  { title: 'passed', tone: 'good', of: (states) => states.passed },
  { title: 'failed', tone: 'bad', of: (states) => states.failed },
  { title: 'warned', tone: 'warning', of: (states) => states.warned },
  { title: 'open', tone: 'warning', of: (states) => states.inconclusive },
  { title: 'n/a', tone: 'muted', of: (states) => states['not applicable'] },
];

/** Statements by section and state, for one target in one version; `open` is inconclusive. */
export function sectionTable(title: string, version: VersionSummary, screen: Screen): readonly string[] {
  const numbersWidth = columns.reduce((sum, column) => sum + column.title.length + 2, 0);
  const titleWidth = Math.max(12, Math.min(44, screen.columns - numbersWidth));
  const head = fit(printable(title), titleWidth) + columns.map((column) => `  ${column.title}`).join('');
  return [
    paint(screen, 'strong', head),
    ...version.sections.map(({ section, states }) =>
      row(`${section.number.padEnd(5)}${section.title}`, titleWidth, states, screen),
    ),
    paint(screen, 'muted', '─'.repeat(titleWidth + numbersWidth)),
    row('all', titleWidth, version.states, screen),
  ];
}

function row(title: string, titleWidth: number, states: StateCounts, screen: Screen): string {
  const cells = columns.map((column) => {
    const number = column.of(states);
    const text = (number === 0 ? '·' : String(number)).padStart(column.title.length + 2);
    return paint(screen, number === 0 ? 'muted' : column.tone, text);
  });
  return fit(title, titleWidth) + cells.join('');
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
