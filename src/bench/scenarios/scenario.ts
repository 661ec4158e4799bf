import type { Paced, Pacer } from '../generator/pacer.ts';
import type { Recorder } from '../recorder/recorder.ts';
import type { LoadPlan, LoadReport, WorkerPhase, WorkerPlan, WorkerProblem } from '../worker/protocol.ts';

/**
 * What a worker does for one kind of workload: `open`, then one or more times `load`, then `close`.
 * Nothing of it outlives `close`.
 */
export interface RunningScenario {
  /** @throws ScenarioError, or an error of a connection, which means that the target was lost */
  load(plan: LoadPlan): Promise<LoadReport>;
  close(): Promise<void>;
}

/** Makes what the load needs: connections, subscriptions, stored messages. */
export type OpenScenario = (context: ScenarioContext) => Promise<RunningScenario>;

/** What a scenario has from its worker. */
export interface ScenarioContext {
  readonly plan: WorkerPlan;
  readonly recorder: Recorder;
  /** Ends the measured phase early. */
  readonly finish: AbortSignal;
  /** Says that a phase begins: what was recorded before belongs to the phase before. */
  phase(phase: WorkerPhase): void;
  /** The process had something to do: it was not waiting. */
  worked(): void;
  /** The process waited so long within its event loop: that was no work. */
  slept(micros: number): void;
  /** A pacer of the plan's kind, whose waiting does not count as work. */
  pace(paced: Paced): Pacer;
}

/** Why a scenario cannot be run on this target. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code: WorkerProblem['kind'];

  constructor(code: WorkerProblem['kind'], message: string) {
    super(message);
    this.code = code;
  }
}
