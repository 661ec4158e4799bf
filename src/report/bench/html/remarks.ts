import type { BenchResult } from '../../../bench/bench-result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { omissionSentence } from '../omission.ts';
import {
  generatorBoundWarning,
  type Note,
  notesOf,
  placesText,
  type Trouble,
  troublesOf,
} from '../remarks.ts';
import { statusMarks } from '../status.ts';
import type { StageSummary } from '../summary.ts';
import { hasToolBound, toolBoundFactor } from '../tool-floor.ts';
import { statusClass } from './cells.ts';

/** What a reader must know before believing the table above it. */
export function stageFootnotes(stage: StageSummary): Markup {
  const omission = omissionSentence(stage);
  return html`
  ${
    hasToolBound(stage)
      ? html`<p class="footnote"><b>* tool-bound:</b> within ${toolBoundFactor} times of what mqtt-assay itself takes with a target that does nothing (last row). Read it as “at most”.</p>`
      : undefined
  }
  ${omission === undefined ? undefined : html`<p class="footnote">${omission}</p>`}`;
}

/** Reasons, advice and notes that belong to a stage. */
export function stageRemarks(result: BenchResult, { stage }: StageSummary): Markup | undefined {
  const here = (remark: Trouble | Note): boolean => remark.places.some((place) => place.stage === stage.name);
  const troubles = troublesOf(result).filter(here);
  const notes = notesOf(result).filter(here);
  if (troubles.length + notes.length === 0) return undefined;
  return html`
  <h3 class="visually-hidden">What happened</h3>
  <ul class="remarks">
    ${troubles.map((trouble) => troubleItem(trouble, result))}
    ${notes.map((note) => noteItem(note, result))}
  </ul>`;
}

function troubleItem(trouble: Trouble, result: BenchResult): Markup {
  const { glyph, word } = statusMarks[trouble.status];
  return html`
    <li class="remark ${statusClass(trouble.status)}">
      <h4><span aria-hidden="true">${glyph}</span> ${trouble.target} ${word} <span>${placesText(trouble.places, result)}</span></h4>
      <p>${trouble.reason}</p>
      ${trouble.status === 'generator-bound' ? html`<p class="publish">${generatorBoundWarning(trouble.target)}</p>` : undefined}
      ${trouble.advice.length === 0 ? undefined : html`<ul>${trouble.advice.map((advice) => html`<li>${advice}</li>`)}</ul>`}
    </li>`;
}

function noteItem(note: Note, result: BenchResult): Markup {
  return html`
    <li class="remark"><h4>${note.target} <span>${placesText(note.places, result)}</span></h4><p>${note.text}</p></li>`;
}
