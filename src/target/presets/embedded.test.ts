import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTarget } from '../open-target.ts';
import { fakeServer, hex, tinyBroker } from '../test-support/fake-server.ts';
import { isRunning } from '../test-support/is-running.ts';
import { obedientBroker } from '../test-support/stubborn-broker.ts';
import { embeddedPresets } from './embedded.ts';
import type { EmbeddedBroker, EmbeddedOptions } from './embedded-broker.ts';

/** Serves nothing inside this process. */
const noBroker: EmbeddedBroker = {
  serve: () => Promise.reject(new Error('nothing is to be served by hooks')),
  serveConfigured: () => Promise.reject(new Error('nothing is to be served by a file')),
  addUser: () => Promise.reject(new Error('no user is to be added')),
  program: { command: (port) => [process.execPath, '--eval', obedientBroker, port] },
};

describe('an embedded preset', () => {
  const served = async (name: string) => {
    const broker = await fakeServer(tinyBroker(() => hex('20 02 00 00')));
    const asked: EmbeddedOptions[] = [];
    const serve: EmbeddedBroker['serve'] = (options) => {
      asked.push(options);
      return Promise.resolve(broker);
    };
    const presets = embeddedPresets({ ...noBroker, serve });
    const open = await openTarget({ kind: 'preset', name }, { presets, timeoutMs: 2_000 });
    return { open, options: asked[0], broker };
  };

  test('is served on a free port, and ended', async () => {
    const { open, options, broker } = await served('restricted');
    expect(options).toMatchObject({ url: 'mqtt://127.0.0.1:0', capabilities: { maximumQoS: 1 } });
    await open[Symbol.asyncDispose]();
    await expect(
      openTarget({ kind: 'url', url: broker.url }, { presets: [], timeoutMs: 2_000 }),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  test('is measured in a process of its own', async () => {
    const presets = embeddedPresets(noBroker);
    const options = { presets, purpose: 'measure', timeoutMs: 200 } as const;
    await using open = await openTarget({ kind: 'preset', name: 'reference' }, options);
    expect(open.target).toMatchObject({ name: 'reference', product: 'mqtt-assay reference broker' });
    expect(open.target.configurationHash).toMatch(/^[0-9a-f]{64}$/);
    expect(open.target.httpPublish).toMatchObject({
      kind: 'reference',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/publish$/),
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(open.target).not.toHaveProperty('refusedCredentials');
    expect(open.process?.pid).not.toBe(process.pid);
    expect(isRunning(open.process)).toBe(true);
  });

  test('is not measured without what makes it', async () => {
    const presets = embeddedPresets(noBroker);
    const opening = openTarget({ kind: 'preset', name: 'restricted' }, { presets, purpose: 'measure' });
    await expect(opening).rejects.toThrow(/^The preset restricted cannot be measured, .* measure reference/);
    await expect(opening).rejects.toMatchObject({ code: 'bad-target' });
  });

  test('refuses what its target says it refuses, and nothing else', async () => {
    const { open, options } = await served('reference');
    await using _owned = open;
    const { refusedCredentials, refusedClientIdentifier, deniedPublishTopic } = open.target;
    const offer = (userName: string | undefined, password: string | undefined, clientIdentifier = 'x') =>
      options?.hooks.authenticate({
        clientIdentifier,
        ...(userName !== undefined && { userName }),
        ...(password !== undefined && { password: Buffer.from(password) }),
      });
    expect(offer(refusedCredentials?.userName, refusedCredentials?.password)).toMatchObject({
      reasonCode: 0x86,
    });
    expect(offer(undefined, undefined, refusedClientIdentifier)).toMatchObject({ reasonCode: 0x85 });
    expect(offer('assay', 'correct')).toBe('allow');
    expect(offer('somebody', undefined)).toBe('allow');
    expect(offer(undefined, undefined)).toBe('allow');
    const publish = (topic: string) => options?.hooks.authorizePublish({ clientIdentifier: 'x' }, topic);
    expect(publish(deniedPublishTopic ?? '')).toMatchObject({ reasonCode: 0x87 });
    expect(publish('assay/topic')).toBe('allow');
  });

  test('reads its own files, and they go with it', async () => {
    await using broker = await fakeServer(tinyBroker(() => hex('20 02 00 00')));
    const read: Record<string, string> = {};
    let directory = '';
    const presets = embeddedPresets(
      {
        ...noBroker,
        addUser: async (file, name, password) => writeFile(file, `${name} ${password}`),
        async serveConfigured(file) {
          directory = dirname(file);
          for (const name of await readdir(directory)) {
            read[name] = await readFile(join(directory, name), 'utf8');
          }
          return broker;
        },
      },
      'ws',
    );
    const open = await openTarget({ kind: 'preset', name: 'secured' }, { presets, timeoutMs: 2_000 });
    expect(read).toMatchObject({
      'broker.toml': expect.stringMatching(/^\[\[listeners]]\nurl = "ws:[^]*passwordFile = "users.jsonl"/),
      'users.jsonl': 'assay correct',
      'acl.txt': expect.stringContaining('user assay'),
    });
    expect(open.target.credentials).toEqual({ userName: 'assay', password: 'correct' });
    await open[Symbol.asyncDispose]();
    expect(existsSync(directory)).toBe(false);
  });

  test('leaves no files behind when it does not start', async () => {
    let directory = '';
    const addUser = (file: string) => {
      directory = dirname(file);
      return Promise.reject(new Error('the disk is full'));
    };
    const presets = embeddedPresets({ ...noBroker, addUser });
    await expect(openTarget({ kind: 'preset', name: 'secured' }, { presets })).rejects.toThrow(
      'disk is full',
    );
    expect(directory).not.toBe('');
    expect(existsSync(directory)).toBe(false);
  });
});
