import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Preset, Purpose } from '../facts.ts';
import type { Launch } from '../launch.ts';
import { configurationHash } from '../launch.ts';
import type { PreparedServer } from '../start-server.ts';
import { startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
import { aedesLauncher } from './aedes-launcher.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/** aedes in its own Node process: the user's own version, else the one that we were built with. */
export const aedes: Preset = {
  name: 'aedes',
  summary: 'aedes from npm, in its own process (npm install aedes)',
  start: async (purpose) => {
    const entry = findAedes([join(process.cwd(), 'package.json'), import.meta.url]);
    const found = { entry, product: await productOf(entry) };
    return startServer({
      timeoutSeconds: 15,
      prepare: (port) => Promise.resolve(prepare(found, purpose, port)),
    });
  },
};

/**
 * The entry file of aedes, as the first of the modules sees it.
 *
 * @throws {TargetError} `not-installed`
 */
export const findAedes = (modules: readonly string[]): string => {
  for (const from of modules) {
    try {
      return createRequire(from).resolve('aedes');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    }
  }
  throw new TargetError(
    'not-installed',
    'aedes is not installed: run `npm install aedes`, or name another target.',
  );
};

const packageJson = z.object({ version: z.string() });

const productOf = async (entry: string): Promise<string> => {
  const text = await readFile(join(dirname(entry), 'package.json'), 'utf8');
  return `aedes ${packageJson.parse(JSON.parse(text)).version}`;
};

interface Found {
  readonly entry: string;
  readonly product: string;
}

const prepare = ({ entry, product }: Found, purpose: Purpose, port: number): PreparedServer => ({
  command: { name: 'aedes', argv: launchOf(entry, purpose, String(port)).argv },
  facts: {
    name: 'aedes',
    url: `mqtt://127.0.0.1:${port}`,
    product,
    configurationHash: configurationHash(launchOf(entry, purpose, '{port}')),
    ...(purpose === 'judge' && {
      refusedCredentials,
      refusedClientIdentifier: refusals.clientIdentifier,
      deniedPublishTopic: refusals.deniedTopic,
    }),
  },
  neededUntil: 'ready',
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const launchOf = (entry: string, purpose: Purpose, port: string): Launch => ({
  argv: [
    process.execPath,
    '--input-type=module',
    '--eval',
    aedesLauncher,
    pathToFileURL(entry).href,
    port,
    JSON.stringify(purpose === 'judge' ? refusals : null),
  ],
  files: {},
});
