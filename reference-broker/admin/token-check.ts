import { createHash, timingSafeEqual } from 'node:crypto';
import { AdminError } from './admin-error.ts';

const leastCharacters = 16;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Says whether an Authorization header carries the token. The time that it takes says nothing about the token: digests
 * are compared, and all of them.
 *
 * @throws AdminError `bad-token` when it can be guessed, or cannot stand in a header (RFC 6750 section 2.1).
 */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  if (token.length < leastCharacters || !/^[\w.~+/-]+=*$/.test(token)) {
    throw new AdminError(
      'bad-token',
      `The token of the admin server is shorter than ${leastCharacters} characters or has others than A-Z a-z 0-9 - . _ ~ + / =: make one with "openssl rand -hex 32".`,
    );
  }
  const wanted = digestOf(token);
  return (authorization) => {
    const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
    return timingSafeEqual(digestOf(given ?? ''), wanted);
  };
}
