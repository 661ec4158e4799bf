import type { ResultFile } from '../read-result.ts';
import { endingOf } from '../read-result.ts';
import type { StatementState } from '../statement-state.ts';
import { statementStates } from '../statement-state.ts';
import type { StateCounts, VersionSummary } from '../summary.ts';
import { count, duration, listed } from '../text.ts';
import { stateMarks } from '../verdict-marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { PageModel, PageTarget } from './model.ts';

const badges = {
  conforms: { glyph: '✓', word: 'Conforms', tone: 'good' },
  breaks: { glyph: '✗', word: 'Does not conform', tone: 'bad' },
  unproven: { glyph: '?', word: 'Not proven', tone: 'warning' },
} as const;

/** Title of the page: the products, or the names where no product is known. */
export function pageTitle(model: PageModel): string {
  const names = model.targets.map(({ name, summary }) =>
    model.targets.length === 1 ? (summary.target.product ?? name) : name,
  );
  return listed(names) || 'no target';
}

/** What ran, when, by what, and the verdict on each target. */
export function pageHeader(model: PageModel): Markup {
  return html`
<header class="page-head">
  <p class="eyebrow">MQTT conformance report</p>
  <h1>${pageTitle(model)}</h1>
  ${model.files.map(runFacts)}
</header>
<section class="cards" aria-label="Verdicts">
  ${model.targets.map(targetCard)}
</section>`;
}

/** The colours of a bar of states, as a share of all; the numbers stand beside it in text. */
export function stateBar(states: StateCounts): Markup {
  const parts = statementStates
    .filter((state) => states[state] > 0)
    .map((state) => html`<i class="${stateClass(state)}" style="flex-grow:${states[state]}"></i>`);
  return html`<span class="bar" aria-hidden="true">${parts}</span>`;
}

/** Name of the class that colours a state. */
export function stateClass(state: StatementState): string {
  return `is-${state.replace(' ', '-')}`;
}

/** States in words: `34 passed, 2 failed`. */
export function statesInWords(states: StateCounts): string {
  return statementStates
    .filter((state) => states[state] > 0)
    .map((state) => `${states[state]} ${stateMarks[state].word}`)
    .join(', ');
}

function runFacts(file: ResultFile): Markup {
  const { run, end } = file;
  const ending = endingOf(file);
  const started = run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  return html`
  <dl class="facts">
    <div><dt>Run</dt><dd><time datetime="${run.startedAt}">${started}</time>${end === undefined ? undefined : `, took ${duration(end.durationMs)}`}</dd></div>
    <div><dt>Judge</dt><dd>${run.tool.name} ${run.tool.version}, Node.js ${run.node.replace(/^v/, '')}</dd></div>
    <div class="wide"><dt>Command</dt><dd><code>${run.command}</code></dd></div>
  </dl>
  ${
    ending.kind === 'whole'
      ? undefined
      : html`<p class="alarm" role="note"><strong>Incomplete.</strong> The run was ${ending.kind}; ${count(ending.missing, 'planned case')} ${ending.missing === 1 ? 'has' : 'have'} no verdict.${ending.kind === 'aborted' ? ` Reason: ${ending.reason}` : ''}</p>`
  }`;
}

function targetCard(target: PageTarget): Markup {
  const { summary, conclusion, name } = target;
  const badge = badges[conclusion.kind];
  const { product, url, announced, capabilities } = summary.target;
  return html`
  <article class="card tone-${badge.tone}">
    <div class="card-head">
      <div><h2>${name}</h2><p class="where">${product === undefined ? undefined : html`${product} · `}<code>${url}</code></p></div>
      <span class="badge"><span aria-hidden="true">${badge.glyph}</span> ${badge.word}</span>
    </div>
    <p class="conclusion">${conclusion.text}.</p>
    ${[...summary.versions].reverse().map(versionBar)}
    ${caseTiles(target)}
    ${
      announced.length + capabilities.length === 0
        ? undefined
        : html`<details class="more"><summary>What it announced and can do</summary><ul class="chips">${[...announced, ...capabilities].map((text) => html`<li>${text}</li>`)}</ul></details>`
    }
  </article>`;
}

function versionBar(version: VersionSummary): Markup {
  const { states } = version;
  return html`
    <div class="version">
      <h3>MQTT ${version.mqtt}</h3>
      ${stateBar(states)}
      <ul class="legend">${statementStates
        .filter((state) => states[state] > 0)
        .map(
          (state) =>
            html`<li class="${stateClass(state)}"><b aria-hidden="true">${stateMarks[state].glyph}</b> ${states[state]} ${stateMarks[state].word}</li>`,
        )}</ul>
      <p class="unit">${count(version.statements.length, 'statement')} by ${count(version.cases.length, 'case')}</p>
    </div>`;
}

function caseTiles({ summary }: PageTarget): Markup {
  const { verdicts } = summary;
  const tiles: readonly (readonly [string, number, string])[] = [
    ['cases passed', verdicts.pass, 'is-passed'],
    ['failed', verdicts.fail, 'is-failed'],
    ['warned', verdicts.warn, 'is-warned'],
    ['inconclusive', verdicts.inconclusive, 'is-inconclusive'],
    ['harness errors', verdicts.error, 'is-inconclusive'],
    ['not applicable', verdicts.skip, 'is-not-applicable'],
  ];
  return html`
    <dl class="tiles">${tiles.map(
      ([label, number, tone]) =>
        html`<div class="${number === 0 ? 'zero' : tone}"><dt>${label}</dt><dd>${number}</dd></div>`,
    )}</dl>`;
}
