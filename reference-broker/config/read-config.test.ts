import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { defaultLimits } from '../limits.ts';
import { defaultCapabilities } from '../options.ts';
import { ConfigError } from './config-error.ts';
import type { GivenFlag } from './flags.ts';
import { configKeys } from './keys.ts';
import { readConfig } from './read-config.ts';
import type { BrokerConfig } from './schema.ts';

/** Reads a file with this text. */
async function read(toml: string, flags: readonly GivenFlag[] = []): Promise<BrokerConfig> {
  await using folder = await temporaryFolder();
  return await readConfig({ file: await folder.write('broker.toml', toml), flags });
}

/** The sentence for a wrong file, without the folder. */
async function refusal(toml: string, flags: readonly GivenFlag[] = []): Promise<string> {
  await using folder = await temporaryFolder();
  const file = await folder.write('broker.toml', toml);
  try {
    await readConfig({ file, flags });
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(`${folder.path}/`, '');
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

function flag(name: string, ...values: readonly string[]): GivenFlag {
  const key = configKeys.find((candidate) => candidate.flag === name || candidate.shortFlag === name);
  if (key === undefined) throw new Error(`there is no ${name}`);
  return { key, flag: name, values };
}

const secure = (url: string): string =>
  `[[listeners]]\nurl = "${url}"\ncertificateFile = "cert.pem"\nkeyFile = "key.pem"\n`;

test('without a file and flags everything has its default', async () => {
  expect(await readConfig({})).toEqual({
    listeners: [{ url: 'mqtt://127.0.0.1:1883' }],
    security: {},
    persistence: { sync: 'batch', batchWindowMillis: 2 },
    http: {},
    system: { sysIntervalSeconds: 10, awakeMicros: 100 },
    capabilities: defaultCapabilities,
    limits: defaultLimits,
  });
});

test('a file changes what it names and nothing else', async () => {
  const { listeners, capabilities, limits } = await read(
    `[[listeners]]\nurl = "ws://:8080"\n${secure('mqtts://:8883')}
    [capabilities]\nmaximumQoS = 1\nresponseInformation = "reply/"\n[limits]\ntopicLevels = 20`,
  );
  expect(listeners.map(({ url }) => url)).toEqual(['ws://:8080', 'mqtts://:8883']);
  expect(capabilities).toEqual({ ...defaultCapabilities, maximumQoS: 1, responseInformation: 'reply/' });
  expect(limits).toEqual({ ...defaultLimits, topicLevels: 20 });
});

test('names of files are seen from the folder of the configuration, those of flags from here', async () => {
  await using folder = await temporaryFolder();
  const file = await folder.write(
    'broker.toml',
    `${secure('mqtts://:8883')}[persistence]\ndataDirectory = "data"\n[security]\naclFile = "/etc/acl"`,
  );
  const config = await readConfig({ file, flags: [flag('--security.password-file', 'users')] });
  expect(config.listeners[0]?.certificateFile).toBe(`${folder.path}/cert.pem`);
  expect(config.persistence.dataDirectory).toBe(`${folder.path}/data`);
  expect(config.security).toEqual({ aclFile: '/etc/acl', passwordFile: 'users' });
});

describe('a wrong file is refused with its line', () => {
  test.each([
    [
      '[limits]\n\ntopicLevel = 20',
      'broker.toml:3: limits.topicLevel is no key of the broker: did you mean topicLevels?',
    ],
    ['[limit]\ntopicLevels = 20', 'broker.toml:1: limit is no key of the broker: did you mean limits?'],
    ['[limits]\nzzz = 20', 'broker.toml:2: limits.zzz is no key of the broker.'],
    [
      '[[listeners]]\nurl = "mqtt://:1"\n[[listeners]]\nurl = "ws://:2"\ncertificatefile = "x"',
      'broker.toml:5: listeners[1].certificatefile is no key of the broker: did you mean certificateFile?',
    ],
    ['[capabilities]\nmaximumQoS = 3', 'broker.toml:2: capabilities.maximumQoS must be 0, 1 or 2, not 3.'],
    [
      'limits.sessions = "many"',
      'broker.toml:1: limits.sessions must be a whole number of at least 1, not "many".',
    ],
    [
      '# first\n[capabilities]\nreceiveMaximum = 0 # none',
      'broker.toml:3: capabilities.receiveMaximum must be a whole number from 1 to 65535, not 0.',
    ],
    [
      '[persistence]\nsync = "sometimes"',
      'broker.toml:2: persistence.sync must be "none", "batch" or "always", not "sometimes".',
    ],
    [
      'listeners = [\n  { url = "mqtt://:1" },\n  { url = "http://:2" },\n]',
      'broker.toml:1: listeners[1].url must be a URL such as "mqtt://127.0.0.1:1883", "mqtts://...", "ws://..." or "wss://...", not "http://:2".',
    ],
    ['limits = 7', 'broker.toml:1: limits must be a table, not 7.'],
    [
      '[[listeners]]\ncertificateFile = "x"',
      'broker.toml:1: listeners[0].url is missing: expected a URL such as "mqtt://127.0.0.1:1883", "mqtts://...", "ws://..." or "wss://...".',
    ],
    ['listeners = []', 'broker.toml:1: listeners must be at least one [[listeners]] table, not [].'],
    [
      '[[listeners]]\nurl = "mqtts://:1"\nkeyFile = "key.pem"',
      'broker.toml:1: listeners[0].certificateFile is missing: mqtts://:1 needs a certificate and its key.',
    ],
    [
      '[[listeners]]\nurl = "ws://:1"\nclientAuthorityFile = "ca.pem"',
      'broker.toml:3: listeners[0].clientAuthorityFile means nothing to ws://:1: use mqtts:// or wss://.',
    ],
    [
      '[http]\nlisten = "localhost"',
      'broker.toml:2: http.listen must be an address and a port such as "127.0.0.1:8080", not "localhost".',
    ],
  ])('%s', async (toml, sentence) => {
    expect(await refusal(toml)).toBe(sentence);
  });

  test('that is not TOML', async () => {
    expect(await refusal('[limits]\nsessions = = 1')).toMatch(/^broker\.toml:2: this is not TOML: .+\.$/);
  });

  test('that is not there', async () => {
    await expect(readConfig({ file: '/nonesuch/broker.toml' })).rejects.toMatchObject({
      code: 'unreadable-file',
      message:
        '/nonesuch/broker.toml cannot be read for the configuration (ENOENT); check its name and who may read it.',
    });
  });
});

describe('flags', () => {
  test('win over the file', async () => {
    const { limits } = await read('[limits]\nsessions = 5\nconnections = 6', [
      flag('--limits.sessions', '7'),
    ]);
    expect(limits).toEqual({ ...defaultLimits, sessions: 7, connections: 6 });
  });

  test('are what a refusal names when they gave the value', async () => {
    expect(await refusal('[persistence]\nsync = "none"', [flag('--sync', 'never')])).toBe(
      '--sync must be "none", "batch" or "always", not "never".',
    );
  });

  test('do not hide what is wrong with the file', async () => {
    expect(await refusal('limits = 7', [flag('--limits.sessions', '7')])).toBe(
      'broker.toml:1: limits must be a table, not 7.',
    );
  });

  test('of URLs replace the listeners of the file', async () => {
    const { listeners } = await read(secure('mqtts://:8883'), [
      flag('--listeners.url', 'mqtt://:1', 'ws://:2'),
    ]);
    expect(listeners).toEqual([{ url: 'mqtt://:1' }, { url: 'ws://:2' }]);
  });

  test('of certificates are for every listener that speaks TLS', async () => {
    const urls = flag('--listeners.url', 'mqtts://:1', 'mqtt://:2', 'wss://:3');
    const files = [flag('--listeners.certificate-file', 'c'), flag('--listeners.key-file', 'k')];
    const { listeners } = await readConfig({ flags: [...files, urls] });
    expect(listeners).toEqual([
      { url: 'mqtts://:1', certificateFile: 'c', keyFile: 'k' },
      { url: 'mqtt://:2' },
      { url: 'wss://:3', certificateFile: 'c', keyFile: 'k' },
    ]);
  });

  test.each(['', '[[listeners]]\nurl = "ws://:1"'])(
    'of certificates without such a listener are refused: %j',
    async (toml) => {
      expect(await refusal(toml, [flag('--listeners.key-file', 'k')])).toBe(
        '--listeners.key-file means nothing here: no listener is mqtts:// or wss://; add one with --listeners.url.',
      );
    },
  );
});
