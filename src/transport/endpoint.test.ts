import { expect, test } from 'vitest';
import { authority, parseEndpoint } from './endpoint.ts';

const parts = (url: URL | string) => {
  const parsed = parseEndpoint(url);
  if (parsed.kind === 'unsupported') throw new Error(parsed.reason);
  const { scheme, host, port, path } = parsed.endpoint;
  return [scheme, host, port, path];
};

test.each([
  ['mqtt://broker', ['mqtt', 'broker', 1883, '']],
  ['mqtts://broker', ['mqtts', 'broker', 8883, '']],
  ['ws://broker', ['ws', 'broker', 80, '/mqtt']],
  ['wss://broker/', ['wss', 'broker', 443, '/mqtt']],
  ['ws://broker:8083/x/y?token=1', ['ws', 'broker', 8083, '/x/y?token=1']],
  ['mqtt://[::1]:1884', ['mqtt', '::1', 1884, '']],
  ['mqtt://127.0.0.1:0', ['mqtt', '127.0.0.1', 0, '']],
])('%s', (url, expected) => {
  expect(parts(url)).toEqual(expected);
  expect(parts(new URL(url))).toEqual(expected);
});

test.each(['', 'broker', 'broker:1883', 'http://broker', 'tcp://broker:1883'])(
  '"%s" is no transport URL',
  (url) => {
    expect(parseEndpoint(url)).toMatchObject({
      kind: 'unsupported',
      url,
      reason: expect.stringContaining('mqtts://'),
    });
  },
);

test('a URL without a host cannot be dialled', () => {
  expect(parseEndpoint('mqtt://')).toMatchObject({ kind: 'unsupported', reason: 'the URL names no host' });
});

test('shows no password', () => {
  expect(JSON.stringify(parseEndpoint('mqtt://user:secret@broker'))).not.toContain('secret');
  expect(JSON.stringify(parseEndpoint('http://user:secret@broker'))).not.toContain('secret');
});

test('puts IPv6 addresses in brackets', () => {
  expect([authority('::1', 1), authority('broker', 2)]).toEqual(['[::1]:1', 'broker:2']);
});
