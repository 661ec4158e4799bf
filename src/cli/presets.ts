import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serveBroker } from '../../reference-broker/serve.ts';
import {
  aedes,
  type EmbeddedHttp,
  ejabberd,
  embeddedPresets,
  mosquitto,
  mosquittoTuned,
  type Preset,
  parseTarget,
  rabbitmq,
  type TargetSpec,
} from '../target/index.ts';

/** The servers that can be named instead of a URL; `reference` is the default of every command. */
export const presets: readonly Preset[] = [
  ...embeddedPresets(serveBroker, { command: brokerProgram }),
  mosquitto,
  mosquittoTuned,
  aedes,
  rabbitmq,
  ejabberd,
];

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
