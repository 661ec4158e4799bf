import { readdir } from 'node:fs/promises';
import { execa } from 'execa';
import { brokerProgram, presets } from '../../src/cli/presets.ts';
import { type OpenTarget, openTarget, type Preset, TargetError } from '../../src/target/index.ts';
import { startServer } from '../../src/target/start-server.ts';
import { temporaryDirectory } from '../../src/target/temporary-directory.ts';
import type { Side } from './row.ts';

/** A broker with the settings that it is measured with. */
export interface Contender {
  readonly side: Side;
  /** The preset, or what stands for one. */
  readonly name: string;
  /** Starts it in a process of its own. */
  open(): Promise<OpenTarget>;
}

function ofPreset(side: Side, name: string): Contender {
  return { side, name, open: () => openTarget({ kind: 'preset', name }, { presets, purpose: 'measure' }) };
}

export const reference = ofPreset('reference', 'reference');
export const mosquitto = ofPreset('mosquitto', 'mosquitto');
export const mosquittoTuned = ofPreset('mosquitto', 'mosquitto-tuned');
export const aedes = ofPreset('aedes', 'aedes');

/** The reference broker that keeps its state on disk. Its folder is on the disk of the temporary files. */
export const durable: Contender = {
  side: 'reference, durable',
  name: 'reference --sync batch',
  async open() {
    const directory = await temporaryDirectory();
    const flags = ['--data-dir', directory.path, '--sync', 'batch'];
    try {
      const target = await openReference('reference-durable', (program) => [...program, ...flags]);
      // A broker that leaves nothing there would be measured as a durable one, and is none.
      if ((await readdir(directory.path)).length === 0) {
        await target[Symbol.asyncDispose]();
        throw new TargetError('start-failed', 'the broker takes --data-dir, and keeps nothing there.');
      }
      return {
        ...target,
        async [Symbol.asyncDispose]() {
          await target[Symbol.asyncDispose]();
          await directory[Symbol.asyncDispose]();
        },
      };
    } catch (error) {
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  },
};

/** The reference broker, which writes a CPU profile into the folder when it ends. */
export function profiled(folder: string): Contender {
  return {
    side: 'reference',
    name: 'reference, profiled',
    open: () =>
      openReference('reference-profiled', ([node = process.execPath, ...rest]) => [
        node,
        '--cpu-prof',
        `--cpu-prof-dir=${folder}`,
        ...rest,
      ]),
  };
}

/** Whether this build of the broker keeps state on disk. */
export async function isDurableAvailable(): Promise<boolean> {
  const [program = process.execPath, ...words] = brokerProgram('0');
  const upToCommand = words.slice(0, words.indexOf('broker') + 1);
  const { stdout } = await execa(program, [...upToCommand, '--help']);
  return stdout.includes('--data-dir');
}

function openReference(
  name: string,
  commandOf: (program: readonly string[]) => readonly string[],
): Promise<OpenTarget> {
  const preset: Preset = {
    name,
    summary: name,
    start: () =>
      startServer({
        timeoutSeconds: 30,
        prepare: (port) =>
          Promise.resolve({
            command: { name, argv: commandOf(brokerProgram(String(port))) },
            facts: { name, url: `mqtt://127.0.0.1:${port}`, product: 'mqtt-assay reference broker' },
            neededUntil: 'ready',
            [Symbol.asyncDispose]: () => Promise.resolve(),
          }),
      }),
  };
  return openTarget({ kind: 'preset', name }, { presets: [preset], purpose: 'measure' });
}
