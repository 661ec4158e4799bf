import { createSecureContext } from 'node:tls';
import type { TlsListenOptions } from '../../src/transport/index.ts';
import { readText } from './config-document.ts';
import { ConfigError } from './config-error.ts';
import type { ListenerConfig } from './schema.ts';

/**
 * The certificate, key and authorities of a listener; undefined for one that does without.
 *
 * @throws ConfigError which names the file that cannot be read or used.
 */
export async function readTlsFiles(listener: ListenerConfig): Promise<TlsListenOptions | undefined> {
  const { certificateFile, keyFile, clientAuthorityFile } = listener;
  if (certificateFile === undefined || keyFile === undefined) return undefined;
  const cert = await readText(certificateFile, 'the certificate');
  requireUsable(certificateFile, 'a certificate in PEM', { cert });
  const key = await readText(keyFile, 'the private key');
  requireUsable(keyFile, `the private key, in PEM, of ${certificateFile}`, { cert, key });
  if (clientAuthorityFile === undefined) return { cert, key };
  const ca = await readText(clientAuthorityFile, 'the client authorities');
  // OpenSSL takes a text without any certificate for an empty list, and then nobody could connect.
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw unusable(clientAuthorityFile, 'certificates in PEM');
  requireUsable(clientAuthorityFile, 'certificates in PEM', { ca });
  return { cert, key, ca };
}

/** OpenSSL does not say which file is at fault, so they are tried one by one. */
function requireUsable(file: string, what: string, pem: Parameters<typeof createSecureContext>[0]): void {
  try {
    createSecureContext(pem);
  } catch (error) {
    throw unusable(file, what, { cause: error });
  }
}

const unusable = (file: string, what: string, options?: ErrorOptions): ConfigError =>
  new ConfigError('bad-config', `${file} is not ${what}: give the right file.`, options);
