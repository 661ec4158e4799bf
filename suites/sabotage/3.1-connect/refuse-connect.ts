import { change, type Lie, type Scene } from '../../../src/conformance/index.ts';

/** Turns each CONNACK into one that finds fault with the Client Identifier: 0x02 of 3.1.1, 0x85 of 5.0. */
export function refuseConnect({ mqtt }: Scene): Lie {
  return change('fromBroker', 'connack', () => ({
    type: 'connack',
    sessionPresent: false,
    reasonCode: mqtt === '5.0' ? 0x85 : 0x02,
  }));
}
