import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { certificate } from '../../src/transport/fixtures/certificate.ts';
import { dial } from '../../src/transport/index.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { readConfig } from './read-config.ts';
import { serveConfig } from './serve-config.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/transport/fixtures/${name}`, import.meta.url));

const files = {
  certificateFile: fixture('localhost.cert.pem'),
  keyFile: fixture('localhost.key.pem'),
  clientAuthorityFile: fixture('localhost.cert.pem'),
};

/** Serves a TLS listener with these files. */
async function serveTls(url: string, changes: Partial<typeof files> = {}) {
  await using folder = await temporaryFolder();
  const keys = Object.entries({ ...files, ...changes }).map(
    ([key, file]) => `${key} = ${JSON.stringify(file)}`,
  );
  const toml = ['[[listeners]]', `url = "${url}"`, ...keys].join('\n');
  return await serveConfig(await readConfig({ file: await folder.write('broker.toml', toml) }), {
    version: '0',
  });
}

test.each(['mqtts', 'wss'])('%s from files, with client certificates', async (scheme) => {
  await using served = await serveTls(`${scheme}://127.0.0.1:0`);
  await using stream = await dial(served.url, { tls: { ca: certificate.cert, ...certificate } });
  expect(stream.description).toContain('127.0.0.1');
});

test.each(['certificateFile', 'keyFile', 'clientAuthorityFile'] as const)(
  'a missing %s is named',
  async (key) => {
    await expect(serveTls('mqtts://127.0.0.1:0', { [key]: '/nonesuch/file.pem' })).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(
        /^\/nonesuch\/file\.pem cannot be read for the [a-z ]+ \(ENOENT\); check its name and who may read it\.$/,
      ),
    });
  },
);

test.each([
  ['certificateFile', 'a certificate in PEM'],
  ['keyFile', `the private key, in PEM, of ${files.certificateFile}`],
  ['clientAuthorityFile', 'certificates in PEM'],
] as const)('a %s that is none is named', async (key, what) => {
  await using folder = await temporaryFolder();
  const file = await folder.write('wrong.pem', 'no certificate at all\n');
  await expect(serveTls('mqtts://127.0.0.1:0', { [key]: file })).rejects.toMatchObject({
    code: 'bad-config',
    message: `${file} is not ${what}: give the right file.`,
  });
});
