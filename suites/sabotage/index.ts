import type { Saboteur } from '../../src/conformance/index.ts';
import { connectSaboteurs } from './3.1-connect/index.ts';
import { publishSaboteurs } from './3.3-publish/index.ts';
import { pingreqSaboteurs } from './3.12-pingreq.ts';

/** The lies that the cases must catch, in the order of the standard's table of contents. */
export const saboteurs: readonly Saboteur[] = [...connectSaboteurs, ...publishSaboteurs, ...pingreqSaboteurs];
