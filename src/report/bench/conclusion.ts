import type { BenchResult } from '../../bench/bench-result.ts';
import { exitCodes } from '../../conformance/exit-code.ts';
import { count } from '../text.ts';
import type { Mark } from '../verdict-marks.ts';

/** The last word on a run. */
export interface BenchConclusion {
  readonly tone: Mark['tone'];
  readonly text: string;
}

/** How the run ended, and what its exit code means. */
export function concludeBench({ bench, measurements, end }: BenchResult): BenchConclusion {
  const planned = bench.targets.length * bench.stages.length * bench.rounds;
  const missing = Math.max(0, planned - measurements.length);
  const left = missing === 0 ? '' : `, ${missing} of ${planned} measurements are missing`;
  if (end === undefined)
    return { tone: 'bad', text: `cut short: the file has no end${left}; what is here is valid up to then` };
  const skipped = measurements.filter(({ status }) => status === 'skipped').length;
  const early = end.aborted === undefined ? '' : `; the run ended before its plan (${end.aborted}${left})`;
  return {
    tone: end.exitCode === exitCodes.conforms ? 'good' : 'bad',
    text: `exit code ${end.exitCode}: ${meaningOf(end.exitCode, bench.thresholds.length)}${leftOut(end.exitCode, skipped)}${early}`,
  };
}

function meaningOf(exitCode: number, thresholds: number): string {
  switch (exitCode) {
    case exitCodes.conforms:
      return `everything was measured${thresholds > 0 ? ', and every threshold was kept' : ''}`;
    case exitCodes.failsMust:
      return 'a guarantee of MQTT was broken: a loss at QoS 1 or 2, or a duplicate at QoS 2';
    case exitCodes.inconclusive:
      return 'some of it could not be measured, or its numbers must not be believed';
    case exitCodes.thresholdBreached:
      return 'a threshold was broken';
    case endedBySignal:
      return 'ended by a signal';
    default:
      return 'the run could not be made';
  }
}

/** A run may be good although a target lacked what was needed; nobody may take that for measured. */
function leftOut(exitCode: number, skipped: number): string {
  if (exitCode !== exitCodes.conforms || skipped === 0) return '';
  return ` (${count(skipped, 'measurement')} skipped)`;
}

/** What a shell says of a command that Ctrl-C has ended. */
const endedBySignal = 130;
