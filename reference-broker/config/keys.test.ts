import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { ConfigError } from './config-error.ts';
import { documentedKeys } from './documentation.test.helper.ts';
import type { GivenFlag } from './flags.ts';
import { type ConfigKey, configKeys } from './keys.ts';
import { readConfig } from './read-config.ts';
import type { BrokerConfig } from './schema.ts';

const documentation = new URL('../../docs/broker.md', import.meta.url);

test('docs/broker.md has the keys of the schema; if not, run scripts/write-broker-keys.ts', async () => {
  expect(await readFile(documentation, 'utf8')).toContain(documentedKeys());
});

test.each(configKeys)('$flag is described in one line, with what holds without it', (key) => {
  expect(key.does).toMatch(/^[A-Z][^\n|]+[.?]$/);
  expect(key.defaultValue ?? key.absent).toBeDefined();
  expect(key.flag).toMatch(/^--[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('no two keys share a flag', () => {
  const flags = configKeys.flatMap(({ flag, shortFlag }) =>
    shortFlag === undefined ? [flag] : [flag, shortFlag],
  );
  expect(new Set(flags).size).toBe(flags.length);
});

const simpleKeys = configKeys.filter(({ tables }) => tables === 'one');

/** Each key takes one of these at least. */
const tried = [
  '',
  ' ',
  'true',
  'false',
  'none',
  'always',
  'temporary',
  '127.0.0.1:80',
  '7',
  '1',
  '1e3',
  '0x10',
  '-1',
];

const text = fc.oneof(
  fc.integer({ min: -1, max: 70_000 }).map(String),
  fc.stringMatching(/^[a-z0-9/.:]{1,12}$/),
);

/** As a user would write the same value in a file. */
const inToml = ({ table, name, kind }: ConfigKey, value: string): string => {
  const isBare =
    (kind === 'boolean' && /^(true|false)$/.test(value)) ||
    (kind === 'number' && value.trim() !== '' && !Number.isNaN(Number(value)));
  return `[${table}]\n${name} = ${isBare ? bareNumber(value) : JSON.stringify(value)}\n`;
};

const bareNumber = (value: string): string => (/^(true|false)$/.test(value) ? value : String(Number(value)));

/** What came of it: a configuration, or the reason without the place. */
const outcome = async (source: { readonly file?: string; readonly flags?: readonly GivenFlag[] }) => {
  try {
    return { config: await readConfig(source) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { reason: error.message.replace(/^.*?(?= must be )/, '') };
  }
};

test('every key can be given by its flag, and a flag takes what the file takes', async () => {
  await using folder = await temporaryFolder();
  const accepted = new Set<string>();
  for (const key of simpleKeys) {
    // A name of a file is seen from elsewhere: there only the acceptance is the same.
    const compared = key.names === undefined ? (result: object) => result : Object.keys;
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const byFlag = await outcome({ flags: [{ key, flag: key.flag, values: [value] }] });
        const byFile = await outcome({ file: await folder.write('broker.toml', inToml(key, value)) });
        expect(compared(byFlag)).toEqual(compared(byFile));
        if (wasSet(byFlag.config, key)) accepted.add(key.flag);
      }),
      { numRuns: 25, examples: tried.map((value) => [value] as const) },
    );
  }
  expect([...accepted]).toEqual(simpleKeys.map(({ flag }) => flag));
});

const wasSet = (config: BrokerConfig | undefined, key: ConfigKey): boolean => {
  const [, table = {}] = Object.entries(config ?? {}).find(([name]) => name === key.table) ?? [];
  return Object.hasOwn(table, key.name);
};
