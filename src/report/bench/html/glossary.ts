import { latencyMetrics } from '../../../bench/result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { metricMeanings, metricTitles } from '../metrics.ts';
import { type RowStatus, statusMarks } from '../status.ts';
import type { StageSummary } from '../summary.ts';
import { toolBoundFactor } from '../tool-floor.ts';
import { statusClass } from './cells.ts';

const statusMeanings: readonly (readonly [RowStatus, string])[] = [
  ['valid', 'The numbers are the target’s.'],
  [
    'generator-bound',
    'The numbers are the generator’s own limit. They must not be published as the target’s.',
  ],
  ['failed', 'A guarantee of MQTT was broken: a loss at QoS 1 or 2, or a duplicate at QoS 2.'],
  ['died', 'The target went away. What was measured up to then is shown only where no round went through.'],
  ['interrupted', 'Ended early, by the user or by a threshold; what is here is valid.'],
  ['skipped', 'The target lacks what the workload needs, or was not there.'],
  ['error', 'The measurement could not be brought about.'],
];

const terms: readonly (readonly [string, string])[] = [
  [
    'Medians and ±',
    'Each number is the median of its rounds. ± is half the way from the lowest to the highest round, as a share of the median: two numbers that lie closer together than that are equal.',
  ],
  [
    'delivered/s, acknowledged/s, sent/s, connected/s',
    'What came through in the measured phase, divided by its length. Sent messages count as far as an acknowledgement or a PINGRESP behind them proves that the target read them.',
  ],
  ['offered', 'How many messages or connections were due per second. A target that keeps up reaches it.'],
  [
    'of ceiling',
    'The rate as a share of what the generator reaches into a sink that only answers. Near 100 % the generator is what was measured.',
  ],
  [
    'p50, p90, p99, p99.9, p99.99',
    'Half, 90 %, 99 % ... of the messages took no longer than this. Percentiles of what arrived: read them with the column of what was lost beside them.',
  ],
  ['max', 'The longest of all rounds. One sample: it tells that it can happen, not how often.'],
  [
    'Floor, tool-bound (*)',
    `What the same load takes with a target that does nothing. A latency within ${toolBoundFactor} times of it is mostly the tool’s own.`,
  ],
  [
    'delivered',
    'Messages that arrived, of those that were owed: messages times receivers, warm-up included, all rounds added up.',
  ],
  [
    'LOST, duplicated, reordered',
    'Never arrived; arrived more than once; arrived behind a later message of their topic. At QoS 0 a loss is allowed, and still a loss.',
  ],
  ['refused', 'Acknowledgements with an error code.'],
  ['cores', 'CPU of the target’s processes, in cores: 1.00 is one core saturated.'],
  [
    'CPU per message',
    'That CPU time divided by the rate. It compares targets even where the rate was given, or the machine was shared.',
  ],
  ['memory', 'The largest resident memory of the target’s processes.'],
  [
    'busy, late, loop, GC',
    'The generator’s own health: the share of time in which its busiest worker had something to do, how late it came to messages that nothing held back, the delay of its event loop, its longest garbage collection.',
  ],
];

/** What every number means. */
export function glossary(stages: readonly StageSummary[]): Markup {
  const measured = latencyMetrics.filter((metric) =>
    stages.some(({ rows }) => rows.some(({ latencies }) => latencies[metric] !== undefined)),
  );
  return html`
<footer id="glossary">
  <h2>How to read this</h2>
  <dl class="glossary">${statusMeanings.map(
    ([status, meaning]) =>
      html`<div><dt class="${statusClass(status)}"><b aria-hidden="true">${statusMarks[status].glyph}</b> ${statusMarks[status].word}</dt><dd>${meaning}</dd></div>`,
  )}</dl>
  <dl class="terms">
    ${terms.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}
    ${measured.map((metric) => html`<div><dt>Latency: ${metricTitles[metric]}</dt><dd>${metricMeanings[metric]}</dd></div>`)}
  </dl>
  <p>Made by mqtt-assay from its result file and nothing else. Latencies come from HdrHistograms with 3 significant digits, up to 60 s; those of several rounds are merged, never averaged.</p>
</footer>`;
}
