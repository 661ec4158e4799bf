import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { nothing, shareText, thousands } from '../numbers.ts';
import { halfRangeText, type Spread } from '../spread.ts';
import { type RowStatus, statusMarks } from '../status.ts';

/** A cell with a number; `begin` draws a line before it. */
export function numberCell(content: string | Markup | undefined, className = ''): Markup {
  return html`<td class="${className}">${content === undefined || content === '' ? nothing : content}</td>`;
}

/** A median with what the rounds differed by. */
export function withSpread(spread: Spread | undefined, text: (value: number) => string): Markup | undefined {
  if (spread === undefined) return undefined;
  const range = halfRangeText(spread);
  return html`${text(spread.median)}${range === '' ? undefined : html` <small>${range}</small>`}`;
}

/** `0`, or how much is missing, so that nobody can overlook it. */
export function lostCell(lost: number, expected: number): Markup {
  if (expected === 0) return numberCell(undefined);
  if (lost === 0) return numberCell('0');
  return numberCell(html`${thousands(lost)} <small>${shareText(lost / expected)}</small>`, 'bad');
}

/** `all 720,000`, or how many of how many. */
export function deliveredCell(part: number, whole: number, className = ''): Markup {
  if (whole === 0) return numberCell(undefined, className);
  if (part === whole) return numberCell(html`all ${thousands(whole)}`, className);
  return numberCell(html`${thousands(part)} <small>of ${thousands(whole)}</small>`, className);
}

/** A count that should be 0. */
export function countCell(count: number, of: number): Markup {
  if (of === 0) return numberCell(undefined);
  return numberCell(thousands(count), count === 0 ? '' : 'warn');
}

/** Sign and word of a status. */
export function statusText(status: RowStatus): Markup {
  const { glyph, word } = statusMarks[status];
  return html`<span class="status ${statusClass(status)}"><span aria-hidden="true">${glyph}</span> ${word}</span>`;
}

/** Name of the class that colours a status. */
export function statusClass(status: RowStatus): string {
  return `is-${status.replace(' ', '-')}`;
}

/** The colour that a target has in every chart. */
export function swatch(place: number): Markup {
  return html`<i class="swatch" style="--swatch: var(--series-${(place % 8) + 1})" aria-hidden="true"></i>`;
}
