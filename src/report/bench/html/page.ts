import type { BenchResult } from '../../../bench/bench-result.ts';
import type { Markup } from '../../html/markup.ts';
import { anchor, html } from '../../html/markup.ts';
import { comparisonsOf } from '../comparisons.ts';
import { type StageSummary, summarizeBench } from '../summary.ts';
import { comparisonSection } from './comparison.ts';
import { figuresTable, stageDetails } from './details.ts';
import { glossary } from './glossary.ts';
import { benchHeader, benchTitle } from './header.ts';
import { stageFootnotes, stageRemarks } from './remarks.ts';
import { benchDocument } from './shell.ts';
import { stageCharts } from './stage-charts.ts';
import { stageTable } from './stage-table.ts';
import { calibrationSection, thresholdSection } from './trust.ts';
import { workloadSection } from './workload.ts';

/**
 * One self-contained page of a benchmark: no request leaves it, and no script runs in it.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function benchHtml(result: BenchResult): string {
  const stages = summarizeBench(result);
  const comparison = comparisonSection(comparisonsOf(result));
  const thresholds = thresholdSection(result);
  const contents: readonly (readonly [string, string])[] = [
    ...(comparison === undefined ? [] : [['comparison', 'Comparison'] as const]),
    ...stages.map(({ stage }, index) => [stageId(stage.name, index), stage.name] as const),
    ...(thresholds === undefined ? [] : [['thresholds', 'Thresholds'] as const]),
    ['calibration', 'Can the tool be trusted?'],
    ['workload', 'Workload and targets'],
    ['glossary', 'How to read this'],
  ];
  return benchDocument({
    title: `${benchTitle(result)}: MQTT benchmark`,
    mainId: contents[0]?.[0] ?? 'glossary',
    content: [
      benchHeader(result, stages, contents),
      html`
<main>
${comparison}
${stages.map((stage, index) => stageSection(result, stage, index))}
${thresholds}
${calibrationSection(stages)}
${workloadSection(result)}
</main>`,
      glossary(stages),
    ],
  });
}

function stageSection(result: BenchResult, stage: StageSummary, index: number): Markup {
  const { rounds } = result.bench;
  return html`
<section id="${stageId(stage.stage.name, index)}">
  <div class="stage-head"><h2>${stage.stage.name}</h2><p>${
    rounds === 1
      ? 'One round.'
      : `Medians of ${rounds} rounds, ± half their range; counts of all rounds together.`
  }</p></div>
  ${stageTable(stage, rounds)}
  ${stageFootnotes(stage)}
  ${stageRemarks(result, stage)}
  ${figuresTable(stage)}
  ${stageCharts(result, stage)}
  ${stageDetails(stage)}
</section>`;
}

/** With its number, since two names may come to the same id. */
function stageId(name: string, index: number): string {
  return anchor(`stage-${index + 1}`, name);
}
