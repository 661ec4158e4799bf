import { parseSharedSubscription } from '../../src/packet/topic.ts';
import type { Authentication, ClientIdentity, Credentials, Decision, Hooks, Standing } from '../options.ts';
import { Reason } from '../reason.ts';
import type { AclSubject } from './acl.ts';
import type { PasswordCheck, PasswordVerdict } from './password-check.ts';
import type { Rulebook } from './rulebook.ts';
import { createScramMethod, scramMethodName } from './scram-method.ts';

interface Means {
  /** What the files say now. */
  readonly rulebook: () => Rulebook;
  readonly allowAnonymous: boolean;
  readonly passwords: PasswordCheck;
}

/** The hooks of a broker whose users and rights stand in files. */
export function securityHooks(means: Means): Partial<Hooks> {
  const { rulebook } = means;
  return {
    authenticate: (credentials) => authenticate(means, credentials),
    standingOf: (client) => standingOf(means, client),
    authorizeSession: (client, owner) => authorizeSession(rulebook(), client, owner),
    authorizePublish(client, topicName) {
      if (standingOf(means, client) === 'gone') return refuse('There is no such user any more');
      const { acl } = rulebook();
      if (acl === undefined || acl.mayPublish(believed(rulebook(), client), topicName)) return 'allow';
      return refuse('This user may not publish to this topic');
    },
    authorizeSubscribe(client, topicFilter) {
      if (standingOf(means, client) === 'gone') return refuse('There is no such user any more');
      const { acl } = rulebook();
      const filter = matchedFilter(client, topicFilter);
      if (acl === undefined || acl.maySubscribe(believed(rulebook(), client), filter)) return 'allow';
      return refuse('This user may not subscribe to all of this Topic Filter');
    },
    authenticationMethods:
      rulebook().users === undefined
        ? {}
        : { [scramMethodName]: createScramMethod({ users: () => rulebook().users }) },
  };
}

function authenticate(
  { rulebook, allowAnonymous, passwords }: Means,
  { userName, password }: Credentials,
): Authentication | Promise<Authentication> {
  const { users } = rulebook();
  // Nobody to hold a User Name against: it is not believed either, see `believed`.
  if (users === undefined) return 'allow';
  if (userName === undefined && password === undefined) {
    return allowAnonymous ? 'allow' : refuse('A User Name and a Password are needed');
  }
  if (userName === undefined || password === undefined) return wrong;
  const verdict = passwords.check(users, userName, password);
  return verdict instanceof Promise ? verdict.then(authenticationBy) : authenticationBy(verdict);
}

const wrong: Decision = {
  reasonCode: Reason.badUserNameOrPassword,
  detail: 'The User Name or the Password is wrong',
};

function authenticationBy(verdict: PasswordVerdict): Authentication {
  switch (verdict.kind) {
    case 'right':
      return { kind: 'proved', proof: { credential: verdict.record } };
    case 'wrong':
      return wrong;
    case 'busy':
      return {
        reasonCode: Reason.serverBusy,
        detail: 'Too many clients authenticate at the moment; try again',
      };
  }
}

function standingOf({ rulebook, allowAnonymous }: Means, { userName, credential }: ClientIdentity): Standing {
  const { users } = rulebook();
  if (users === undefined) return 'valid';
  if (userName === undefined) return allowAnonymous ? 'valid' : 'outdated';
  const record = users.get(userName);
  if (record === undefined) return 'gone';
  return record === credential ? 'valid' : 'outdated';
}

/** A Session and what waits in it belong to the user who made it, not to whoever knows the Client Identifier. */
function authorizeSession({ users }: Rulebook, client: ClientIdentity, owner: ClientIdentity): Decision {
  // One without a User Name is open to whoever knows the Client Identifier already.
  if (users === undefined || owner.userName === undefined || client.userName === owner.userName)
    return 'allow';
  return {
    reasonCode: Reason.clientIdentifierNotValid,
    detail: 'The Session of this Client Identifier belongs to another user',
  };
}

/** Without a file of users a User Name is a claim that anybody can make. */
function believed({ users }: Rulebook, client: ClientIdentity): AclSubject {
  if (users !== undefined || client.userName === undefined) return client;
  return anonymousOf(client);
}

const anonymous = new WeakMap<ClientIdentity, AclSubject>();

/** The same object each time, so that its rights are found again. */
function anonymousOf(client: ClientIdentity): AclSubject {
  const known = anonymous.get(client);
  if (known !== undefined) return known;
  const subject: AclSubject = { clientIdentifier: client.clientIdentifier };
  anonymous.set(client, subject);
  return subject;
}

/** What a Subscription is matched by. In 3.1.1 `$share/...` is a Topic Filter like any other. */
function matchedFilter({ protocolVersion }: ClientIdentity, topicFilter: string): string {
  const shared = protocolVersion === '5.0' ? parseSharedSubscription(topicFilter) : undefined;
  return shared?.topicFilter ?? topicFilter;
}

function refuse(detail: string): Decision {
  return { reasonCode: Reason.notAuthorized, detail };
}
