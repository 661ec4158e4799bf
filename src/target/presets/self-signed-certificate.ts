import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate chain of one, and its key, both PEM. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

const validDays = 30;

/**
 * A certificate for `localhost` and 127.0.0.1, signed by itself, with a key that nobody else has. Node can read
 * certificates but not make them, and one that is shipped would have a key that everybody knows. (RFC 5280)
 */
export const selfSignedCertificate = (now: Date = new Date()): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(objectIdentifier.commonName, element(0x0c, 'mqtt-assay, this run'))));
  const toBeSigned = sequence(
    element(0xa0, element(0x02, Buffer.of(versionThree))),
    element(0x02, serialNumber()),
    signatureAlgorithm,
    subject,
    sequence(utcTime(now, -1), utcTime(now, validDays)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(objectIdentifier.subjectAlternativeName, element(0x04, names)))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, signatureAlgorithm, element(0x03, noUnusedBits, signature));
  return { cert: pem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};

/** An element in DER: its tag, its length, its contents. (X.690 section 8.1) */
const element = (tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer => {
  const contents = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.of(tag), length(contents.length), contents]);
};

const length = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.of(bytes);
  const long = bytes < 0x100 ? Buffer.of(bytes) : Buffer.of(bytes >> 8, bytes & 0xff);
  return Buffer.concat([Buffer.of(0x80 | long.length), long]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => element(0x31, ...parts);

const objectIdentifier = {
  /** 2.5.4.3 */
  commonName: element(0x06, Buffer.of(0x55, 0x04, 0x03)),
  /** 2.5.29.17 */
  subjectAlternativeName: element(0x06, Buffer.of(0x55, 0x1d, 0x11)),
  /** 1.2.840.10045.4.3.2 */
  ecdsaWithSha256: element(0x06, Buffer.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)),
} as const;

const versionThree = 2;
const noUnusedBits = Buffer.of(0);
const signatureAlgorithm = sequence(objectIdentifier.ecdsaWithSha256);

/** A DNS name and an address: what the URL of a preset holds, and what people type in its place. */
const names = sequence(element(0x82, 'localhost'), element(0x87, Buffer.of(127, 0, 0, 1)));

/** Positive, so its first bit is 0, and without a zero byte in front. */
const serialNumber = (): Buffer => Buffer.concat([Buffer.of(0x4d), randomBytes(15)]);

const dayMs = 86_400_000;

/** `261126014903Z` */
const utcTime = (now: Date, days: number): Buffer => {
  const digits = new Date(now.getTime() + days * dayMs).toISOString().replaceAll(/[-:T]|\..*/g, '');
  return element(0x17, `${digits.slice(2)}Z`);
};

const pem = (der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
