import type { BenchResult } from '../../../bench/bench-result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { duration, listed } from '../../text.ts';
import { concludeBench } from '../conclusion.ts';
import { machineText, planText } from '../machine.ts';
import { latencyText, nothing, rateText, shareText, thousands } from '../numbers.ts';
import { generatorBoundWarning, placesText, reasonTexts, troublesOf } from '../remarks.ts';
import { gravestFirst, type RowStatus, statusMarks } from '../status.ts';
import type { BenchRow, BenchTarget, StageSummary } from '../summary.ts';
import { statusClass, swatch } from './cells.ts';

/** Title of the page: the workload, and who was measured. */
export function benchTitle({ bench }: BenchResult): string {
  return `${bench.workload.name}: ${listed(bench.targets.map(({ name }) => name))}`;
}

/** What ran, where and when, and the verdict on each target. */
export function benchHeader(
  result: BenchResult,
  stages: readonly StageSummary[],
  contents: readonly (readonly [id: string, title: string])[],
): Markup {
  const { bench, end } = result;
  const started = bench.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  const { tone, text } = concludeBench(result);
  return html`
<header class="page-head">
  <p class="eyebrow">MQTT benchmark report</p>
  <h1>${benchTitle(result)}</h1>
  <p class="lead">${bench.workload.summary}</p>
  <dl class="facts">
    <div><dt>Run</dt><dd><time datetime="${bench.startedAt}">${started}</time>${end === undefined ? undefined : `, took ${duration(end.durationMs)}`}</dd></div>
    <div><dt>Tool</dt><dd>${bench.tool.name} ${bench.tool.version}</dd></div>
    <div class="wide"><dt>Plan</dt><dd>${planText(bench)}</dd></div>
    <div class="wide"><dt>Machine</dt><dd>${machineText(bench.machine)}</dd></div>
    <div class="wide"><dt>Command</dt><dd><code>${bench.command}</code></dd></div>
    <div class="wide"><dt>Outcome</dt><dd class="tone-${tone}">${text}</dd></div>
  </dl>
  ${
    end === undefined || end.aborted !== undefined
      ? html`<p class="alarm" role="note"><strong>Incomplete.</strong> ${text}.</p>`
      : undefined
  }
  <nav aria-label="On this page"><ul class="contents">${contents.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<section class="cards" aria-label="Verdicts">
  ${bench.targets.map((target, place) => targetCard(result, stages, target, place))}
</section>`;
}

function targetCard(
  result: BenchResult,
  stages: readonly StageSummary[],
  target: BenchTarget,
  place: number,
): Markup {
  const rows = stages.flatMap((stage) => {
    const row = stage.rows.find((one) => one.target.name === target.name);
    return row === undefined ? [] : [{ stage, row }];
  });
  const status = worstOf(rows.map(({ row }) => row));
  const { glyph, word } = statusMarks[status];
  return html`
  <article class="card ${statusClass(status)}">
    <div class="card-head">
      <div><h2>${swatch(place)}${target.name}</h2>${target.product === undefined ? undefined : html`<p class="where">${target.product}</p>`}<p class="where"><code>${target.url}</code></p></div>
      <span class="badge"><span aria-hidden="true">${glyph}</span> ${word}</span>
    </div>
    ${headline(rows)}
    ${whyLines(result, target.name)}
  </article>`;
}

function headline(
  rows: readonly { readonly stage: StageSummary; readonly row: BenchRow }[],
): Markup | undefined {
  if (rows.every(({ row }) => row.rate === undefined)) return undefined;
  return html`
    <table class="headline">
      <caption class="visually-hidden">The numbers in short</caption>
      <thead><tr><th scope="col">Stage</th><th scope="col">per second</th><th scope="col">p99</th><th scope="col">lost</th></tr></thead>
      <tbody>${rows.map(({ stage, row }) => headlineRow(stage, row))}</tbody>
    </table>`;
}

function headlineRow({ stage, metric }: StageSummary, row: BenchRow): Markup {
  const p99 = metric === undefined ? undefined : row.latencies[metric]?.p99.median;
  const { lost, expected } = row.total;
  const lostText = lost === 0 ? '0' : html`${thousands(lost)} <small>${shareText(lost / expected)}</small>`;
  const tone = row.status === 'generator-bound' ? 'warn' : '';
  const sign =
    row.status === 'valid'
      ? undefined
      : html` <span class="${statusClass(row.status)} sign" title="${statusMarks[row.status].word}">${statusMarks[row.status].glyph}</span>`;
  return html`
        <tr><th scope="row">${stage.name}${sign}</th><td class="${tone}">${row.rate === undefined ? nothing : rateText(row.rate.median)}</td><td class="${tone}">${p99 === undefined ? nothing : latencyText(p99)}</td><td class="${lost > 0 ? 'bad' : ''}">${expected === 0 ? nothing : lostText}</td></tr>`;
}

function whyLines(result: BenchResult, target: string): readonly Markup[] {
  return troublesOf(result)
    .filter((trouble) => trouble.target === target)
    .map((trouble) => {
      const { status, places } = trouble;
      const where = placesText(places, result);
      // The sentence of the generator stands with the numbers; here it is the consequence that counts.
      const what =
        status === 'generator-bound' ? generatorBoundWarning(target) : reasonTexts(trouble, result).join(' ');
      return html`<p class="why ${statusClass(status)}"><b><span aria-hidden="true">${statusMarks[status].glyph}</span> ${statusMarks[status].word}${where === '' ? '' : `, ${where}`}:</b> ${what}</p>`;
    });
}

/** The gravest of the stages; nothing measured is graver than nothing found. */
function worstOf(rows: readonly BenchRow[]): RowStatus {
  return (
    gravestFirst.find((status) => rows.some((row) => row.status === status && status !== 'valid')) ??
    (rows.every((row) => row.status === 'valid') ? 'valid' : 'not measured')
  );
}
