import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { serveBroker } from '../reference-broker/serve.ts';
import { fakeServer } from '../src/target/test-support/fake-server.ts';
import { expectOneSentence, longestTestMs, runCli, temporaryFolder } from './run-cli.ts';

vi.setConfig({ testTimeout: longestTestMs });

const inconclusive = 2;
const nothingMatched = 4;
const usage = 64;

const few = ['--only', 'pingreq/**'];

/** Runs a check that must end in one sentence, and gives that sentence. */
async function refusal(args: readonly string[], exitCode: number): Promise<string> {
  const result = await runCli(args);
  expectOneSentence(result);
  expect(result.exitCode).toBe(exitCode);
  return result.stderr;
}

describe.concurrent('a target that is no broker', () => {
  test('a refused port', async () => {
    let url: string;
    {
      await using server = await fakeServer(() => undefined);
      url = server.url;
    }
    expect(await refusal(['check', url, ...few], inconclusive)).toContain(
      `${url}: the connection was refused`,
    );
  });

  test('an unknown host', async () => {
    const sentence = await refusal(['check', 'mqtt://nowhere.invalid', ...few], inconclusive);
    expect(sentence).toMatch(/nowhere\.invalid: .*check its spelling/);
  });

  test('mqtts:// on a port that speaks plain MQTT', async () => {
    await using server = await serveBroker({ url: 'mqtt://127.0.0.1:0' });
    const url = server.url.replace('mqtt:', 'mqtts:');
    expect(await refusal(['check', url, ...few], inconclusive)).toMatch(/TLS/);
  });

  test('an HTTP server', async () => {
    await using server = await fakeServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
    );
    const sentence = await refusal(['check', server.url, ...few], inconclusive);
    expect(sentence).toContain('is an HTTP server (it answers "HTTP/1.1 400 Bad Request")');
  });

  test('a server that accepts and never answers', async () => {
    await using server = await fakeServer((socket) => socket.resume());
    const args = ['check', server.url, ...few, '--timeout-factor', '0.1'];
    expect(await refusal(args, inconclusive)).toContain('answers no CONNECT within 500 ms');
  });

  test('a server that closes at once', async () => {
    await using server = await fakeServer((socket) => socket.end());
    expect(await refusal(['check', server.url, ...few], inconclusive)).toContain('without a CONNACK');
  });

  test('a server that sends garbage', async () => {
    await using server = await fakeServer((socket) => socket.write(Buffer.from('ffff00ff80', 'hex')));
    const sentence = await refusal(['check', server.url, ...few], inconclusive);
    expect(sentence).toContain('something that is not MQTT: ff ff 00 ff 80');
  });

  test('a server that floods is cut off before it fills any memory', async () => {
    const flood = flooding();
    await using server = await fakeServer(flood.serve);
    const sentence = await refusal(['check', server.url, ...few], inconclusive);
    expect(sentence).toContain('something that is not MQTT: 00 00 00');
    // The rest is what the sockets of both sides hold.
    expect(flood.largestBytes()).toBeLessThan(16 * 1024 * 1024);
  });
});

/** Sends without end, as fast as the other side reads. */
function flooding() {
  const chunk = Buffer.alloc(64 * 1024);
  let largest = 0;
  return {
    serve(socket: Socket): void {
      const pour = (): void => {
        if (socket.destroyed) return;
        largest = Math.max(largest, socket.bytesWritten);
        if (socket.write(chunk)) setImmediate(pour);
        else socket.once('drain', pour);
      };
      pour();
    },
    largestBytes: () => largest,
  };
}

describe.concurrent('a command line that cannot be meant', () => {
  test('a profile with an unknown key names file and line', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('broker.toml');
    await writeFile(file, 'url = "mqtt://127.0.0.1:1"\n\nnmae = "mine"\n');
    expect(await refusal(['check', file], usage)).toContain(`${file}:3: nmae is no key`);
  });

  test('a profile that is no TOML names file and line', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('broker.toml');
    await writeFile(file, 'url = "mqtt://127.0.0.1:1"\nname == "mine"\n');
    expect(await refusal(['check', file], usage)).toContain(`${file}:2: this is not TOML`);
  });

  test.each([
    { what: 'a file that is missing', args: ['check', 'missing.toml'], says: 'there is no such file' },
    { what: 'a typo of a preset', args: ['check', 'refrence'], says: 'did you mean the preset reference?' },
    { what: 'an unknown preset', args: ['check', 'zzzzzzzzz'], says: 'one of reference, restricted' },
    { what: 'a host without scheme', args: ['check', 'localhost:1883'], says: 'mqtt://localhost:1883?' },
    {
      what: 'a scheme of another protocol',
      args: ['probe', 'http://localhost'],
      says: 'did you mean ws://?',
    },
    {
      what: 'a --out under a file',
      args: ['check', ...few, '--out', '/dev/null/x'],
      says: '/dev/null/x cannot be written (what should be its folder is a file)',
    },
    {
      what: 'a --html under a file',
      args: ['check', ...few, '--html', '/dev/null/x'],
      says: '/dev/null/x cannot be written (what should be its folder is a file)',
    },
    { what: '--mqtt 4', args: ['check', '--mqtt', '4'], says: 'Allowed choices are 3.1.1, 5.0' },
    { what: '--concurrency 0', args: ['check', '--concurrency', '0'], says: 'at least 1' },
    { what: '--timeout-factor -1', args: ['check', '--timeout-factor', '-1'], says: 'a number above 0' },
    { what: '--port 65536', args: ['broker', '--port', '65536'], says: 'a port from 0 to 65535' },
    { what: '--min 101', args: ['coverage', '--min', '101'], says: 'a number from 0 to 100' },
    { what: 'an unknown option', args: ['check', '--timout-factor', '1'], says: 'mean --timeout-factor?' },
    { what: 'an unknown command', args: ['chekc'], says: 'Did you mean check?' },
    {
      what: 'an id of two versions',
      args: ['explain', 'MQTT-3.1.2-24'],
      says: 'say 3.1.1/MQTT-3.1.2-24 or 5.0',
    },
    { what: 'an unknown statement', args: ['explain', '5.0/MQTT-9.9.9-9'], says: 'there is no statement' },
  ])('$what', async ({ args, says }) => {
    expect(await refusal(args, usage)).toContain(says);
  });

  test.each(['check --only', 'list', 'audit'])('%s with a pattern that no case has', async (command) => {
    const sentence = await refusal([...command.split(' '), 'nonesuch/**'], nothingMatched);
    expect(sentence).toContain('matches "nonesuch/**"');
  });

  test('an address that cannot be listened on', async () => {
    await using server = await fakeServer(() => undefined);
    const { port } = new URL(server.url);
    expect(await refusal(['broker', '--port', port], inconclusive)).toContain(`127.0.0.1:${port}`);
  });

  test('no arguments at all print the help', async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect(exitCode).toBe(usage);
    expect(stdout).toBe('');
    for (const command of ['check', 'probe', 'list', 'explain', 'coverage', 'audit', 'broker']) {
      expect(stderr).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });
});
