import type { PropertiesOf } from './properties-of.ts';

/** PUBACK. (3.1.1 and 5.0 section 3.4) */
export interface Puback {
  readonly type: 'puback';
  readonly packetIdentifier: number;
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'puback'>;
}
