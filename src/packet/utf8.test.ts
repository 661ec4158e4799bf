import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUtf8Error } from './utf8.ts';

describe('findUtf8Error', () => {
  it.each([
    ['80', 0, 'unexpected continuation byte'],
    ['61 bf', 1, 'unexpected continuation byte'],
    ['c0 80', 0, 'overlong form'],
    ['c1 bf', 0, 'overlong form'],
    ['e0 80 80', 0, 'overlong form'],
    ['f0 8f bf bf', 0, 'overlong form'],
    ['ed a0 80', 0, 'surrogate'],
    ['61 61 ed bf bf', 2, 'surrogate'],
    ['f4 90 80 80', 0, 'beyond U+10FFFF'],
    ['f5 80 80 80', 0, 'beyond U+10FFFF'],
    ['ff', 0, 'beyond U+10FFFF'],
    ['c3', 0, 'cut sequence'],
    ['e2 82', 0, 'cut sequence'],
    ['e2 82 41', 0, 'cut sequence'],
    ['f0 9f 8c', 0, 'cut sequence'],
  ])('%s', (hex, at, reason) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(findUtf8Error(bytes, 0, bytes.length)).toEqual({ at, reason });
  });

  it('agrees with Node on random bytes around the edges of the encoding', () => {
    const edge = fc.constantFrom(
      0x41,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
    );
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 6 }), (list) => {
        const bytes = Buffer.from(list);
        expect(findUtf8Error(bytes, 0, bytes.length) === undefined).toBe(isUtf8(bytes));
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes every code point but the surrogates', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) => code < 0xd800 || code > 0xdfff,
    );
    const bytes = Buffer.from(all.map((code) => String.fromCodePoint(code)).join(''));
    expect(findUtf8Error(bytes, 0, bytes.length)).toBeUndefined();
  });
});
