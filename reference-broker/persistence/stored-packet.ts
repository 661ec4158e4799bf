import { createDecoder } from '../../src/packet/decoder.ts';
import type { PacketOf, PacketType } from '../../src/packet/packet.ts';
import { DamagedRecordError } from './byte-reader.ts';

/**
 * Reads an MQTT packet out of a record. Messages and Wills are kept as the 5.0 packets that would carry them: the
 * standard describes the format, and the strict decoder checks every length.
 *
 * @throws DamagedRecordError
 */
export function readStoredPacket<T extends PacketType>(type: T, bytes: Uint8Array): PacketOf<T> {
  const decoder = createDecoder({ receiver: 'server', ...(type === 'connect' ? {} : { version: '5.0' }) });
  decoder.push(bytes);
  const decoded = decoder.next();
  if (decoded === undefined || decoder.pendingBytes > 0) {
    throw new DamagedRecordError(`the ${type.toUpperCase()} in it has the wrong length`);
  }
  if (decoded.kind === 'violation') throw new DamagedRecordError(decoded.violation.detail);
  if (decoded.packet.type !== type) throw new DamagedRecordError(`it holds a ${decoded.packet.type}`);
  return decoded.packet as PacketOf<T>;
}
