import { latencyMetrics, type MeasurementLine } from '../../../bench/result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { figureRows } from '../figures.ts';
import { metricTitles } from '../metrics.ts';
import { coresText, figureText, latencyText, rateText, shareText, thousands } from '../numbers.ts';
import { percentiles, type StageSummary, sumAccounting } from '../summary.ts';
import { countCell, deliveredCell, lostCell, numberCell, statusText, swatch, withSpread } from './cells.ts';

/** The numbers that only this scenario has. */
export function figuresTable(stage: StageSummary): Markup | undefined {
  const figures = figureRows(stage);
  if (figures.length === 0) return undefined;
  return html`
  <div class="table-frame">
  <table class="numbers">
    <caption>Figures of this scenario</caption>
    <thead><tr><th scope="col" class="text">Figure</th>${stage.rows.map(({ target }, place) => html`<th scope="col">${swatch(place)}${target.name}</th>`)}</tr></thead>
    <tbody>${figures.map(
      ({ name, unit, values }) => html`
      <tr><th scope="row">${name}</th>${values.map((value) => numberCell(withSpread(value, (one) => figureText({ value: one, unit }))))}</tr>`,
    )}</tbody>
  </table>
  </div>`;
}

/** What stands behind the medians, folded away. */
export function stageDetails(stage: StageSummary): Markup {
  return html`
  ${fold('Accounting of every flow', accountingTable(stage))}
  ${fold('Every latency that was measured', latencyTable(stage))}
  ${fold('Every round', roundsTable(stage))}`;
}

function fold(title: string, content: Markup | undefined): Markup | undefined {
  if (content === undefined) return undefined;
  return html`<details class="fold-box"><summary>${title}</summary><div class="table-frame">${content}</div></details>`;
}

/** All rounds added up, warm-up included: what was sent, and what became of it. */
function accountingTable({ rows }: StageSummary): Markup | undefined {
  const flows = rows.flatMap((row, place) => {
    const lines = row.rounds.flatMap((round) => round.flows);
    const named = new Map(lines.map(({ name, qos }) => [`${name} ${qos}`, { name, qos }] as const));
    return [...named.values()].map(({ name, qos }) => ({
      target: row.target.name,
      place,
      name,
      qos,
      sum: sumAccounting(lines.filter((line) => line.name === name && line.qos === qos)),
    }));
  });
  if (flows.length === 0) return undefined;
  return html`
  <table class="numbers">
    <caption>Every message from the first to the last, warm-up included, all rounds added up</caption>
    <thead><tr><th scope="col" class="text">Target</th><th scope="col" class="text">Flow</th><th scope="col">QoS</th><th scope="col">sent</th><th scope="col">acknowledged</th><th scope="col">refused</th><th scope="col">delivered</th><th scope="col">LOST</th><th scope="col">duplicated</th><th scope="col">reordered</th></tr></thead>
    <tbody>${flows.map(
      ({ target, place, name, qos, sum }) => html`
      <tr><th scope="row">${swatch(place)}${target}</th><td class="text">${name}</td>${numberCell(String(qos))}${numberCell(thousands(sum.sent))}${numberCell(thousands(sum.acknowledged))}${countCell(sum.refused, 1)}${deliveredCell(sum.delivered, sum.expected)}${lostCell(sum.lost, sum.expected)}${countCell(sum.duplicated, sum.expected)}${countCell(sum.reordered, sum.expected)}</tr>`,
    )}</tbody>
  </table>`;
}

function latencyTable({ rows }: StageSummary): Markup | undefined {
  const lines = rows.flatMap((row, place) =>
    latencyMetrics.flatMap((metric) => {
      const latency = row.latencies[metric];
      return latency === undefined ? [] : [{ row, place, metric, latency }];
    }),
  );
  if (lines.length === 0) return undefined;
  return html`
  <table class="numbers">
    <caption>Medians of the rounds; of the maxima the highest</caption>
    <thead><tr><th scope="col" class="text">Target</th><th scope="col" class="text">Latency</th><th scope="col">p50</th><th scope="col">p90</th><th scope="col">p99</th><th scope="col">p99.9</th><th scope="col">p99.99</th><th scope="col">max</th><th scope="col">delivered</th></tr></thead>
    <tbody>${lines.map(
      ({ row, place, metric, latency }) => html`
      <tr><th scope="row">${swatch(place)}${row.target.name}</th><td class="text">${metricTitles[metric]}</td>${percentiles.map((one) => numberCell(one === 'max' ? latencyText(latency.max.high) : withSpread(latency[one], latencyText)))}${deliveredCell(row.total.delivered, row.total.expected)}</tr>`,
    )}</tbody>
  </table>`;
}

function roundsTable({ rows, metric, unit }: StageSummary): Markup | undefined {
  const rounds = rows.flatMap((row, place) => row.rounds.map((line) => ({ line, place })));
  if (rounds.length === 0) return undefined;
  return html`
  <table class="numbers">
    <caption>What was measured, round by round, and how the generator did</caption>
    <thead><tr><th scope="col" class="text">Target</th><th scope="col">round</th><th scope="col" class="text">status</th><th scope="col">${unit}/s</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">p99.9</th><th scope="col">max</th><th scope="col">delivered</th><th scope="col">LOST</th><th scope="col">cores</th><th scope="col">generator busy</th><th scope="col">late p99</th><th scope="col">loop p99</th><th scope="col">GC</th></tr></thead>
    <tbody>${rounds.map(({ line, place }) => roundRow(line, place, metric))}</tbody>
  </table>`;
}

function roundRow(line: MeasurementLine, place: number, metric: StageSummary['metric']): Markup {
  const latency = metric === undefined ? undefined : line.latencies[metric];
  const micros = (value: number | undefined): Markup =>
    numberCell(value === undefined ? undefined : latencyText(value));
  const { total, usage, generator } = line;
  const ran = line.status !== 'skipped' && line.status !== 'error';
  return html`
      <tr><th scope="row">${swatch(place)}${line.target}</th>${numberCell(String(line.round))}<td class="text">${statusText(line.status)}</td>${numberCell(ran ? rateText(line.ratePerSecond) : undefined)}${micros(latency?.p50)}${micros(latency?.p99)}${micros(latency?.p999)}${micros(latency?.max)}${deliveredCell(total.delivered, total.expected)}${lostCell(total.lost, total.expected)}${numberCell(usage === undefined ? undefined : coresText(usage.cpuCores))}${numberCell(ran ? shareText(generator.busy) : undefined)}${micros(line.latencies.lateness?.p99)}${micros(ran ? generator.loopDelayP99 : undefined)}${micros(ran ? generator.longestGcPause : undefined)}</tr>`;
}
