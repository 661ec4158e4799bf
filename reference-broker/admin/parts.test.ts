import { describe, expect, test } from 'vitest';
import { AdminError } from './admin-error.ts';
import { exposition } from './exposition.ts';
import { startTestAdmin } from './fixtures/test-admin.ts';
import { authorityOf, parseListenAddress } from './listen-address.ts';
import { serveAdmin } from './serve-admin.ts';
import { createTokenCheck } from './token-check.ts';

describe('the address', () => {
  test.each([
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['8080', '127.0.0.1:8080'],
    ['[::1]:80', '[::1]:80'],
    ['0.0.0.0:0', '0.0.0.0:0'],
    ['broker.lan:8080', 'broker.lan:8080'],
  ])('%s is %s', (listen, address) => {
    expect(authorityOf(parseListenAddress(listen))).toBe(address);
  });

  test.each([
    '',
    'a',
    ':80',
    '127.0.0.1',
    '127.0.0.1:65536',
    '::1:80',
    '[1.2.3.4]:80',
    'http://a:80',
    'a b:80',
  ])('%j is refused', (listen) => {
    expect(() => parseListenAddress(listen)).toThrow(AdminError);
  });
});

describe('the token', () => {
  test.each(['', 'short', 'with a space in it', 'line\nbreak-within-it', 'ümlaut-within-this'])(
    '%j is refused',
    (token) => {
      expect(() => createTokenCheck(token)).toThrow(/openssl rand/);
    },
  );

  test('is taken whole, the scheme in any case', () => {
    const isAuthorized = createTokenCheck('0123456789abcdef');
    expect(isAuthorized('bearer 0123456789abcdef')).toBe(true);
    expect(isAuthorized('Bearer 0123456789abcdeF')).toBe(false);
    expect(isAuthorized(undefined)).toBe(false);
  });
});

test('the text format escapes what would break a line or a label', () => {
  const text = exposition([
    {
      name: 'm',
      help: 'a\\b\nc',
      type: 'gauge',
      samples: [
        { labels: { l: 'x"y\\z\n', k: '' }, value: Number.POSITIVE_INFINITY },
        { suffix: '_sum', value: 1e21 },
      ],
    },
  ]);
  expect(text).toBe('# HELP m a\\\\b\\nc\n# TYPE m gauge\nm{l="x\\"y\\\\z\\n",k=""} +Inf\nm_sum 1e+21\n');
});

test('a port that is taken is told in a sentence', async () => {
  await using admin = await startTestAdmin();
  const { host } = new URL(admin.url);
  await expect(serveAdmin({ broker: admin.host.broker, listen: host })).rejects.toMatchObject({
    code: 'listen-failed',
    message: `The admin server cannot listen on ${host} (EADDRINUSE): choose another address or port.`,
  });
});
