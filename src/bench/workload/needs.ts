import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { Target } from '../../target/index.ts';
import type { Workload } from './schema.ts';

type Capability = Target['capabilities'][number];

/** The version that a workload is run in unless the user names one: 3.1.1, which all servers speak, where it can. */
export function defaultVersion(workload: Workload): ProtocolVersion {
  if (!('flows' in workload)) return '3.1.1';
  const hasAliases =
    workload.flows.some(({ topicAlias }) => topicAlias) || workload.sweep.topicAlias?.includes(true) === true;
  return hasAliases ? '5.0' : '3.1.1';
}

/** What a target must be able to do for a workload. */
export function needsOf(workload: Workload, mqtt: ProtocolVersion): readonly Capability[] {
  const needs = new Set<Capability>([`mqtt-${mqtt}`]);
  switch (workload.scenario) {
    case 'flows':
    case 'throughput':
      for (const flow of workload.flows) {
        if (flow.qos === 2) needs.add('qos-2');
        if (flow.delivery === 'shared') needs.add('shared-subscriptions');
        if (flow.delivery !== 'pairs' && flow.publishers > 1) needs.add('wildcard-subscriptions');
        if (flow.topicAlias) needs.add('inbound-topic-alias');
        if (flow.retain) needs.add('retain');
      }
      if (workload.backgroundSubscriptions > 0) needs.add('wildcard-subscriptions');
      break;
    case 'retained-replay':
      needs.add('retain').add('wildcard-subscriptions');
      if (workload.qos === 2) needs.add('qos-2');
      break;
    case 'reconnect-storm':
      needs.add('session-expiry');
      break;
    case 'offline-drain':
      needs.add('session-expiry');
      if (workload.qos === 2) needs.add('qos-2');
      break;
    case 'will-storm':
      needs.add('wildcard-subscriptions');
      if (workload.qos === 2) needs.add('qos-2');
      break;
    case 'connect-storm':
    case 'idle-connections':
    case 'http-publish':
      break;
  }
  return [...needs];
}
