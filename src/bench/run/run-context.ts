import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { Pacing } from '../generator/pacer.ts';
import type { BenchLine, BenchResultLine, IntervalLine } from '../result.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { PlannedStage } from '../workload/stages.ts';
import type { Threshold } from './thresholds.ts';

/** What the parts of a run have in common. */
export interface RunContext {
  readonly pool: WorkerPool;
  readonly mqtt: ProtocolVersion;
  readonly pacing: Pacing;
  readonly machine: BenchLine['machine'];
  readonly thresholds: readonly Threshold[];
  readonly onLine: (line: BenchResultLine) => void;
  readonly onLive: (live: Live) => void;
  /** Ends the phase under way, and after it the run. */
  readonly signal: AbortSignal;
}

/** What happens just now, for a line that is redrawn. */
export interface Live {
  readonly target: string;
  readonly stage: string;
  readonly round: number;
  /** `calibrating`, `connecting`, `warm-up`, `measure`, `drain`, or a step of a search. */
  readonly doing: string;
  readonly interval?: IntervalLine;
  /** Of the generator's ceiling, in the same unit; unknown before the calibration. */
  readonly ceilingPerSecond?: number;
  /** Until the phases of this measurement have passed. */
  readonly secondsLeft?: number;
}

/** One measurement to make. */
export interface Task {
  readonly planned: PlannedStage;
  readonly round: number;
}
