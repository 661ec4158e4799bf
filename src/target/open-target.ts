import type { Preset, Purpose, ServerExit, StartedTarget, TargetFacts } from './facts.ts';
import { configurationHash } from './launch.ts';
import type { TargetSpec } from './parse-target.ts';
import type { ProbeReport } from './probe.ts';
import { probe, targetOf } from './probe.ts';
import type { StartCommand } from './profile.ts';
import { readProfile } from './profile.ts';
import { startServer } from './start-server.ts';
import type { Target } from './target.ts';
import { TargetError } from './target-error.ts';

export interface OpenTargetOptions {
  readonly presets: readonly Preset[];
  /** How a preset configures its server. Default `judge`. */
  readonly purpose?: Purpose;
  /** Of each dial and each answer of the probe. Default 5000. */
  readonly timeoutMs?: number;
}

/** A target that is ready to be judged. Disposing ends the server, if it was started for this. */
export interface OpenTarget extends AsyncDisposable {
  readonly target: Target;
  readonly report: ProbeReport;
  /** Settles when the process that we started ends, wanted or not; absent when there is none. */
  readonly exited?: Promise<ServerExit>;
  /** The process that we started; absent when there is none. */
  readonly process?: { readonly pid: number };
}

/**
 * Starts the server if the target is one to be started, and probes it.
 *
 * @throws {TargetError} of any code.
 */
export const openTarget = async (spec: TargetSpec, options: OpenTargetOptions): Promise<OpenTarget> => {
  const started = await standing(spec, options);
  const { facts } = started;
  try {
    const report = await probe(facts.url, {
      ...(facts.credentials && { credentials: facts.credentials }),
      ...(facts.tls && { tls: facts.tls }),
      ...(facts.versions && { versions: facts.versions }),
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    });
    return {
      target: targetOf(facts, report),
      report,
      ...(started.exited && { exited: started.exited }),
      ...(started.process && { process: started.process }),
      [Symbol.asyncDispose]: async () => {
        await started[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
};

/** The server, running: because of us or already. */
const standing = async (
  spec: TargetSpec,
  { presets, purpose = 'judge' }: OpenTargetOptions,
): Promise<StartedTarget> => {
  switch (spec.kind) {
    case 'url': {
      const { url, credentials } = spec;
      return external({ name: url, url, ...(credentials && { credentials }) });
    }
    case 'preset':
      return presetNamed(spec.name, presets).start(purpose);
    case 'profile': {
      const { facts, start } = await readProfile(spec.file);
      return start === undefined ? external(facts) : startCommand(facts, start);
    }
  }
};

const external = (facts: TargetFacts): StartedTarget => ({
  facts,
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const presetNamed = (name: string, presets: readonly Preset[]): Preset => {
  const preset = presets.find((candidate) => candidate.name === name);
  if (preset !== undefined) return preset;
  const known = presets.map((candidate) => candidate.name).join(', ');
  throw new TargetError('bad-target', `There is no preset ${name}: expected one of ${known}.`);
};

const startCommand = (facts: TargetFacts, { argv, directory, timeoutSeconds }: StartCommand) =>
  startServer({
    timeoutSeconds,
    prepare: (port) => {
      const fillIn = (text: string): string => text.replaceAll('{port}', String(port));
      return Promise.resolve({
        command: { name: facts.name, argv: argv.map(fillIn), directory },
        facts: {
          ...facts,
          url: fillIn(facts.url),
          configurationHash: configurationHash({ argv, files: {} }),
        },
        neededUntil: 'ready',
        [Symbol.asyncDispose]: () => Promise.resolve(),
      });
    },
  });
