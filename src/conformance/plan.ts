import { type ProtocolVersion, protocolVersions } from '../spec/protocol-version.ts';
import type { Capability } from '../target/capability.ts';
import { capabilities } from '../target/capability.ts';
import type { Target } from '../target/target.ts';
import { type BrokerCase, type Suite, versionsOf } from './case.ts';
import { selects } from './pattern.ts';

/** One run of one case that is due. Plain data: it crosses to the worker. */
export interface PlannedCase {
  readonly case: string;
  readonly mqtt: ProtocolVersion;
  /** Audit only: the lie to put before the broker, or `honest` for the proxy that changes nothing. */
  readonly saboteur?: string;
}

/** A case that does not apply to the target, and why. */
export interface NotApplicable {
  readonly brokerCase: BrokerCase;
  readonly mqtt: ProtocolVersion;
  readonly reason: string;
}

export interface Plan {
  readonly due: readonly PlannedCase[];
  readonly notApplicable: readonly NotApplicable[];
}

export interface Filter {
  /** Empty: everything. */
  readonly only: readonly string[];
  readonly mqtt?: ProtocolVersion;
}

/** The cases that the filter selects, in the order of the standard, with the versions for which each is due. */
export function select(
  suites: readonly Suite[],
  filter: Filter,
): readonly { readonly brokerCase: BrokerCase; readonly mqtt: ProtocolVersion }[] {
  const versions = filter.mqtt === undefined ? protocolVersions : [filter.mqtt];
  return suites.flatMap(({ section, cases }) =>
    cases
      .filter(
        (brokerCase) =>
          filter.only.length === 0 ||
          filter.only.some((pattern) => selects(pattern, { brokerCase, section })),
      )
      .flatMap((brokerCase) =>
        versionsOf(brokerCase)
          .filter((mqtt) => versions.includes(mqtt))
          .map((mqtt) => ({ brokerCase, mqtt })),
      ),
  );
}

/** Decides by the capabilities of the target which selected cases are due. */
export function planFor(target: Target, suites: readonly Suite[], filter: Filter): Plan {
  const due: PlannedCase[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const { brokerCase, mqtt } of longestFirst(select(suites, filter))) {
    const missing = missingCapability(target, brokerCase, mqtt);
    if (missing === undefined) due.push({ case: brokerCase.id, mqtt });
    else
      notApplicable.push({
        brokerCase,
        mqtt,
        reason: `${missing}: the target does not say that it ${verb(missing)}`,
      });
  }
  return { due, notApplicable };
}

/** What waits for time begins at once, so that it waits beside the others and not after them. */
function longestFirst<T extends { readonly brokerCase: BrokerCase }>(selected: readonly T[]): readonly T[] {
  const waits = ({ brokerCase }: T) => brokerCase.timing === 'waits';
  return [...selected.filter(waits), ...selected.filter((one) => !waits(one))];
}

function missingCapability(
  target: Target,
  brokerCase: BrokerCase,
  mqtt: ProtocolVersion,
): Capability | undefined {
  const needs: readonly Capability[] = [`mqtt-${mqtt}`, ...brokerCase.needs];
  return needs.find((need) => !target.capabilities.includes(need));
}

function verb(capability: Capability): string {
  return capabilities[capability];
}
