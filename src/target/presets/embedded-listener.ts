import { join } from 'node:path';
import type { TargetFacts } from '../facts.ts';
import { type SelfSigned, selfSignedCertificate } from './self-signed-certificate.ts';

/** How an embedded broker can be reached. */
export const embeddedTransports = ['tcp', 'tls', 'ws', 'wss'] as const;
export type EmbeddedTransport = (typeof embeddedTransports)[number];

/** Where an embedded broker listens, on a free port of 127.0.0.1. */
export type EmbeddedListener =
  | { readonly kind: 'plain'; readonly url: string }
  | { readonly kind: 'secure'; readonly url: string; readonly certificate: SelfSigned };

const files = { certificate: 'certificate.pem', key: 'key.pem' } as const;

/** A secure one has a certificate that was made for it. */
export const listenerFor = (transport: EmbeddedTransport): EmbeddedListener => {
  switch (transport) {
    case 'tcp':
      return { kind: 'plain', url: 'mqtt://127.0.0.1:0' };
    case 'ws':
      return { kind: 'plain', url: 'ws://127.0.0.1:0' };
    case 'tls':
      return { kind: 'secure', url: 'mqtts://127.0.0.1:0', certificate: selfSignedCertificate() };
    case 'wss':
      return { kind: 'secure', url: 'wss://127.0.0.1:0', certificate: selfSignedCertificate() };
  }
};

/** What has to lie in the directory of the server. */
export const filesOf = (listener: EmbeddedListener): Readonly<Record<string, string>> => {
  if (listener.kind === 'plain') return {};
  const { cert, key } = listener.certificate;
  return { [files.certificate]: cert, [files.key]: key };
};

/** The listener in the words of `broker.toml`, which lies in the same directory. */
export const listenerToml = (listener: EmbeddedListener): string => {
  const table = `[[listeners]]\nurl = "${listener.url}"\n`;
  if (listener.kind === 'plain') return table;
  return `${table}certificateFile = "${files.certificate}"\nkeyFile = "${files.key}"\n`;
};

/** Trusts the one certificate, so that it is verified as any other. */
export const trustIn = (listener: EmbeddedListener, directory: string): Pick<TargetFacts, 'tls'> => {
  if (listener.kind === 'plain') return {};
  return { tls: { caFile: join(directory, files.certificate), certificateCheck: 'verify' } };
};
