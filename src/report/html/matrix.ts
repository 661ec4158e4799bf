import { shortId } from '../sections.ts';
import type { StatementResult, StatementState } from '../statement-state.ts';
import type { SectionSummary } from '../summary.ts';
import { stateMarks } from '../verdict-marks.ts';
import { stateBar, stateClass, statesInWords } from './header.ts';
import type { Markup } from './markup.ts';
import { anchor, html } from './markup.ts';
import type { Column, PageModel, SectionRows, StatementRow } from './model.ts';

/**
 * The matrix: sections with their statements down, targets and versions across. It is whole without scripts;
 * with them, sections fold and rows can be filtered.
 */
export function matrix(model: PageModel): Markup {
  if (model.columns.length === 0)
    return html`<section id="matrix"><h2>Statements</h2><p>No case has a verdict, so nothing can be shown here.</p></section>`;
  return html`
<section id="matrix">
  <h2>Statements by section</h2>
  <p class="lead">Each row is a section of the standard; open it to see its statements. A cell says how many statements passed, of those that apply; a sign before it counts the worst of the others.</p>
  ${controls()}
  <div class="table-frame">
  <table class="matrix">
    <caption class="visually-hidden">State of each statement of the standard, by target and MQTT version</caption>
    <thead>
      <tr><th scope="col" rowspan="2" class="corner">Section and statement</th>${targetHeads(model)}</tr>
      <tr>${model.columns.map(({ version }) => html`<th scope="col" class="version-head" data-mqtt="${version.mqtt}">${version.mqtt}</th>`)}</tr>
    </thead>
    ${model.sections.map((section) => sectionBody(section, model))}
  </table>
  </div>
  <p class="no-match" hidden>Nothing matches. <button type="button" data-reset>Show everything</button></p>
</section>`;
}

function controls(): Markup {
  const states: readonly StatementState[] = ['failed', 'warned', 'inconclusive', 'not applicable', 'passed'];
  return html`
  <div class="controls needs-script" role="search">
    <label class="search"><span class="visually-hidden">Search statements and cases</span><input type="search" placeholder="Search id, summary, case…" data-search></label>
    <fieldset><legend class="visually-hidden">Show only</legend>
      ${states.map(
        (state) =>
          html`<button type="button" class="chip ${stateClass(state)}" aria-pressed="false" data-state="${stateClass(state)}"><b aria-hidden="true">${stateMarks[state].glyph}</b> ${stateMarks[state].word}</button>`,
      )}
    </fieldset>
    <button type="button" class="chip" data-fold aria-pressed="false">Open all sections</button>
  </div>`;
}

function targetHeads(model: PageModel): readonly Markup[] {
  return model.targets
    .filter((target) => target.summary.versions.length > 0)
    .map(
      (target) =>
        html`<th scope="colgroup" colspan="${target.summary.versions.length}" class="target-head">${target.name}</th>`,
    );
}

function sectionBody(section: SectionRows, model: PageModel): Markup {
  const id = anchor('section', section.number);
  return html`
    <tbody id="${id}" data-section>
      <tr class="section-row">
        <th scope="rowgroup"><button type="button" class="fold" aria-expanded="true"><span class="number">${section.number}</span> ${section.title}</button></th>
        ${section.summaries.map(sectionCell)}
      </tr>
      ${section.statements.map((row) => statementRow(row, model))}
    </tbody>`;
}

function sectionCell(summary: SectionSummary | undefined): Markup {
  if (summary === undefined) return html`<td class="none"></td>`;
  const { states, statements } = summary;
  const judged = statements.length - states['not applicable'];
  const worst = worstOf(summary);
  const trouble = worst === 'passed' || worst === 'not applicable' ? undefined : states[worst];
  const score =
    worst === 'not applicable' ? undefined : html` ${states.passed}<span class="of">/${judged}</span>`;
  return html`<td class="tally ${stateClass(worst)}" title="${statesInWords(states)}"><span class="score" aria-hidden="true"><b>${stateMarks[worst].glyph}${trouble}</b>${score}</span><span class="visually-hidden">${statesInWords(states)}</span>${stateBar(states)}</td>`;
}

function worstOf({ states }: SectionSummary): StatementState {
  const order: readonly StatementState[] = ['failed', 'warned', 'inconclusive', 'passed'];
  return order.find((state) => states[state] > 0) ?? 'not applicable';
}

function statementRow(row: StatementRow, model: PageModel): Markup {
  const info = model.lookup(row.id);
  const states = new Set(row.results.flatMap((result) => (result === undefined ? [] : [result.state])));
  const mqtt = row.id.slice(0, Math.max(0, row.id.indexOf('/')));
  return html`
      <tr class="statement-row" data-states="${[...states].map(stateClass).join(' ')}" data-keys="${row.keys}">
        <th scope="row"><a href="#${row.anchor}"><span class="edition">${mqtt}</span> <span class="id">${shortId(row.id)}</span></a>${info === undefined ? undefined : html` <span class="summary">${info.summary}</span>`}</th>
        ${row.results.map((result, index) => statementCell(result, row, model.columns[index], model))}
      </tr>`;
}

function statementCell(
  result: StatementResult | undefined,
  row: StatementRow,
  column: Column | undefined,
  model: PageModel,
): Markup {
  if (result === undefined || column === undefined) return html`<td class="none"></td>`;
  const mark = stateMarks[result.state];
  const label = `${column.target.name}, MQTT ${column.version.mqtt}: ${mark.word}`;
  return html`<td class="cell ${stateClass(result.state)}"><a href="#${evidenceOf(result, model) ?? row.anchor}" title="${label}"><span aria-hidden="true">${mark.glyph}</span><span class="visually-hidden">${mark.word}</span></a></td>`;
}

/** The case that shows why: a failed cell leads straight to its transcript. */
function evidenceOf(result: StatementResult, model: PageModel): string | undefined {
  const blaming = result.cases.find((line) =>
    line.findings?.some((finding) => finding.statements.includes(result.id)),
  );
  return blaming === undefined ? undefined : model.evidence.get(blaming);
}
