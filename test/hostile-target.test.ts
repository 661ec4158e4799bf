import { connect, type Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { serveBroker } from '../reference-broker/serve.ts';
import { encode } from '../src/packet/index.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type FakeServer, fakeServer, levelOf } from '../src/target/test-support/fake-server.ts';
import { longestTestMs, readResult, runCli, temporaryFolder } from './run-cli.ts';

vi.setConfig({ testTimeout: longestTestMs });

const deadlineFactor = 0.2;
const mostMemoryBytes = 700 * 1024 * 1024;

/** What a server does with the connection of a case, from its CONNECT on. */
type Misbehave = (socket: Socket, connect: Buffer, relay: () => void) => void;

interface HostileBroker extends AsyncDisposable {
  readonly url: string;
}

/** Client Identifiers of cases; those of the probe look different, so that it finds a broker in order. */
const ofCase = /a[0-9a-z]{5,}r\d/;

/** A broker that is one as long as it is probed, and something else as soon as cases come. */
async function hostileBroker(misbehave: Misbehave): Promise<HostileBroker> {
  const honest = await serveBroker({ url: 'mqtt://127.0.0.1:0' });
  const server: FakeServer = await fakeServer((socket) => {
    socket.once('data', (first: Buffer) => {
      const relay = () => pipeTo(honest.url, socket, first);
      if (ofCase.test(first.toString('latin1'))) misbehave(socket, first, relay);
      else relay();
    });
  });
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await honest[Symbol.asyncDispose]();
    },
  };
}

function pipeTo(url: string, socket: Socket, first: Buffer): void {
  const { hostname, port } = new URL(url);
  const upstream = connect({ host: hostname, port: Number(port) });
  upstream.on('error', () => socket.destroy());
  upstream.on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  upstream.write(first);
  socket.pipe(upstream).pipe(socket);
}

const versionOf = (bytes: Buffer): ProtocolVersion => (levelOf(bytes) === 5 ? '5.0' : '3.1.1');

const connack = (version: ProtocolVersion): Uint8Array =>
  encode({ type: 'connack', sessionPresent: false, reasonCode: 0 }, version);

/** Checks a broker, and reads what the run says of it; a run without end fails in `runCli`. */
async function check(url: string, only: readonly string[]) {
  await using folder = await temporaryFolder();
  const out = folder.path('result.ndjson');
  const factor = String(deadlineFactor);
  const cli = await runCli(['check', url, '--only', ...only, '--out', out, '--timeout-factor', factor]);
  expect(cli.stderr).toBe('');
  expect(cli.peakMemoryBytes ?? 0).toBeLessThan(mostMemoryBytes);
  const result = await readResult(out);
  expect(result.cases).toHaveLength(result.run.planned);
  expect(result.cases.length).toBeGreaterThan(0);
  expect(result.end?.exitCode).toBe(cli.exitCode);
  return { ...result, cli, verdicts: new Set(result.cases.map(({ verdict }) => verdict)) };
}

describe.concurrent('a broker that turns hostile after the probe', () => {
  test('one that dies in mid-run is named, and nothing that it could not answer is held against it', async () => {
    const pingreq = Buffer.from('c000', 'hex');
    const dying = await hostileBroker((socket, _connect, relay) => {
      relay();
      // In place of the PINGRESP that the standard promises: it would be a failure, if nobody asked twice.
      socket.on('data', (bytes: Buffer) => {
        if (bytes.includes(pingreq)) void dying[Symbol.asyncDispose]();
      });
    });
    await using _owner = dying;
    const { cases: lines, end, cli } = await check(dying.url, ['pingreq/**']);
    expect(cli.exitCode).toBe(2);
    expect(end?.aborted).toBe(`${dying.url} died during the run: it accepts no connection any more`);
    expect(cli.stdout).toContain(`the run was aborted: ${end?.aborted}`);
    expect(lines.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
    expect(lines.some(({ verdict }) => verdict === 'inconclusive')).toBe(true);
  });

  test('one that floods every connection with PUBLISH packets', async () => {
    await using server = await hostileBroker((socket, request) => {
      const version = versionOf(request);
      const publish = encode(
        {
          type: 'publish',
          topicName: 'nobody/asked',
          payload: Buffer.alloc(200),
          qos: 0,
          dup: false,
          retain: false,
        },
        version,
      );
      const chunk = Buffer.concat(Array.from({ length: 200 }, () => publish));
      const pour = (): void => {
        if (socket.destroyed) return;
        if (socket.write(chunk)) setImmediate(pour);
        else socket.once('drain', pour);
      };
      socket.write(connack(version));
      pour();
    });
    const { cli, verdicts } = await check(server.url, ['pingreq/**']);
    // A case may fail, or find no time to do so twice among the floods of the others.
    expect(['fail', 'inconclusive']).toEqual(expect.arrayContaining([...verdicts]));
    expect(cli.exitCode).toBe(verdicts.has('fail') ? 1 : 2);
  });

  test('one that sends garbage after CONNACK breaks the statement of the malformed packet', async () => {
    await using server = await hostileBroker((socket, request) => {
      // PINGRESP whose reserved flags are not 0.
      socket.write(Buffer.concat([connack(versionOf(request)), Buffer.from('df00', 'hex')]));
    });
    const { cases, cli, verdicts } = await check(server.url, ['pingreq/is-answered']);
    expect(cli.exitCode).toBe(1);
    expect(verdicts).toEqual(new Set(['fail']));
    for (const { mqtt, findings = [] } of cases) {
      const malformed = findings.find(({ allowed }) => allowed[0] === 'a well-formed packet');
      expect(malformed?.statements).toEqual([mqtt === '5.0' ? '5.0/MQTT-2.1.3-1' : '3.1.1/MQTT-2.2.2-1']);
      expect(malformed).toMatchObject({ source: 'invariant', level: 'must' });
    }
  });

  test('one that ignores everything after CONNACK, and never closes', async () => {
    await using server = await hostileBroker((socket, request) => {
      socket.write(connack(versionOf(request)));
      socket.resume();
    });
    const { cli, verdicts } = await check(server.url, ['pingreq/**', 'publish/qos-3-closes']);
    expect(verdicts).not.toContain('pass');
    expect(verdicts).not.toContain('error');
    expect(cli.exitCode).toBe(1);
  });
});
