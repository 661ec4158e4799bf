import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { Target } from '../../target/index.ts';
import type { DialOptions } from '../../transport/index.ts';
import type { Pacing } from '../generator/pacer.ts';
import type { Recorded } from '../recorder/recorder.ts';
import type { Accounting, Figure } from '../result.ts';
import type { OpenLoad } from '../workload/load.ts';
import type { Workload } from '../workload/schema.ts';

/** What a worker is told when it is started: the stage, and which share of it is its own. */
export interface WorkerPlan {
  readonly url: string;
  readonly dial: DialOptions;
  readonly credentials?: { readonly userName: string; readonly password?: string };
  readonly mqtt: ProtocolVersion;
  /** Part of every Topic Name and Client Identifier, so that runs do not meet. */
  readonly runTag: string;
  readonly worker: number;
  readonly workers: number;
  readonly pacing: Pacing;
  readonly workload: Workload;
  /** The target's HTTP interface, for the scenario that publishes through it. */
  readonly httpPublish?: NonNullable<Target['httpPublish']>;
}

/** One load on connections that stand. */
export interface LoadPlan {
  /** When the warm-up begins, in the machine's microseconds: the same for all workers. */
  readonly startMicros: number;
  readonly warmupSeconds: number;
  readonly measureSeconds: number;
  readonly drainSeconds: number;
  /** In place of the flows' own loads. */
  readonly load?: OpenLoad | { readonly kind: 'closed'; readonly inflight: number };
}

export type WorkerCommand =
  /** Makes the connections and subscriptions. */
  | { readonly kind: 'open'; readonly plan: WorkerPlan }
  | { readonly kind: 'load'; readonly load: LoadPlan }
  /** Ends the measured phase of the load under way now; it drains and reports as usual. */
  | { readonly kind: 'finish' }
  /** Ends all connections; what the target keeps for us is removed. */
  | { readonly kind: 'close' };

export type WorkerPhase = 'connect' | 'warm-up' | 'measure' | 'drain';

/** What a worker saw since its last report; about once a second. */
export interface WorkerInterval {
  readonly phase: WorkerPhase;
  /** The machine's microseconds. */
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly recorded: Recorded;
  readonly busy: number;
  readonly loopDelayP99Micros: number;
  readonly longestGcPauseMicros: number;
}

export interface FlowReport extends Accounting {
  readonly name: string;
  readonly qos: number;
  /** `apart`: of receivers that are made slow on purpose, which stand in their own row only. */
  readonly standing?: 'apart';
}

export interface LoadReport {
  readonly flows: readonly FlowReport[];
  readonly figures: readonly Figure[];
  /** What was odd, in sentences. */
  readonly notes: readonly string[];
  /** Length of the measured phase; shorter than planned when it was ended early. */
  readonly measuredSeconds: number;
  /** Messages that were due in it and never sent. */
  readonly unsent: number;
  /** Why the target could not be measured to the end: it ended connections. */
  readonly lost?: string;
}

/** Why a worker could not do what it was told. */
export interface WorkerProblem {
  /**
   * - `unsupported`: the target does not serve what the workload needs.
   * - `lost`: the target ended connections, or refuses them.
   * - `fault`: ours.
   */
  readonly kind: 'unsupported' | 'lost' | 'fault';
  readonly reason: string;
}

export type WorkerEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'interval'; readonly interval: WorkerInterval }
  | { readonly kind: 'loaded'; readonly report: LoadReport }
  | { readonly kind: 'closed' }
  | { readonly kind: 'problem'; readonly problem: WorkerProblem };
