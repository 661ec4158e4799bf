import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import type { Capability } from './capability.ts';
import { dialOptionsOf } from './dial-options.ts';
import type { TargetFacts } from './facts.ts';
import { announcedOf, capabilitiesOf, corrected } from './probe/capabilities-of.ts';
import type { Door } from './probe/contact.ts';
import { noContact } from './probe/no-contact.ts';
import type { VersionReport } from './probe/version-probe.ts';
import { probeVersion } from './probe/version-probe.ts';
import type { Announced, Credentials, Target } from './target.ts';

export interface ProbeOptions {
  readonly credentials?: Credentials;
  readonly tls?: NonNullable<Target['tls']>;
  /** Versions to try; both when absent. */
  readonly versions?: readonly ProtocolVersion[];
  /** Of each dial and each answer. Default 5000. */
  readonly timeoutMs?: number;
}

/** What a server speaks and announces. */
export interface ProbeReport {
  readonly url: string;
  /** Found by the probe alone, before any profile corrects it. */
  readonly capabilities: readonly Capability[];
  /** By version; absent where the version is not spoken. */
  readonly announced: Readonly<Partial<Record<ProtocolVersion, Announced>>>;
  /** A Client Identifier that the server made up; 5.0 only. */
  readonly assignedClientIdentifier?: string;
  /** One sentence each, without its full stop: what is not spoken and why, and what is odd. */
  readonly notes: readonly string[];
}

const defaultTimeoutMs = 5_000;

/**
 * Finds out what a server speaks and announces, with a few connections, one after the other.
 *
 * @throws {TargetError} when it cannot be reached, is no MQTT server, or lets nobody in.
 */
export const probe = async (url: string, options: ProbeOptions = {}): Promise<ProbeReport> => {
  const door: Door = {
    url,
    dial: await dialOptionsOf(options),
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    ...(options.credentials && { credentials: options.credentials }),
  };
  const reports: VersionReport[] = [];
  for (const version of options.versions ?? protocolVersions) {
    const report = await probeVersion(door, version);
    // Another protocol stays another protocol: a second attempt would only take longer.
    if (report.contact.kind === 'foreign' || report.contact.kind === 'flooded') {
      throw noContact(door, [report.contact]);
    }
    reports.push(report);
  }
  const spoken = reports.filter(({ isSpoken }) => isSpoken);
  if (spoken.length === 0) {
    throw noContact(
      door,
      reports.map(({ contact }) => contact),
    );
  }
  const assigned = spoken.find((report) => report.assignedClientIdentifier !== undefined);
  return {
    url,
    capabilities: capabilitiesOf(reports),
    announced: Object.fromEntries(spoken.map((report) => [report.version, announcedOf(report)])),
    ...(assigned?.assignedClientIdentifier !== undefined && {
      assignedClientIdentifier: assigned.assignedClientIdentifier,
    }),
    notes: reports.flatMap(({ notes }) => notes),
  };
};

/** Puts together what was found and what was known before. */
export const targetOf = (facts: TargetFacts, report: ProbeReport): Target => {
  const { versions: _versions, capabilities: _override, ...known } = facts;
  return { ...known, capabilities: corrected(report.capabilities, facts), announced: report.announced };
};
