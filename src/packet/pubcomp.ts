import type { PropertiesOf } from './properties-of.ts';

/** PUBCOMP. (3.1.1 and 5.0 section 3.7) */
export interface Pubcomp {
  readonly type: 'pubcomp';
  readonly packetIdentifier: number;
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'pubcomp'>;
}
