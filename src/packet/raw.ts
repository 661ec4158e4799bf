/** Bytes that are written as they are, in place of a field with its length prefix. */
export interface Raw {
  readonly raw: Uint8Array;
}

/**
 * Marks bytes to be written verbatim where a field stands. Of nothing, `raw('')`, it leaves the field out.
 *
 * @param bytes - bytes, or hexadecimal digits with or without blanks: `raw('00 02 c0 80')`
 * @throws RangeError if the text is not an even number of hexadecimal digits
 */
export function raw(bytes: Uint8Array | string): Raw {
  if (typeof bytes !== 'string') return { raw: bytes };
  const digits = bytes.replaceAll(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) {
    throw new RangeError(`raw() takes pairs of hexadecimal digits, but got "${bytes}"`);
  }
  return { raw: Buffer.from(digits, 'hex') };
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && 'raw' in value && value.raw instanceof Uint8Array;
}
