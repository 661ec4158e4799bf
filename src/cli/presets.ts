import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readConfig, serveConfig } from '../../reference-broker/config/index.ts';
import { newUser, putUser } from '../../reference-broker/security/index.ts';
import { serveBroker } from '../../reference-broker/serve.ts';
import {
  aedes,
  type EmbeddedBroker,
  type EmbeddedHttp,
  type EmbeddedTransport,
  ejabberd,
  embeddedPresets,
  mosquitto,
  mosquittoTuned,
  type Preset,
  parseTarget,
  rabbitmq,
  type TargetSpec,
} from '../target/index.ts';
import { toolVersion } from './tool-version.ts';
import { UsageError } from './user-error.ts';

const embeddedBroker: EmbeddedBroker = {
  serve: serveBroker,
  serveConfigured: async (file) => serveConfig(await readConfig({ file }), { version: toolVersion }),
  async addUser(file, name, password) {
    // The suites make thousands of connections, and what a password costs is nothing that they judge.
    await putUser(file, await newUser(name, password, { cost: 2, blockSize: 1, parallelization: 1 }));
  },
  program: { command: brokerProgram },
};

/** The presets that are the embedded broker. */
export const embeddedNames: readonly string[] = embeddedPresets(embeddedBroker).map(({ name }) => name);

const installed: readonly Preset[] = [mosquitto, mosquittoTuned, aedes, rabbitmq, ejabberd];

/** The servers that can be named instead of a URL; `reference` is the default of every command. */
export const presets: readonly Preset[] = [...embeddedPresets(embeddedBroker), ...installed];

/** The same, with the embedded ones reached by this transport. */
export function presetsOver(transport: EmbeddedTransport): readonly Preset[] {
  return [...embeddedPresets(embeddedBroker, transport), ...installed];
}

/**
 * Makes sure that there is something to choose a transport for.
 *
 * @throws {UsageError} when one of the targets decides itself where it listens.
 */
export function assertEmbedded(specs: readonly TargetSpec[], transport: EmbeddedTransport): void {
  const other = specs.find((spec) => spec.kind !== 'preset' || !embeddedNames.includes(spec.name));
  if (other === undefined) return;
  throw new UsageError(
    `--transport ${transport} is for the embedded brokers (${embeddedNames.join(', ')}) and not for ${nameOf(other)}: leave it out, or say with a URL where the broker is to be reached.`,
  );
}

function nameOf(spec: TargetSpec): string {
  switch (spec.kind) {
    case 'url':
      return spec.url;
    case 'preset':
      return spec.name;
    case 'profile':
      return spec.file;
  }
}

/** Understands the TARGET words of a command line; none at all is the reference broker. */
export function targetSpecs(words: readonly string[]): readonly TargetSpec[] {
  const names = { presetNames: presets.map(({ name }) => name) };
  if (words.length === 0) return [parseTarget(undefined, names)];
  return words.map((word) => parseTarget(word, names));
}

/** `mqtt-assay broker` as a program to start: this very build, or these very sources. */
export function brokerProgram(port: string, http?: EmbeddedHttp): readonly string[] {
  const isSource = import.meta.url.endsWith('.ts');
  const main = fileURLToPath(new URL(isSource ? './main.ts' : './main.js', import.meta.url));
  return [
    process.execPath,
    ...(isSource ? ['--import', typeScriptLoader()] : []),
    main,
    'broker',
    '--port',
    port,
    ...(http === undefined ? [] : ['--http', `127.0.0.1:${http.port}`, '--http.token-file', http.tokenFile]),
    '--end-with-stdin',
  ];
}

/** By its full path: the program may be started in any folder. */
function typeScriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
