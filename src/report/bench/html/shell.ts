import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { style } from '../../html/style.ts';
import { comparisonStyle } from './comparison-style.ts';
import { benchStyle } from './style.ts';

/** A page of a report on benchmarks: of one result, or of a comparison. */
export interface BenchPage {
  readonly title: string;
  /** Id of the element that the first link of the page leads to. */
  readonly mainId: string;
  readonly content: readonly Markup[];
}

/** No script at all, and no request: whatever a target wrote into a name can only be read. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One self-contained document around the content. */
export function benchDocument({ title, mainId, content }: BenchPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="mqtt-assay">
<title>${title}</title>
<style>${trusted(style)}${trusted(benchStyle)}${trusted(comparisonStyle)}</style>
</head>
<body>
<a class="skip" href="#${mainId}">Skip to the results</a>
<div class="page">
${content}
</div>
</body>
</html>
`.markup;
}

/** A chart of ours under its caption; the text in it was escaped when it was drawn. */
export function chartFigure(title: string, hint: string, svg: string): Markup {
  return html`
    <figure><figcaption><b>${title}</b> ${hint}</figcaption>${trusted(svg)}</figure>`;
}

/** For text of ours only. */
function trusted(text: string): Markup {
  return { markup: text };
}
