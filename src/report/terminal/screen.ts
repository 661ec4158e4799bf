import { styleText } from 'node:util';

/** What terminal reports use of colour, by meaning. */
export type Tone = 'good' | 'bad' | 'warning' | 'muted' | 'strong' | 'plain';

/** Where a report is shown. */
export interface Screen {
  /** Width in characters. */
  readonly columns: number;
  readonly colours: 'on' | 'off';
}

const formats = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  muted: 'dim',
  strong: 'bold',
} as const satisfies Readonly<Record<Exclude<Tone, 'plain'>, string>>;

/** Colours a text where the screen has colours. */
export function paint(screen: Screen, tone: Tone, text: string): string {
  if (screen.colours === 'off' || tone === 'plain' || text === '') return text;
  // The screen was decided by its own stream; styleText would ask standard output again.
  return styleText(formats[tone], text, { validateStream: false });
}

/** The part of a stream that decides how a report looks on it. */
export interface ScreenStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const logColumns = 100;
const maxColumns = 120;

/**
 * The screen behind a stream: no colours under NO_COLOR or in a pipe, unless FORCE_COLOR asks for them.
 *
 * @param environment `process.env`
 */
export function screenOf(
  stream: ScreenStream,
  environment: Readonly<Record<string, string | undefined>>,
): Screen {
  const columns = Math.min(maxColumns, Math.max(40, stream.columns ?? logColumns));
  return { columns, colours: coloursOf(stream, environment) };
}

function coloursOf(
  stream: ScreenStream,
  environment: Readonly<Record<string, string | undefined>>,
): Screen['colours'] {
  if ((environment['NO_COLOR'] ?? '') !== '') return 'off';
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 'off' : 'on';
  if (environment['TERM'] === 'dumb') return 'off';
  return stream.isTTY === true ? 'on' : 'off';
}

/** Breaks a text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(10, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A text under a label: the label stands before the first line, the others are indented to it. */
export function labelled(label: string, text: string, screen: Screen, indent = 0): readonly string[] {
  const margin = ' '.repeat(indent);
  return wrap(text, screen.columns - indent - label.length).map(
    (line, index) => margin + (index === 0 ? label : ' '.repeat(label.length)) + line,
  );
}

/** A heading with a rule to the end of the line. */
export function heading(title: string, screen: Screen): string {
  const rule = '─'.repeat(Math.max(3, screen.columns - title.length - 1));
  return `${paint(screen, 'strong', title)} ${paint(screen, 'muted', rule)}`;
}

function pieces(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts;
}
