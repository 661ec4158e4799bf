export interface Utf8Error {
  /** Index of the first byte that cannot stand where it stands. */
  readonly at: number;
  readonly reason:
    | 'unexpected continuation byte'
    | 'overlong form'
    | 'surrogate'
    | 'beyond U+10FFFF'
    | 'cut sequence';
}

/**
 * Looks for the first place where bytes are not well-formed UTF-8 in the sense of RFC 3629: overlong
 * forms, surrogates and values past U+10FFFF count as errors. (3.1.1 section 1.5.3, 5.0 section 1.5.4)
 */
export function findUtf8Error(bytes: Uint8Array, start: number, end: number): Utf8Error | undefined {
  let at = start;
  while (at < end) {
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const reason = flawOf(bytes, at, end, lead);
    if (reason !== undefined) return { at, reason };
    at += sizeOf(lead);
  }
  return undefined;
}

function sizeOf(lead: number): number {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function flawOf(bytes: Uint8Array, at: number, end: number, lead: number): Utf8Error['reason'] | undefined {
  if (lead < 0xc0) return 'unexpected continuation byte';
  if (lead < 0xc2) return 'overlong form';
  if (lead > 0xf4) return 'beyond U+10FFFF';
  const size = sizeOf(lead);
  if (at + size > end) return 'cut sequence';
  for (let next = at + 1; next < at + size; next += 1) {
    if (((bytes[next] as number) & 0xc0) !== 0x80) return 'cut sequence';
  }
  const second = bytes[at + 1] as number;
  if (lead === 0xe0 && second < 0xa0) return 'overlong form';
  if (lead === 0xed && second >= 0xa0) return 'surrogate';
  if (lead === 0xf0 && second < 0x90) return 'overlong form';
  if (lead === 0xf4 && second >= 0x90) return 'beyond U+10FFFF';
  return undefined;
}
