import type { Live } from '../../bench/index.ts';
import { decodeHistogram } from '../../bench/recorder/histogram.ts';
import type { IntervalLine } from '../../bench/result.ts';
import type { ProgressStream } from '../terminal/progress.ts';
import { paint, type Screen, screenOf } from '../terminal/screen.ts';
import { printable } from '../text.ts';
import { latencyText, rateText } from './numbers.ts';

/** Says what a benchmark does while it runs: a line that is redrawn on a terminal, a line a second elsewhere. */
export interface BenchProgress extends Disposable {
  show(live: Live): void;
}

export interface BenchProgressOptions {
  readonly stream: ProgressStream;
  /** `process.env` */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const eraseLine = '\r\u001b[2K';

export function startBenchProgress({ stream, environment }: BenchProgressOptions): BenchProgress {
  const isTerminal = stream.isTTY === true;
  return {
    show(live) {
      const line = liveLine(live, screenOf(stream, environment));
      if (isTerminal) stream.write(eraseLine + line);
      else stream.write(`${line}\n`);
    },
    [Symbol.dispose]() {
      if (isTerminal) stream.write(eraseLine);
    },
  };
}

/** `mosquitto  QoS 1  measure  998/s  p50 0.10 ms  p99 0.31 ms  lost 0  headroom 97 %  3 s left` */
export function liveLine(
  { target, stage, doing, interval, ceilingPerSecond, secondsLeft }: Live,
  screen: Screen,
): string {
  const parts = [paint(screen, 'strong', printable(target)), printable(stage), paint(screen, 'muted', doing)];
  if (interval !== undefined) parts.push(...numbersOf(interval, ceilingPerSecond));
  if (secondsLeft !== undefined && secondsLeft > 0)
    parts.push(paint(screen, 'muted', `${Math.ceil(secondsLeft)} s left`));
  return parts.join('  ');
}

function numbersOf(interval: IntervalLine, ceilingPerSecond: number | undefined): readonly string[] {
  const { seconds, sent, acknowledged, delivered, histograms } = interval;
  if (seconds === 0) return [];
  const count = delivered > 0 ? delivered : acknowledged > 0 ? acknowledged : sent;
  const perSecond = count / seconds;
  const numbers = [`${rateText(perSecond)}/s`];
  const encoded = histograms.e2e ?? histograms.ack ?? histograms.connect ?? histograms.replay;
  if (encoded !== undefined) {
    const histogram = decodeHistogram(encoded);
    numbers.push(
      `p50 ${latencyText(histogram.getValueAtPercentile(50))}`,
      `p99 ${latencyText(histogram.getValueAtPercentile(99))}`,
    );
  }
  if (ceilingPerSecond !== undefined) {
    const headroom = Math.max(0, 1 - perSecond / ceilingPerSecond);
    numbers.push(`headroom ${Math.round(headroom * 100)} %`);
  }
  return numbers;
}
