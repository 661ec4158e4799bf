import type { ByteStream } from '../../src/transport/index.ts';

/** A broker that can be ended at any moment and started again on the same data. */
export interface KillableBroker extends AsyncDisposable {
  /** Settles when it takes connections. */
  start(): Promise<void>;
  /** Ends it without any chance to tidy up. */
  kill(): Promise<void>;
  dial(): Promise<ByteStream>;
}
