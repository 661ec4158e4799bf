import type { Workload } from './schema.ts';

/** A workload with where it came from. */
export interface NamedWorkload {
  /** `latency`, or the name of the user's file without its ending. */
  readonly name: string;
  /** The file, word for word. */
  readonly text: string;
  readonly workload: Workload;
  /** Flags of the command line that changed it. */
  readonly overrides: Readonly<Record<string, string>>;
}
