import { isRaw, type Raw } from './raw.ts';
import { type Writer, writeByte, writeRaw } from './writer.ts';

/** Writes the payload of SUBACK and UNSUBACK: one byte for each Topic Filter. */
export function writeReasonCodes(writer: Writer, reasonCodes: readonly (number | Raw)[] | Raw): void {
  if (isRaw(reasonCodes)) {
    writeRaw(writer, reasonCodes);
    return;
  }
  for (const code of reasonCodes) writeByte(writer, code);
}
