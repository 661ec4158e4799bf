import { change, type Lie, type Scene } from '../../../src/conformance/index.ts';

/** Turns each CONNACK into one that refuses: 0x03 of 3.1.1, 0x88 of 5.0 (Server unavailable). */
export function refuseConnect({ mqtt }: Scene): Lie {
  return change('fromBroker', 'connack', () => ({
    type: 'connack',
    sessionPresent: false,
    reasonCode: mqtt === '5.0' ? 0x88 : 0x03,
  }));
}
