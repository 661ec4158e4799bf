import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { programFile, temporaryFolder } from './run-cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const manifest = z.object({
  bin: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});
const packed = z
  .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
  .length(1);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let tarball: string;
let shipped: ReadonlySet<string>;

beforeAll(async () => {
  if (!existsSync(programFile)) throw new Error(`${programFile} is missing: run "npm run build" first.`);
  folder = await temporaryFolder();
  const destination = folder.path('packed');
  await mkdir(destination);
  // Without scripts: they would build anew, below the feet of the other tests.
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination];
  const { stdout } = await execa('npm', args, { cwd: root });
  const [pack] = packed.parse(JSON.parse(stdout));
  if (pack === undefined) throw new Error('npm packed nothing');
  tarball = join(destination, pack.filename);
  shipped = new Set(pack.files.map(({ path }) => path));
});
afterAll(() => folder?.[Symbol.asyncDispose]());

test('the package holds its papers, and nothing of the tests', () => {
  for (const paper of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']) {
    expect(shipped).toContain(paper);
  }
  const ofTests = /\.test\.|(^|\/)(test|tests|fixtures|test-support|node_modules|scripts)\/|\.tsbuildinfo$/;
  expect([...shipped].filter((file) => ofTests.test(file))).toEqual([]);
});

const importPattern = /^(?:(?:import|export)\b[^;'"]*\bfrom|import) '([^']+)'|\bimport\(['"]([^'"]+)['"]\)/gm;

/** What a compiled module needs, to run and as types: files of the package, and names of other packages. */
async function needsOf(file: string): Promise<readonly string[]> {
  const texts = [file, file.replace(/\.js$/, '.d.ts')].map((name) => readFile(join(root, name), 'utf8'));
  const names = (await Promise.all(texts)).flatMap((text) =>
    [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? ''),
  );
  return names
    .filter((name) => !isBuiltin(name))
    .map((name) =>
      name.startsWith('.')
        ? join(dirname(file), name.replace(/\.ts$/, '.js'))
        : (/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
    );
}

test('the package holds every file that the program can reach, and no other', async () => {
  const { bin, dependencies } = manifest.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  );
  const reached = new Set<string>();
  const foreign = new Set<string>();
  // The last ones are started as programs or threads of their own: nothing imports them.
  const started = [
    'dist/suites/run.js',
    'dist/src/bench/worker/worker.js',
    'dist/src/bench/null-sink/sink.js',
    'dist/reference-broker/persistence/store-worker.js',
  ];
  const due = [...Object.values(bin), 'dist/src/index.js', ...started].map((file) => join(file));
  for (let file = due.pop(); file !== undefined; file = due.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const name of await needsOf(file)) {
      if (name.startsWith('dist/')) due.push(name);
      else foreign.add(name);
    }
  }
  expect([...reached].filter((file) => !shipped.has(file))).toEqual([]);
  expect([...foreign].filter((name) => !(name in dependencies))).toEqual([]);
  // Helpers of tests are named *.test.helper.ts, or lie in fixtures/ or test-support/. What an earlier build has
  // left behind does not count: prepack clears it away.
  const idle = [...shipped].filter(
    (file) =>
      file.endsWith('.js') &&
      !reached.has(file) &&
      existsSync(join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))),
  );
  expect(idle).toEqual([]);
});

test('publint has nothing to say', async () => {
  const bytes = await readFile(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer },
  });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

/** Compiles only if the types of the package can be read by others. */
const userProgram = `
import { type CaseLine, findStatement, type StatementId } from 'mqtt-assay';
const id: StatementId = '5.0/MQTT-3.12.4-1';
export const role: string | undefined = findStatement(id)?.role;
export const verdict = (line: CaseLine): 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error' => line.verdict;
// @ts-expect-error: an id that does not exist
export const wrong: StatementId = '5.0/MQTT-9.9.9-9';
`;

test('an installed package judges a broker, whatever the user has lying about', async () => {
  const user = folder.path('user');
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{ "name": "user", "private": true }');
  // Vitest would take the configuration of the folder for its own.
  await writeFile(
    join(user, 'vitest.config.mjs'),
    'throw new Error("the configuration of the user was loaded");',
  );
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=dev', tarball];
  await execa('npm', install, { cwd: user });
  const installed = join(user, 'node_modules/mqtt-assay');
  const before = await readdir(installed, { recursive: true });

  const run = (args: readonly string[]) =>
    execa('npx', ['--no-install', 'mqtt-assay', ...args], { cwd: user, reject: false });
  const { exitCode, stdout } = await run(['check', '--only', 'pingreq/**']);
  expect(stdout).toContain('4 passed, 0 failed');
  expect(exitCode).toBe(0);
  const bench = await run(['bench', '--workload', 'fan-out', '--duration', '0.5', '--warmup', '0.1']);
  expect(bench.stdout).toContain('mqtt-assay reference broker');
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+$/);

  const program =
    'import("mqtt-assay").then((it) => console.log(it.findStatement("5.0/MQTT-3.12.4-1").role))';
  expect((await execa(process.execPath, ['-e', program], { cwd: user })).stdout).toBe('server');
  await writeFile(join(user, 'user.mts'), userProgram);
  const tsc = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'user.mts'];
  await execa(join(root, 'node_modules/.bin/tsc'), tsc, { cwd: user });
  // A global installation belongs to root: nothing may be written into it.
  expect(await readdir(installed, { recursive: true })).toEqual(before);
}, 180_000);
