import { printable } from '../text.ts';

/** HTML that was put together by {@link html}: everything that came from outside is escaped in it. */
export interface Markup {
  readonly markup: string;
}

/** What a template takes; `undefined` leaves nothing behind. */
export type Child = string | number | undefined | Markup | readonly Child[];

/**
 * A template whose holes are escaped, for text and for quoted attribute values alike.
 * A broker chooses much of what a report shows, so nothing but another template passes unescaped.
 */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Markup {
  return { markup: parts.map((part, index) => part + render(children[index])).join('') };
}

/** Text as it stands in an HTML document. Control characters are shown as escapes, never passed on. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An address that may stand in `href`: of the web, never `javascript:` or `data:`. */
export function webAddress(address: string): string | undefined {
  return /^https?:\/\//i.test(address) ? address : undefined;
}

/** A name of an element that can stand in `id` and, after `#`, in `href`. */
export function anchor(prefix: string, name: string): string {
  return `${prefix}-${name.replace(/[^\w.-]+/g, '-')}`;
}

function render(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'number') return String(child);
  if (typeof child === 'string') return escapeHtml(child);
  if (isList(child)) return child.map(render).join('');
  return child.markup;
}

function isList(child: Markup | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}
