import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  believableFile,
  hostileText,
  madeUpCase,
  madeUpFile,
  madeUpFinding,
  madeUpLookup,
  madeUpTranscript,
} from '../made-up-result.test.helper.ts';
import type { ResultFile } from '../read-result.ts';
import { failureInShort, failureLines } from './failures.ts';
import { terminalReport } from './report.ts';
import type { Screen } from './screen.ts';
import { screenOf, wrap } from './screen.ts';

const log: Screen = { columns: 80, colours: 'off' };
const terminal: Screen = { columns: 80, colours: 'on' };

function reportOf(file: ResultFile, screen: Screen = log, inFull?: number): string {
  return terminalReport(file, {
    screen,
    lookup: madeUpLookup,
    ...(inFull === undefined ? {} : { inFull }),
  });
}

const failing = madeUpCase({
  verdict: 'fail',
  findings: [madeUpFinding()],
  transcript: [...madeUpTranscript()],
  rerun: `mqtt-assay check mqtt://127.0.0.1:1884 --only 'connect/second-connect-closes' --mqtt 5.0 --deadline 2000`,
  replay: `echo '${'10'.repeat(80)}' | xxd -r -p | nc 127.0.0.1 1884`,
});

describe('a failure', () => {
  const text = failureLines(failing, madeUpLookup, log).join('\n');

  test('says all that its reader needs', () => {
    for (const part of [
      'connect/second-connect-closes  MQTT 5.0 · mosquitto',
      '5.0/MQTT-3.1.0-2  MUST: What MQTT-3.1.0-2 asks',
      'mqtt-v5.0.html#section-3.1',
      'Expected  DISCONNECT 0x82 (Protocol error), then a close',
      'or a close without DISCONNECT (FIN or RST)',
      'Actual    CONNACK 0x00 (Success) after 3.1 ms',
      'peer: still open when the case ended',
      'subscriber: closed by the server (FIN)',
      '2.1 ms  peer       → CONNECT (a second time)',
      '5.2 ms  peer       ← CONNACK 0x00 (Success)',
      '9.9 ms  subscriber • closed by the server (FIN)',
      '20 03 00 00 00',
      '82 … 400 bytes in all',
      `rerun   ${failing.rerun}`,
      `replay  ${failing.replay}`,
    ])
      expect(text).toContain(part);
  });

  test('of a statement that the lookup does not know still names it', () => {
    expect(failureLines(failing, () => undefined, log).join('\n')).toContain('5.0/MQTT-3.1.0-2');
  });

  test('in short names the statement and the command', () => {
    const [title, rerun] = failureInShort(failing, log);
    expect(title).toMatch(/connect\/second-connect-closes .*5\.0\/MQTT-3\.1\.0-2/);
    expect(rerun).toContain(failing.rerun);
  });

  test('cannot steer the terminal of its reader', () => {
    const hostile = madeUpCase({
      verdict: 'fail',
      case: hostileText,
      target: hostileText,
      rerun: hostileText,
      reason: hostileText,
      findings: [madeUpFinding({ actual: hostileText, allowed: [hostileText], statements: [hostileText] })],
      transcript: [
        { atMs: 0, peer: hostileText, direction: 'received', text: hostileText, hex: hostileText },
      ],
    });
    const file = { ...madeUpFile([hostileText], [hostile, { ...hostile, verdict: 'inconclusive' }]) };
    const whole = reportOf(file, log);
    expect(whole.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(whole).toContain('\\x1b[31mred');
  });

  test('with a flood of packets keeps their beginning and end', () => {
    const entry = madeUpTranscript()[2];
    if (entry === undefined) throw new Error('the made-up transcript lost its CONNACK');
    const transcript = Array.from({ length: 500 }, (_, atMs) => ({ ...entry, atMs, text: `packet ${atMs}` }));
    const flood = failureLines({ ...failing, transcript }, madeUpLookup, log).join('\n');
    expect(flood).toMatch(/packet 0\n[\s\S]*440 entries left out[\s\S]*packet 499/);
    expect(flood).not.toContain('packet 250\n');
  });
});

describe('a report', () => {
  const file = believableFile();

  test.each([60, 80, 120])('keeps to %i columns, but for links and commands', (columns) => {
    const tooLong = reportOf(file, { columns, colours: 'off' })
      .split('\n')
      .filter((line) => line.length > columns && !/:\/\/|mqtt-assay check|rerun|replay|xxd/.test(line))
      .filter((line) => !/^[✗!?⚠] /.test(line) && !/passed, | proved, /.test(line));
    expect(tooLong).toEqual([]);
  });

  test('says the same with and without colours', () => {
    const coloured = reportOf(file, terminal);
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(reportOf(file, log));
  });

  test('begins with the plan and ends with the last word on each target', () => {
    const lines = reportOf(file).trimEnd().split('\n');
    expect(lines[2]).toBe('396 cases on 2 targets, 12 not applicable');
    expect(lines.at(-2)).toBe(
      'reference conforms: 99 statements of MQTT 5.0 and 99 of 3.1.1 proved, none broken',
    );
    expect(lines.at(-1)).toBe('mosquitto breaks 8 statements of MQTT 5.0, 7 of 3.1.1');
  });

  test('shows some failures in full and every one with its command', () => {
    const failures = file.cases.filter((line) => line.verdict === 'fail');
    const text = reportOf(file, log, 3);
    const block = text.slice(text.indexOf('Failures'), text.indexOf('Warnings'));
    expect(block.match(/Actual/g)).toHaveLength(3);
    expect(block).toContain(`and ${failures.length - 3} more`);
    for (const line of failures) expect(block).toContain(`${line.rerun}`);
  });

  test('gives every reason why something was not judged', () => {
    const text = reportOf(file);
    expect(text).toContain('Inconclusive: the precondition could not be set up (4)');
    expect(text).toContain('the settle probe after SUBACK was not delivered');
    expect(text).toContain('Errors of the harness (2)');
    expect(text).toContain('  12  the target lacks shared-subscriptions');
  });

  test('has a row for each section, whose numbers add up', () => {
    const table = reportOf(file).split('mosquitto · MQTT 5.0  ')[1] ?? '';
    const rows = table.split('\n').filter((line) => /^(\d|all)/.test(line));
    expect(rows).toHaveLength(12);
    for (const row of rows) {
      const [covered = 0, ...states] = row
        .slice(-45)
        .trim()
        .split(/\s{2,}/)
        .slice(-6)
        .map((cell) => (cell === '·' ? 0 : Number(cell)));
      expect(states.reduce((sum, n) => sum + n, 0)).toBe(covered);
    }
  });
});

describe('the last word', () => {
  const last = (file: ResultFile): string => reportOf(file).trimEnd().split('\n').at(-1) ?? '';
  const pass = madeUpCase();
  const { end: _end, ...cut } = madeUpFile(['mosquitto'], [pass]);

  test.each([
    ['mosquitto conforms: 1 statement of MQTT 5.0 proved, none broken', madeUpFile(['mosquitto'], [pass])],
    ['mosquitto: nothing was judged', madeUpFile(['mosquitto'], [madeUpCase({ verdict: 'skip' })])],
    ['mosquitto: nothing was judged', madeUpFile(['mosquitto'], [])],
    [
      'mosquitto: no breach found, but 1 case could not be judged',
      madeUpFile(['mosquitto'], [pass, madeUpCase({ verdict: 'error' })]),
    ],
    ['mosquitto: no breach found, but the run was cut short', cut],
    [
      'mosquitto: no breach found, but the run was cut short (2 cases missing)',
      { ...cut, run: { ...cut.run, planned: 3 } },
    ],
    ['mosquitto breaks 1 statement of MQTT 5.0', madeUpFile(['mosquitto'], [pass, failing])],
    ['mosquitto fails 1 case', madeUpFile(['mosquitto'], [madeUpCase({ verdict: 'fail' })])],
  ])('is: %s', (text, file) => {
    expect(last(file)).toBe(text);
  });
});

describe('colours', () => {
  test.each([
    [{ isTTY: true }, {}, 'on'],
    [{ isTTY: false }, {}, 'off'],
    [{}, {}, 'off'],
    [{ isTTY: true }, { NO_COLOR: '1' }, 'off'],
    [{ isTTY: true }, { NO_COLOR: '' }, 'on'],
    [{ isTTY: true }, { TERM: 'dumb' }, 'off'],
    [{}, { FORCE_COLOR: '1' }, 'on'],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, 'off'],
    [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, 'off'],
  ] as const)('on %o under %o are %s', (stream, environment, colours) => {
    expect(screenOf(stream, environment).colours).toBe(colours);
  });
});

test('wrapping loses no word and breaks what is too long', () => {
  expect(wrap('one two three', 10)).toEqual(['one two', 'three']);
  expect(wrap('a'.repeat(25), 10)).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]);
  expect(wrap('', 10)).toEqual(['']);
});
