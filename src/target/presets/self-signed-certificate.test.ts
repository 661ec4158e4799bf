import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { dial, listen } from '../../transport/index.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

test('is for localhost and 127.0.0.1, valid now, and signed with its own key', () => {
  const now = new Date('2026-03-04T05:06:07.890Z');
  const { cert } = selfSignedCertificate(now);
  const read = new X509Certificate(cert);
  expect(read.checkHost('localhost')).toBe('localhost');
  expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(read.checkHost('example.org')).toBeUndefined();
  expect(read.validFrom).toBe('Mar  3 05:06:07 2026 GMT');
  expect(read.validTo).toBe('Apr  3 05:06:07 2026 GMT');
  expect(read.verify(read.publicKey)).toBe(true);
});

test('is another one each time', () => {
  const [one, other] = [selfSignedCertificate(), selfSignedCertificate()];
  expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(other.cert).serialNumber);
  expect(one.key).not.toBe(other.key);
});

test('is what a client verifies that trusts it, and nothing to one that does not', async () => {
  const { cert, key } = selfSignedCertificate();
  await using server = await listen('mqtts://127.0.0.1:0', () => undefined, { tls: { cert, key } });
  const stream = await dial(server.url, { tls: { ca: cert } });
  await stream[Symbol.asyncDispose]();
  await expect(dial(server.url)).rejects.toMatchObject({ code: 'tls-failed' });
  await expect(dial(server.url, { tls: { ca: selfSignedCertificate().cert } })).rejects.toMatchObject({
    code: 'tls-failed',
  });
});
