import { expectEnd } from './packet-identifier.ts';
import type { Reader } from './reader.ts';

/** PINGREQ. (3.1.1 and 5.0 section 3.12) */
export interface Pingreq {
  readonly type: 'pingreq';
}

/** Reads the body of a PINGREQ, which is empty. */
export function parsePingreq(reader: Reader): Pingreq {
  expectEnd(reader, ['3.1.1/U-3.12.2-1', '5.0/U-3.12.2-1']);
  return { type: 'pingreq' };
}
