import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect } from 'vitest';
import { type CaseLine, type EndLine, type RunLine, resultLine } from '../src/conformance/result.ts';

/** The compiled program, as users run it. */
export const programFile = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));

/** What a command did. */
export interface CliResult {
  /** Undefined when it was killed, for instance because it did not end in time. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory that it ever held; undefined where the system does not tell. */
  readonly peakMemoryBytes: number | undefined;
}

/** A command that takes this long does not end: far more than it needs, on a machine that has other work. */
const longestRunMs = 60_000;

/** For tests of processes, which go on side by side and share the machine. */
export const longestTestMs = 2 * longestRunMs;

/** Runs inside the process: tells its peak of memory on file descriptor 3 when it ends. */
const memoryReporter = `
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread && process.platform === 'linux') process.on('exit', () => {
  writeSync(3, /VmHWM:\\s*(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
});`;

/** Starts `mqtt-assay` as a process of its own; a promise of execa that never rejects. */
export function startCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  if (!existsSync(programFile)) {
    throw new Error(`${programFile} is missing: run "npm run build" before these tests (npm test does).`);
  }
  const preload = `data:text/javascript,${encodeURIComponent(memoryReporter)}`;
  return execa(process.execPath, ['--import', preload, programFile, ...args], {
    reject: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
    stripFinalNewline: false,
    env: { NO_COLOR: '1', ...environment },
  });
}

/** Runs `mqtt-assay` to its end. */
export async function runCli(args: readonly string[]): Promise<CliResult> {
  const { exitCode, stdout, stderr, timedOut, stdio } = await startCli(args);
  if (timedOut) throw new Error(`mqtt-assay ${args.join(' ')} did not end within ${longestRunMs} ms`);
  const peakMemoryBytes = stdio[3] === '' ? undefined : Number(stdio[3]) * 1024;
  return { exitCode, stdout, stderr, peakMemoryBytes };
}

/** A refusal is one sentence of ours on stderr (or of the command line parser), nothing else, and no stack trace. */
export function expectOneSentence({ stdout, stderr }: CliResult): void {
  expect(stdout).toBe('');
  // The parser puts its "Did you mean" on a line of its own.
  expect(stderr).toMatch(/^(mqtt-assay: [^\n]+[.?]|error: [^\n]+(\n\(Did you mean [^\n]+\?\))?)\n$/);
  expect(stderr).not.toMatch(/\n {4}at |Error: |\[object |undefined|a fault of mqtt-assay/);
}

/** A finished result file, checked line by line against its schema. */
export interface ReadResult {
  readonly run: RunLine;
  readonly cases: readonly CaseLine[];
  /** Absent when the file was cut short. */
  readonly end: EndLine | undefined;
}

/** Reads a result file: a `run` line, then cases, then at most one `end` line; anything else fails the test. */
export async function readResult(file: string): Promise<ReadResult> {
  const text = await readFile(file, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => resultLine.parse(JSON.parse(line)));
  const [run, ...rest] = lines;
  if (run?.type !== 'run') throw new Error(`${file} begins with a ${run?.type ?? 'nothing'} line`);
  const last = rest.at(-1);
  const end = last?.type === 'end' ? last : undefined;
  const cases = (end === undefined ? rest : rest.slice(0, -1)).map((line) => {
    if (line.type !== 'case') throw new Error(`${file} holds a ${line.type} line among the cases`);
    return line;
  });
  return { run, cases, end };
}

/** A folder for the files of one test, gone with it. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path(name?: string): string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mqtt-assay-test-'));
  return {
    path: (name = '.') => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `mqtt-assay broker` as a process, ready to be used; disposing ends it by SIGTERM. */
export interface BrokerProcess extends AsyncDisposable {
  readonly url: string;
  /** Ends it by a signal, and tells how it ended. */
  end(
    signal: 'SIGTERM' | 'SIGINT',
  ): Promise<{ readonly exitCode: number | undefined; readonly stderr: string }>;
}

export async function startBroker(): Promise<BrokerProcess> {
  const running = startCli(['broker', '--port', '0']);
  async function end(signal: 'SIGTERM' | 'SIGINT') {
    running.kill(signal);
    const { exitCode, stderr } = await running;
    return { exitCode, stderr };
  }
  const url = await new Promise<string>((resolve, reject) => {
    running.stdout.on('data', (chunk: Buffer) => {
      const found = /mqtt:\/\/\S+/.exec(chunk.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
    void running.then(({ stderr }) => reject(new Error(`the broker ended before it listened: ${stderr}`)));
  });
  return {
    url,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
    },
  };
}
