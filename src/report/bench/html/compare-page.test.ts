import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { madeUpComparison, madeUpRefusal, madeUpRow } from '../../made-up-comparison.test.helper.ts';
import { hostileText } from '../../made-up-result.test.helper.ts';
import { compareHtml } from './compare-page.ts';

const page = compareHtml(
  madeUpComparison([madeUpRow(), madeUpRow({ stage: 'qos 2', conclusion: 'b is better' })], {
    notes: ['Two runs.'],
    order: 'separate',
  }),
);
const { document } = parseHTML(page);

function textOf(selector: string): string {
  return (document.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

test('a page says who is compared, how, and to what effect', () => {
  expect(textOf('title')).toBe('aedes against mosquitto: MQTT benchmark');
  expect(textOf('h1')).toBe('aedes against mosquitto');
  expect(textOf('.lead')).toMatch(/^Two runs, one after the other/);
  expect(textOf('.facts')).toBe('Amosquitto, mosquitto 2.0.11 Baedes Outcome▲ 1 better ▼ 1 worse');
  expect(textOf('.page-head .remark p')).toBe('Two runs.');
  expect(textOf('#glossary')).toContain('resamples of the rounds of each run');
});

test('it has a section for each stage, and links that lead somewhere', () => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  expect(ids).toEqual(['stage-1-qos-1', 'stage-2-qos-2', 'glossary']);
  const links = [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')?.slice(1));
  expect(links).toEqual(['stage-1-qos-1', 'stage-1-qos-1', 'stage-2-qos-2', 'glossary']);
  expect([...document.querySelectorAll('main svg')]).toHaveLength(2);
});

test('it runs no script and asks nothing of any network', () => {
  expect(page).toContain('default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;');
  expect([...document.querySelectorAll('script, link, img, iframe, object, base, form, [src]')]).toEqual([]);
  expect(page).not.toMatch(/@import|url\(|https?:\/\/(?!www\.w3\.org)/);
});

test('where nothing could be compared there is no chart, and a reason', () => {
  const refused = parseHTML(compareHtml(madeUpComparison([madeUpRefusal()]))).document;
  expect([...refused.querySelectorAll('svg')]).toEqual([]);
  expect(refused.querySelector('main .footnote')?.textContent).toContain('aedes has no such number');
});

test('it lets no name of outside origin become markup', () => {
  const name = `</title></svg><img src=x>${hostileText}`;
  const hostile = compareHtml(
    madeUpComparison([madeUpRow({ stage: name, reason: name })], {
      a: { name, product: name },
      b: { name: `b${name}`, product: name },
      notes: [name],
    }),
  );
  const parsed = parseHTML(hostile).document;
  expect([...parsed.querySelectorAll('img, script')]).toEqual([]);
  expect([...parsed.querySelectorAll('svg')]).toHaveLength(1);
  expect(hostile.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
