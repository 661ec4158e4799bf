import type { CaseLine } from '../../conformance/result.ts';
import { groupByReason } from '../summary.ts';
import { duration } from '../text.ts';
import { stateMarks, verdictMarks } from '../verdict-marks.ts';
import { statementName, verdictClass } from './evidence.ts';
import { stateClass } from './header.ts';
import type { Markup } from './markup.ts';
import { html, webAddress } from './markup.ts';
import type { PageModel, SectionRows, StatementRow } from './model.ts';

/** One entry for each statement: what it asks, where it stands, and every case that speaks of it. */
export function statementIndex(model: PageModel): Markup {
  if (model.sections.length === 0) return html``;
  return html`
<section id="statements">
  <h2>Statement by statement</h2>
  <p class="lead">Summaries are in our own words; the linked section of the standard decides.</p>
  ${model.sections.map((section) => sectionEntries(section, model))}
</section>`;
}

/** Skipped cases, by what the target lacks. */
export function notApplicable(model: PageModel): Markup {
  const targets = model.targets.flatMap((target) => {
    const skipped = target.cases.filter((line) => line.verdict === 'skip');
    return skipped.length === 0 ? [] : [{ target, skipped }];
  });
  if (targets.length === 0) return html``;
  return html`
<section id="not-applicable">
  <h2>Not applicable</h2>
  <p class="lead">Skipped because the target does not offer, or was not given, what these cases need. Nothing is counted as passed.</p>
  <div class="table-frame">
  <table class="plain">
    <thead><tr><th scope="col">Target</th><th scope="col">Reason</th><th scope="col">Cases</th></tr></thead>
    <tbody>${targets.flatMap(({ target, skipped }) =>
      groupByReason(skipped).map(
        (group) =>
          html`<tr><th scope="row">${target.name}</th><td>${group.reason}</td><td><details><summary>${group.cases.length}</summary><ul>${group.cases.map((line) => html`<li><code>${line.case}</code> <span class="edition">${line.mqtt}</span></li>`)}</ul></details></td></tr>`,
      ),
    )}</tbody>
  </table>
  </div>
</section>`;
}

function sectionEntries(section: SectionRows, model: PageModel): Markup {
  return html`
  <div class="group" data-group>
    <h3><span class="number">${section.number}</span> ${section.title}</h3>
    ${section.statements.map((row) => statementEntry(row, model))}
  </div>`;
}

function statementEntry(row: StatementRow, model: PageModel): Markup {
  const info = model.lookup(row.id);
  const link = info === undefined ? undefined : webAddress(info.link);
  const results = row.results.flatMap((result, index) => {
    const column = model.columns[index];
    return result === undefined || column === undefined ? [] : [{ result, column }];
  });
  return html`
    <details class="entry" data-card data-states="${[...new Set(results.map(({ result }) => stateClass(result.state)))].join(' ')}" data-keys="${row.keys}">
      <summary>${statementName(row.id)} <span class="summary">${info?.summary}</span><span class="states">${results.map(({ result, column }) => html`<span class="${stateClass(result.state)}" title="${column.target.name}: ${stateMarks[result.state].word}"><span aria-hidden="true">${stateMarks[result.state].glyph}</span><span class="visually-hidden">${column.target.name} ${stateMarks[result.state].word}</span></span>`)}</span></summary>
      <div class="entry-body" id="${row.anchor}">
        ${info === undefined ? undefined : html`<p><span class="keyword">${info.keyword}</span> for ${info.role === 'both' ? 'client and server' : `the ${info.role}`} · ${link === undefined ? `section ${info.section}` : html`<a class="external" href="${link}" rel="noreferrer">section ${info.section}, ${info.sectionTitle}</a>`}</p>`}
        <div class="table-frame">
        <table class="plain">
          <caption class="visually-hidden">Cases that speak of ${row.id}</caption>
          <thead><tr><th scope="col">Target</th><th scope="col">Statement</th><th scope="col">Case</th><th scope="col">Verdict</th><th scope="col" class="numeric">Took</th></tr></thead>
          <tbody>${results.map(({ result, column }) =>
            result.cases.map(
              (line, index) =>
                html`<tr>${index === 0 ? html`<th scope="rowgroup" rowspan="${result.cases.length}">${column.target.name}</th><td rowspan="${result.cases.length}" class="${stateClass(result.state)}"><b aria-hidden="true">${stateMarks[result.state].glyph}</b> ${stateMarks[result.state].word}</td>` : undefined}${caseCells(line, model)}</tr>`,
            ),
          )}</tbody>
        </table>
        </div>
      </div>
    </details>`;
}

function caseCells(line: CaseLine, model: PageModel): Markup {
  const mark = verdictMarks[line.verdict];
  const shownAt = model.evidence.get(line);
  const name =
    shownAt === undefined
      ? html`<code>${line.case}</code>`
      : html`<a href="#${shownAt}"><code>${line.case}</code></a>`;
  return html`<td>${name}</td><td class="${verdictClass(line.verdict)}"><b aria-hidden="true">${mark.glyph}</b> ${mark.word}</td><td class="numeric">${line.verdict === 'skip' ? '–' : duration(line.durationMs)}</td>`;
}
