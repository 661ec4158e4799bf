import { createHash } from 'node:crypto';
import type { ResultFile } from '../read-result.ts';
import type { StatementLookup } from '../statement-info.ts';
import { evidence } from './evidence.ts';
import { pageHeader, pageTitle } from './header.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { matrix } from './matrix.ts';
import { pageModel } from './model.ts';
import { script } from './script.ts';
import { notApplicable, statementIndex } from './statements.ts';
import { style } from './style.ts';

export interface HtmlReportOptions {
  readonly lookup: StatementLookup;
}

/**
 * One self-contained page for one or more runs: no request leaves it, and its policy lets no script run but its
 * own, whatever a broker wrote into a packet. Every target of every file becomes columns of one matrix.
 */
export function htmlReport(files: readonly ResultFile[], options: HtmlReportOptions): string {
  const model = pageModel(files, options.lookup);
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="mqtt-assay">
<title>${pageTitle(model)}: MQTT conformance</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#matrix">Skip to the matrix</a>
<div class="page">
${pageHeader(model)}
<main>
${matrix(model)}
${evidence(model)}
${notApplicable(model)}
${statementIndex(model)}
</main>
${footer()}
</div>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.markup;
}

/** For text of ours only. */
function trusted(text: string): Markup {
  return { markup: text };
}

function footer(): Markup {
  return html`
<footer>
  <h2>How to read this</h2>
  <dl class="glossary">
    <div><dt class="is-passed"><b aria-hidden="true">✓</b> passed</dt><dd>At least one case proved the statement, and no packet of any case broke it.</dd></div>
    <div><dt class="is-failed"><b aria-hidden="true">✗</b> failed</dt><dd>A case saw a MUST of the standard broken.</dd></div>
    <div><dt class="is-warned"><b aria-hidden="true">!</b> warned</dt><dd>A SHOULD was not kept; that is allowed, and worth knowing.</dd></div>
    <div><dt class="is-inconclusive"><b aria-hidden="true">?</b> inconclusive</dt><dd>A case could not be set up, or ended before it came to this statement.</dd></div>
    <div><dt class="is-not-applicable"><b aria-hidden="true">–</b> not applicable</dt><dd>Every case needs something that the target does not offer.</dd></div>
  </dl>
  <p>Made by mqtt-assay from its result file. Links to sections lead to the standard as published by OASIS.</p>
</footer>`;
}
