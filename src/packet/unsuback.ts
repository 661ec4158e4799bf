import type { PropertiesOf } from './properties-of.ts';

/** UNSUBACK. (3.1.1 and 5.0 section 3.11) */
export interface Unsuback {
  readonly type: 'unsuback';
  readonly packetIdentifier: number;
  /** 5.0: one for each Topic Filter, in its order. 3.1.1: empty. */
  readonly reasonCodes: readonly number[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'unsuback'>;
}
