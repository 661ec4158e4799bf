/** What the connect loop is asked for. */
export interface Burst {
  readonly port: number;
  readonly connections: number;
  readonly atOnce: number;
}

export interface BurstDone {
  readonly kind: 'done';
  /** From the first SYN to the last CONNACK. */
  readonly seconds: number;
  /** Of the connect loop, in that time. */
  readonly cpuSeconds: number;
}

export interface BurstFailed {
  readonly kind: 'failed';
  readonly reason: string;
}
