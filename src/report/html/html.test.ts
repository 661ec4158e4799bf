import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
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
import { escapeHtml, html, webAddress } from './markup.ts';
import { htmlReport } from './page.ts';

const lookup = madeUpLookup;
const page = htmlReport([believableFile()], { lookup });

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const voids = new Set(['meta', 'input', 'br']);

/** The tags of a page, in order; throws when they do not nest. */
function tagsOf(text: string): readonly Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  const body = text
    .replace(/<!doctype html>/, '')
    .replace(/(<style>)[\s\S]*?(<\/style>)/, '$1$2')
    .replace(/(<script>)[\s\S]*?(<\/script>)/, '$1$2');
  for (const [whole, slash, name = '', rest = ''] of body.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)>/g,
  )) {
    if (slash === '/') {
      if (open.pop() !== name) throw new Error(`${whole} closes what is not open`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    tags.push({ name, attributes });
    if (!voids.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
  // Whatever the pattern above did not take for a tag must not look like one.
  expect(body.replace(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)>/g, '')).not.toContain('<');
  return tags;
}

/** Links within a page that lead nowhere; empty for a page in order. */
function deadLinks(text: string): readonly string[] {
  const tags = tagsOf(text);
  const ids = tags.flatMap(({ attributes }) => (attributes['id'] === undefined ? [] : [attributes['id']]));
  expect(new Set(ids).size).toBe(ids.length);
  const targets = tags.flatMap(({ attributes }) =>
    attributes['href']?.startsWith('#') === true ? [attributes['href'].slice(1)] : [],
  );
  const known = new Set(ids);
  return targets.filter((target) => !known.has(target));
}

describe('a page', () => {
  test('nests its tags, and every link within it leads somewhere', () => {
    expect(deadLinks(page)).toEqual([]);
  });

  test('asks nothing of any network', () => {
    const tags = tagsOf(page);
    const loads = ['link', 'img', 'iframe', 'object', 'base', 'form'];
    expect(tags.filter(({ name, attributes }) => 'src' in attributes || loads.includes(name))).toEqual([]);
    const outward = tags.filter(({ attributes }) => attributes['href']?.startsWith('#') === false);
    expect(outward.length).toBeGreaterThan(0);
    expect(outward.filter(({ attributes }) => attributes['class'] !== 'external')).toEqual([]);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test('lets no script run but its own', () => {
    const policy = /content="([^"]*script-src[^"]*)"/.exec(page)?.[1] ?? '';
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(policy.replaceAll('&#39;', "'")).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(() => new Script(scripts[0] ?? '')).not.toThrow();
  });

  test('is the same whenever it is made from the same file', () => {
    expect(htmlReport([believableFile()], { lookup })).toBe(page);
  });

  test('gives every head of a table its scope, and every cell its word', () => {
    const tags = tagsOf(page);
    expect(tags.filter((tag) => tag.name === 'th' && !('scope' in tag.attributes))).toEqual([]);
    const cells = [...page.matchAll(/<td class="cell [^"]*">(.*?)<\/td>/g)].map((match) => match[1] ?? '');
    expect(cells.length).toBe(2 * 2 * 99);
    for (const cell of cells)
      expect(cell).toMatch(/visually-hidden">(passed|failed|warned|inconclusive|not applicable)</);
  });

  test('has a cell for each column in each row of the matrix', () => {
    const rows = [...page.matchAll(/<tr class="(?:statement|section)-row"[\s\S]*?<\/tr>/g)].map(
      (match) => match[0],
    );
    expect(rows.length).toBe(11 + 2 * 99);
    for (const row of rows) expect(row.match(/<td/g)).toHaveLength(4);
  });

  test('leads from a failed cell to the case that shows it', () => {
    const cell = /<td class="cell is-failed"><a href="#(case-\d+)"/.exec(page)?.[1] ?? '';
    const card = page.slice(page.indexOf(`id="${cell}"`)).split('</details>')[0] ?? '';
    for (const part of [
      'Expected',
      'Actual',
      'Transcript',
      'How it ended',
      'Run it again',
      'Replay the bytes',
      '20 03 00 00 00',
    ])
      expect(card).toContain(part);
  });
});

describe('hostile text', () => {
  const hostile = madeUpCase({
    case: hostileText,
    target: hostileText,
    verdict: 'fail',
    statements: [hostileText, '5.0/MQTT-3.1.0-2'],
    reason: hostileText,
    rerun: hostileText,
    replay: hostileText,
    findings: [
      madeUpFinding({
        actual: hostileText,
        allowed: [hostileText],
        statements: [hostileText, '5.0/MQTT-3.1.0-2'],
      }),
    ],
    transcript: [
      { atMs: 0, peer: hostileText, direction: 'received', text: hostileText, hex: hostileText, bytes: 9 },
      { atMs: 1, peer: hostileText, direction: 'event', text: `closed ${hostileText}` },
    ],
  });
  const plain = madeUpFile(
    [hostileText],
    [hostile, { ...hostile, verdict: 'skip' }, { ...hostile, verdict: 'error' }],
  );
  const run = {
    ...plain.run,
    command: hostileText,
    startedAt: hostileText,
    node: hostileText,
    targets: plain.run.targets.map((target) => ({
      ...target,
      url: hostileText,
      product: hostileText,
      announced: [hostileText],
      capabilities: [hostileText],
    })),
  };
  const end = {
    ...plain.end,
    type: 'end',
    durationMs: 1,
    verdicts: {},
    exitCode: 2,
    aborted: hostileText,
  } as const;
  const text = htmlReport([{ ...plain, run, end }], {
    lookup: () => ({
      summary: hostileText,
      section: hostileText,
      sectionTitle: hostileText,
      link: `javascript:alert(1)//${hostileText}`,
      role: hostileText,
      keyword: hostileText,
    }),
  });

  test('becomes text, wherever it stands', () => {
    expect(deadLinks(text)).toEqual([]);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).toContain('&#60;script&#62;alert');
    const names = tagsOf(text).flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name.startsWith('on'))).toEqual([]);
  });

  test('brings no control character and no turned writing along', () => {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('makes no address of a script', () => {
    expect(text).not.toMatch(/href="javascript/i);
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress(' https://example.org')).toBeUndefined();
    expect(webAddress('https://example.org/')).toBe('https://example.org/');
  });

  test('cannot leave an attribute', () => {
    expect(html`<a title="${'" onclick="x'}">`.markup).toBe('<a title="&#34; onclick=&#34;x">');
    expect(escapeHtml(`<&>"'\``)).toBe('&#60;&#38;&#62;&#34;&#39;&#96;');
  });
});

describe('size', () => {
  test('500 cases on 3 targets stay small, since what passed brings no transcript', () => {
    const file = believableFile(['reference', 'mosquitto', 'emqx'], 5);
    const withTranscripts: ResultFile = {
      ...file,
      cases: file.cases.map((line) => ({ ...line, transcript: [...madeUpTranscript()] })),
    };
    const large = htmlReport([withTranscripts], { lookup });
    expect(file.cases.length).toBeGreaterThan(1500);
    expect(large.match(/<table class="transcript">/g)).toHaveLength(
      file.cases.filter((line) => line.verdict !== 'pass' && line.verdict !== 'skip').length,
    );
    expect(large.length).toBeLessThan(6_000_000);
  });
});

describe('several files', () => {
  test('become one matrix; the same name twice is told apart', () => {
    const both = htmlReport([believableFile(['a', 'b']), believableFile(['b'])], { lookup });
    expect(deadLinks(both)).toEqual([]);
    expect([...both.matchAll(/class="target-head">([^<]*)</g)].map((match) => match[1])).toEqual([
      'a',
      'b',
      'b (2)',
    ]);
  });

  test('or none with a verdict still make a page that says so', () => {
    const empty = htmlReport([madeUpFile(['mosquitto'], [])], { lookup });
    expect(deadLinks(empty)).toEqual([]);
    expect(empty).toContain('nothing was judged');
  });

  test('that were cut short say so', () => {
    const { end: _end, ...cut } = madeUpFile(['mosquitto'], [madeUpCase()]);
    const text = htmlReport([{ ...cut, run: { ...cut.run, planned: 9 } }], { lookup });
    expect(text).toContain('The run was cut short; 8 planned cases have no verdict.');
    expect(text).toContain('Not proven');
  });
});
