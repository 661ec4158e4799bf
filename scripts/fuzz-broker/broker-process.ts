import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Where the built command lies, also when this runs from the sources. */
const program = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/') ? '../../src/cli/main.js' : '../../dist/src/cli/main.js',
    import.meta.url,
  ),
);

/** A broker in a process of its own. */
export interface BrokerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Absent while it runs. */
  ended(): string | undefined;
}

/** @throws Error when it does not say where it listens. */
export async function startBrokerProcess(options: readonly string[] = []): Promise<BrokerProcess> {
  const child = spawn(process.execPath, [program, 'broker', '--port', '0', '--end-with-stdin', ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let end: string | undefined;
  const exited = once(child, 'exit').then(([code, signal]) => {
    end = `the broker's process ended with ${code ?? signal}`;
  });
  const url = await Promise.race([announcedUrl(child), exited.then(() => undefined)]);
  if (url === undefined) throw new Error(`${end ?? 'the broker said nothing'}: build the project first`);
  return {
    url,
    pid: child.pid ?? 0,
    ended: () => end,
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      await exited;
    },
  };
}

async function announcedUrl({ stdout }: ChildProcess): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    const url = /mqtt:\/\/\S+/.exec(text)?.[0];
    if (url !== undefined && text.endsWith('\n')) return url;
  }
  return undefined;
}
