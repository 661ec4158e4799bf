import type { BrokerCore } from './core.ts';
import { Reason, type Refusal } from './reason.ts';
import type { Session } from './session.ts';

/**
 * Holds every Session against the rights of now: Subscriptions that are no longer allowed go, whoever has to prove
 * itself again is disconnected, and the Session of a client that may no longer exist ends. (5.0 section 5.4.2)
 */
export function recheckRights(core: BrokerCore): void {
  for (const session of core.sessions.values()) {
    try {
      recheckSession(core, session);
    } catch (error) {
      core.settings.onError(error);
      session.connection?.fail({ reasonCode: Reason.unspecifiedError, detail: 'The broker failed' });
    }
  }
}

/** Removes the Subscriptions of a Session that its client may not have. What is queued or in flight stays. */
export function dropUnauthorized(core: BrokerCore, session: Session): void {
  const { hooks } = core.settings;
  for (const subscription of session.subscriptions.values()) {
    if (hooks.authorizeSubscribe(session.identity, subscription.topicFilter) === 'allow') continue;
    session.subscriptions.delete(subscription.topicFilter);
    core.subscriptions.remove(session, subscription);
  }
}

const withdrawn: Refusal = { reasonCode: Reason.notAuthorized, detail: 'The rights of this user changed' };

function recheckSession(core: BrokerCore, session: Session): void {
  const standing = core.settings.hooks.standingOf(session.identity);
  if (standing !== 'valid') session.connection?.fail(withdrawn);
  if (standing === 'gone') core.sessions.end(session);
  else dropUnauthorized(core, session);
}
