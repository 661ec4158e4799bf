import type { CaseLine, Finding, TranscriptEntry } from '../../conformance/result.ts';
import type { Verdict } from '../../conformance/verdict.ts';
import { connectionEnds } from '../connection-ends.ts';
import { shortId } from '../sections.ts';
import { clip, duration, hexRows } from '../text.ts';
import { verdictMarks } from '../verdict-marks.ts';
import { stateClass } from './header.ts';
import type { Markup } from './markup.ts';
import { anchor, html, webAddress } from './markup.ts';
import type { PageModel, PageTarget } from './model.ts';

const titles: readonly (readonly [Verdict, string, string])[] = [
  ['fail', 'Failures', 'A MUST of the standard was broken.'],
  ['warn', 'Warnings', 'A SHOULD of the standard was not kept.'],
  ['inconclusive', 'Inconclusive', 'The precondition could not be set up, so nothing was judged.'],
  ['error', 'Errors of the harness', 'The fault is ours; nothing was judged.'],
];

const maxEntries = 200;
const maxTextCharacters = 2000;
const arrows = { sent: '→', received: '←', event: '•' } as const;
const directions = {
  sent: 'sent to the target',
  received: 'received from the target',
  event: 'event',
} as const;

/** Every case that did not pass, in full, grouped by verdict and target. */
export function evidence(model: PageModel): Markup {
  const groups = titles.flatMap(([verdict, title, meaning]) =>
    model.targets.flatMap((target) => {
      const cases = target.cases.filter((line) => line.verdict === verdict);
      return cases.length === 0 ? [] : [groupOf(title, meaning, target, cases, model)];
    }),
  );
  if (groups.length === 0) return html``;
  return html`
<section id="evidence">
  <h2>What was found</h2>
  ${groups}
</section>`;
}

/** The class that colours a verdict. */
export function verdictClass(verdict: Verdict): string {
  switch (verdict) {
    case 'pass':
      return stateClass('passed');
    case 'fail':
      return stateClass('failed');
    case 'warn':
      return stateClass('warned');
    case 'inconclusive':
    case 'error':
      return stateClass('inconclusive');
    case 'skip':
      return stateClass('not applicable');
  }
}

function groupOf(
  title: string,
  meaning: string,
  target: PageTarget,
  cases: readonly CaseLine[],
  model: PageModel,
): Markup {
  const heading = model.targets.length > 1 ? `${title}: ${target.name}` : title;
  return html`
  <div class="group" data-group>
    <h3>${heading} <span class="count">${cases.length}</span></h3>
    <p class="lead">${meaning}</p>
    ${cases.map((line) => caseCard(line, target, model))}
  </div>`;
}

function caseCard(line: CaseLine, target: PageTarget, model: PageModel): Markup {
  const mark = verdictMarks[line.verdict];
  const gist = line.reason ?? line.findings?.[0]?.actual ?? '';
  return html`
    <details class="case ${verdictClass(line.verdict)}" data-card data-states="${verdictClass(line.verdict)}">
      <summary>
        <span class="mark"><span aria-hidden="true">${mark.glyph}</span><span class="visually-hidden">${mark.word}</span></span>
        <span class="case-name">${line.case}</span>
        <span class="edition">${line.mqtt}</span>
        <span class="gist">${clip(gist, 160)}</span>
      </summary>
      <div class="case-body" id="${model.evidence.get(line) ?? ''}">
        <p class="case-facts">${target.name} · MQTT ${line.mqtt} · ${duration(line.durationMs)}</p>
        ${line.reason === undefined ? undefined : html`<p class="reason"><strong>Reason:</strong> ${clip(line.reason, maxTextCharacters)}</p>`}
        ${(line.findings ?? []).map((finding) => findingBlock(finding, model))}
        ${transcriptBlock(line.transcript ?? [])}
        ${commandBlock('Run it again', line.rerun)}
        ${commandBlock('Replay the bytes', line.replay)}
      </div>
    </details>`;
}

function findingBlock(finding: Finding, model: PageModel): Markup {
  return html`
        <section class="finding level-${finding.level}">
          <ul class="blamed">${finding.statements.map((id) => blamedStatement(id, model))}</ul>
          <dl>
            <dt>Expected</dt>
            <dd><ul class="allowed">${finding.allowed.map((text) => html`<li>${text}</li>`)}</ul></dd>
            <dt>Actual</dt>
            <dd class="actual">${clip(finding.actual, maxTextCharacters)}</dd>
            ${finding.source === 'invariant' ? html`<dt>Source</dt><dd>Seen in passing: every packet of every case is checked, and this one broke the rule.</dd>` : undefined}
          </dl>
        </section>`;
}

function blamedStatement(id: string, model: PageModel): Markup {
  const info = model.lookup(id);
  const link = info === undefined ? undefined : webAddress(info.link);
  return html`<li><a class="id" href="#${anchor('s', id)}">${id}</a>${
    info === undefined
      ? undefined
      : html` <span class="keyword">${info.keyword}</span> ${info.summary} ${link === undefined ? undefined : html`<a class="external" href="${link}" rel="noreferrer">section ${info.section}, ${info.sectionTitle}</a>`}`
  }</li>`;
}

function transcriptBlock(entries: readonly TranscriptEntry[]): Markup | undefined {
  if (entries.length === 0) return undefined;
  const ends = connectionEnds(entries);
  const shown = entries.slice(0, maxEntries);
  return html`
        <h4>Transcript</h4>
        <div class="table-frame">
        <table class="transcript">
          <caption class="visually-hidden">Packets and events of all connections, in the order of time</caption>
          <thead><tr><th scope="col">ms</th><th scope="col">Connection</th><th scope="col"><span class="visually-hidden">Direction</span></th><th scope="col">Packet or event</th></tr></thead>
          <tbody>${shown.map(transcriptRow)}</tbody>
        </table>
        </div>
        ${entries.length > shown.length ? html`<p class="lead">${entries.length - shown.length} later entries are in the result file.</p>` : undefined}
        <p class="ends"><strong>How it ended:</strong> ${ends.map(({ peer, how }, index) => html`${index === 0 ? '' : '; '}<b>${peer}</b> ${how}`)}.</p>`;
}

function transcriptRow(entry: TranscriptEntry): Markup {
  const rows = entry.hex === undefined ? [] : hexRows(entry.hex, entry.bytes, { rowBytes: 16, maxRows: 8 });
  return html`<tr class="${entry.direction}"><td class="ms">${entry.atMs.toFixed(1)}</td><td class="peer">${entry.peer}</td><td class="arrow"><span aria-hidden="true">${arrows[entry.direction]}</span><span class="visually-hidden">${directions[entry.direction]}</span></td><td><span class="packet">${clip(entry.text, maxTextCharacters)}</span>${rows.length === 0 ? undefined : html`<code class="hex">${rows.map((row, index) => html`${index === 0 ? undefined : html`<br>`}${row}`)}</code>`}</td></tr>`;
}

function commandBlock(label: string, command: string | undefined): Markup | undefined {
  if (command === undefined) return undefined;
  return html`
        <h4>${label}</h4>
        <div class="command"><pre tabindex="0"><code>${command}</code></pre><button type="button" class="needs-script" data-copy>Copy</button></div>`;
}

/** Name of a statement without its version, with the version beside it. */
export function statementName(id: string): Markup {
  return html`<span class="edition">${id.slice(0, Math.max(0, id.indexOf('/')))}</span> <span class="id">${shortId(id)}</span>`;
}
