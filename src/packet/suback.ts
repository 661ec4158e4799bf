import type { PropertiesOf } from './properties-of.ts';

/** SUBACK. (3.1.1 and 5.0 section 3.9) */
export interface Suback {
  readonly type: 'suback';
  readonly packetIdentifier: number;
  /** One for each Topic Filter, in its order. 3.1.1: 0x00, 0x01, 0x02 or 0x80. */
  readonly reasonCodes: readonly number[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'suback'>;
}
