import { expectEnd } from './packet-identifier.ts';
import type { Reader } from './reader.ts';

/** PINGRESP. (3.1.1 and 5.0 section 3.13) */
export interface Pingresp {
  readonly type: 'pingresp';
}

/** Reads the body of a PINGRESP, which is empty. */
export function parsePingresp(reader: Reader): Pingresp {
  expectEnd(reader, ['3.1.1/U-3.13.2-1', '5.0/U-3.13.2-1']);
  return { type: 'pingresp' };
}
