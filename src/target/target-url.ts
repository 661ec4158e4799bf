import type { Credentials } from './target.ts';
import { TargetError } from './target-error.ts';

const schemes: readonly string[] = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** Other names that people give to the four schemes. */
const meant: Readonly<Record<string, string>> = {
  'tcp:': 'mqtt',
  'ssl:': 'mqtts',
  'tls:': 'mqtts',
  'http:': 'ws',
  'https:': 'wss',
};

/** Where to dial, and the credentials that the URL carried. */
export interface TargetUrl {
  /** Without user name and password, fit to be printed. */
  readonly url: string;
  readonly credentials?: Credentials;
}

/** Does the text claim to be a URL? */
export const looksLikeUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/**
 * Reads `mqtt://user:password@host:1883`, or mqtts, ws, wss.
 *
 * @throws {Error} whose message is a sentence fragment that follows the URL: `has no host`.
 */
const readUrl = (text: string): TargetUrl => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new Error('cannot be read: expected mqtt://host:port');
  if (!schemes.includes(url.protocol)) {
    const better = meant[url.protocol];
    const hint = better === undefined ? '' : `: did you mean ${better}://?`;
    throw new Error(`has the scheme ${url.protocol}//, expected mqtt://, mqtts://, ws:// or wss://${hint}`);
  }
  if (url.hostname === '') throw new Error('has no host: expected mqtt://host:port');
  if (url.port === '0') throw new Error('has port 0: expected a port from 1 to 65535');
  if (url.hash !== '') throw new Error('has a fragment: remove what follows the #');
  const isMqtt = url.protocol.startsWith('mqtt');
  if (isMqtt && (!['', '/'].includes(url.pathname) || url.search !== '')) {
    throw new Error('has a path, which only ws:// and wss:// can carry');
  }
  const credentials = credentialsOf(url);
  url.username = '';
  url.password = '';
  const bare = isMqtt ? `${url.protocol}//${url.host}` : url.href;
  return credentials === undefined ? { url: bare } : { url: bare, credentials };
};

const credentialsOf = (url: URL): Credentials | undefined => {
  if (url.username === '' && url.password === '') return undefined;
  if (url.username === '') throw new Error('has a password without a user name');
  const userName = unescapePercent(url.username);
  return url.password === '' ? { userName } : { userName, password: unescapePercent(url.password) };
};

const unescapePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('has a % in its user name or password that is no escape: write it as %25');
  }
};

/** The URL without what must not be printed. */
const withoutPassword = (text: string): string => text.replace(/(:\/\/[^/@]*?):[^@]*@/, '$1:***@');

/**
 * Reads a target's URL.
 *
 * @throws {TargetError} `bad-target`
 */
export const parseTargetUrl = (text: string): TargetUrl => {
  try {
    return readUrl(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TargetError(
      'bad-target',
      `${withoutPassword(text)} ${reason}${reason.endsWith('?') ? '' : '.'}`,
      { cause: error },
    );
  }
};
