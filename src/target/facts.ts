import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { Capability } from './capability.ts';
import type { Credentials, HttpPublish, Target } from './target.ts';

/** What is known of a server before it is asked: the user, a profile or a preset says it. */
export interface TargetFacts {
  /** As the user named it. */
  readonly name: string;
  readonly url: string;
  readonly product?: string;
  readonly credentials?: Credentials;
  readonly tls?: NonNullable<Target['tls']>;
  /** Versions to try; both when absent. */
  readonly versions?: readonly ProtocolVersion[];
  /** Corrections to what the probe finds. */
  readonly capabilities?: { readonly add: readonly Capability[]; readonly remove: readonly Capability[] };
  readonly refusedCredentials?: Credentials;
  readonly refusedClientIdentifier?: string;
  readonly deniedPublishTopic?: string;
  /** Most connections that the target can bear at once. */
  readonly concurrency?: number;
  /** SHA-256 in hex of what it was started with: `configurationHash` in launch.ts. */
  readonly configurationHash?: string;
  readonly httpPublish?: HttpPublish;
}

/**
 * What a server is started for. To be judged it needs refusals that can be tried and queues that hold a whole
 * suite; measured is what a user would get.
 */
export type Purpose = 'judge' | 'measure';

/** How a server that we started came to its end. */
export interface ServerExit {
  /** One sentence: `mosquitto ended with code 1: Error: Address already in use`. */
  readonly message: string;
  readonly exitCode?: number;
  readonly signal?: string;
  /** The last of what it wrote to stderr. */
  readonly stderr: string;
}

/** A server that runs because of us. Disposing ends it. */
export interface StartedTarget extends AsyncDisposable {
  readonly facts: TargetFacts;
  /** Settles when the process ends, wanted or not; absent for a server inside this process. */
  readonly exited?: Promise<ServerExit>;
  /** The process that serves; absent for a server inside this process, and for one that ran before us. */
  readonly process?: { readonly pid: number };
}

/** A server that can be named instead of a URL. */
export interface Preset {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** @throws {TargetError} `not-installed`, `start-failed`, `bad-target` when it cannot serve this purpose */
  start(purpose: Purpose): Promise<StartedTarget>;
}
