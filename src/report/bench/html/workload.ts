import type { BenchResult } from '../../../bench/bench-result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { workloadParameters } from '../workload-parameters.ts';

/** What would have to be known to measure the same again. */
export function workloadSection({ bench }: BenchResult): Markup {
  const { workload, targets } = bench;
  const overrides = Object.entries(workload.overrides).map(([name, value]) => `--${name} ${value}`);
  return html`
<section id="workload">
  <h2>Workload and targets</h2>
  <dl class="facts">
    <div><dt>Scenario</dt><dd>${workload.scenario}</dd></div>
    ${workloadParameters(workload.text).map(({ name, values }) => html`<div class="wide"><dt>${name === '' ? 'Parameters' : name}</dt><dd>${values.join(' · ')}</dd></div>`)}
    ${overrides.length === 0 ? undefined : html`<div class="wide"><dt>Changed on the command line</dt><dd><code>${overrides.join(' ')}</code></dd></div>`}
  </dl>
  <details class="fold-box"><summary>The workload file, word for word</summary><pre><code>${lines(workload.text)}</code></pre></details>
  <div class="table-frame">
  <table class="numbers">
    <caption class="visually-hidden">The targets</caption>
    <thead><tr><th scope="col" class="text">Target</th><th scope="col" class="text">Product</th><th scope="col" class="text">URL</th><th scope="col" class="text">SHA-256 of its configuration</th></tr></thead>
    <tbody>${targets.map(
      ({ name, product, url, configurationHash }) => html`
      <tr><th scope="row">${name}</th><td class="text">${product ?? 'not told'}</td><td class="text"><code>${url}</code></td><td class="text">${configurationHash === undefined ? 'not started by us' : html`<code>${configurationHash.slice(0, 16)}…</code>`}</td></tr>`,
    )}</tbody>
  </table>
  </div>
</section>`;
}

/** Line by line, since line ends within a text are shown as escapes. */
function lines(text: string): readonly Markup[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map(
      (line) => html`${line.replaceAll('\t', '  ')}
`,
    );
}
