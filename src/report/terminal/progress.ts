import type { CaseLine } from '../../conformance/result.ts';
import { duration } from '../text.ts';
import type { Screen } from './screen.ts';
import { paint, screenOf } from './screen.ts';

/** A live line on stderr while cases run; on anything but a terminal it writes nothing. */
export interface Progress extends Disposable {
  /** Counts a case that ended. */
  caseEnded(line: CaseLine): void;
  /** Prints lines above the live line, as they are. */
  print(text: string): void;
}

/** The part of `process.stderr` that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** Number of cases that will run. */
  readonly planned: number;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** `process.env` */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the live line shows. */
export interface ProgressState {
  readonly done: number;
  readonly planned: number;
  readonly failed: number;
  readonly elapsedMs: number;
}

const eraseLine = '\r\u001b[2K';
const refreshMs = 100;

/** Starts the live line; dispose of it before the report is printed. */
export function startProgress(options: ProgressOptions): Progress {
  const { stream, planned, now } = options;
  if (stream.isTTY !== true)
    return {
      caseEnded: () => undefined,
      print: (text) => void stream.write(`${text}\n`),
      [Symbol.dispose]: () => undefined,
    };

  const startMs = now();
  let done = 0;
  let failed = 0;

  function draw(): void {
    const state = { done, planned, failed, elapsedMs: now() - startMs };
    stream.write(eraseLine + progressLine(state, screenOf(stream, options.environment)));
  }

  draw();
  const timer = setInterval(draw, refreshMs);
  timer.unref();
  return {
    caseEnded(line) {
      done += 1;
      if (line.verdict === 'fail') failed += 1;
    },
    print(text) {
      stream.write(`${eraseLine}${text}\n`);
      draw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      stream.write(eraseLine);
    },
  };
}

/** The live line, cut to the screen: `━━━━──── 120/214  3 failed  4.2 s`. */
export function progressLine(state: ProgressState, screen: Screen): string {
  const counts = `${state.done}/${state.planned}`;
  const fails = `${state.failed} failed`;
  const time = duration(Math.max(0, state.elapsedMs));
  const room = screen.columns - counts.length - fails.length - time.length - 7;
  const width = Math.max(0, Math.min(30, room));
  const share = state.planned === 0 ? 0 : Math.min(1, state.done / state.planned);
  const filled = Math.round(width * share);
  const bar = paint(screen, 'good', '━'.repeat(filled)) + paint(screen, 'muted', '─'.repeat(width - filled));
  return `${bar} ${counts}  ${paint(screen, state.failed > 0 ? 'bad' : 'muted', fails)}  ${paint(screen, 'muted', time)}`;
}
