import { countLevels } from './limits.ts';
import type { BrokerSettings, ClientIdentity } from './options.ts';
import { Reason, type Refusal } from './reason.ts';

/** Why a client may not publish to a topic, if it may not: by a PUBLISH or by its Will. */
export function publishRefusal(
  settings: BrokerSettings,
  client: ClientIdentity,
  topicName: string,
): Refusal | undefined {
  const refusal = topicRefusal(settings, topicName);
  if (refusal !== undefined) return refusal;
  const decision = settings.hooks.authorizePublish(client, topicName);
  return decision === 'allow' ? undefined : decision;
}

/** Why nobody but the Server may publish to a topic, if that is so. */
export function topicRefusal(
  { limits }: Pick<BrokerSettings, 'limits'>,
  topicName: string,
): Refusal | undefined {
  if (countLevels(topicName) > limits.topicLevels) {
    return { reasonCode: Reason.topicNameInvalid, detail: `More than ${limits.topicLevels} topic levels` };
  }
  if (isServersOwn(topicName)) {
    return { reasonCode: Reason.notAuthorized, detail: 'Only the Server publishes below $SYS' };
  }
  return undefined;
}

/**
 * Other topics that begin with `$` are left to the clients, as most brokers do; this prefix is the one that
 * subscribers take for the Server's word. [5.0/U-4.7.2-1] [3.1.1/U-4.7.2-1]
 */
export function isServersOwn(topicName: string): boolean {
  return topicName === '$SYS' || topicName.startsWith('$SYS/');
}
