import type { PropertiesOf } from './properties-of.ts';

/** AUTH: 5.0 only. (5.0 section 3.15) */
export interface Auth {
  readonly type: 'auth';
  /** 0x00, 0x18 or 0x19; absent on the wire means 0x00, and decodes as 0x00. */
  readonly reasonCode: number;
  readonly properties?: PropertiesOf<'auth'>;
}
