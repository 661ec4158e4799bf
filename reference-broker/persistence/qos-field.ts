import type { QoS } from '../../src/packet/qos.ts';
import { DamagedRecordError } from './byte-reader.ts';

/** @throws DamagedRecordError */
export function readQoS(value: number): QoS {
  if (value === 0 || value === 1 || value === 2) return value;
  throw new DamagedRecordError(`a QoS in it is ${value}`);
}
