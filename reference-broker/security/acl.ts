import { matches } from '../../src/packet/topic.ts';
import type { AclRule, AclRules } from './acl-file.ts';
import { covers, overlap } from './topic-filters.ts';

/** Whom a rule is asked about. */
export interface AclSubject {
  readonly clientIdentifier: string;
  /** Absent: anonymous. */
  readonly userName?: string;
}

/** The rights of an ACL file. What no rule allows is forbidden, and `deny` wins over everything. */
export interface Acl {
  mayPublish(subject: AclSubject, topicName: string): boolean;
  /** @param topicFilter of a Shared Subscription the inner one */
  maySubscribe(subject: AclSubject, topicFilter: string): boolean;
}

/** The Topic Filters that hold for one client. */
interface Rights {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly denied: readonly string[];
}

export function createAcl(rules: AclRules): Acl {
  // A connection asks for each message with the same object, so its patterns are filled in once.
  const known = new WeakMap<AclSubject, Rights>();

  function rightsOf(subject: AclSubject): Rights {
    const found = known.get(subject);
    if (found !== undefined) return found;
    const rights = compile(rules, subject);
    known.set(subject, rights);
    return rights;
  }

  return {
    mayPublish(subject, topicName) {
      const { write, denied } = rightsOf(subject);
      const isMatched = (filter: string): boolean => matches(filter, topicName);
      return !denied.some(isMatched) && write.some(isMatched);
    },
    // Decided for the whole filter: one rule has to allow all that it can ever match, and no `deny` may touch it. So
    // no message needs to be looked at when it is delivered.
    maySubscribe(subject, topicFilter) {
      const { read, denied } = rightsOf(subject);
      if (denied.some((filter) => overlap(filter, topicFilter))) return false;
      return read.some((filter) => covers(filter, topicFilter));
    },
  };
}

function compile({ anonymous, byUser, patterns }: AclRules, subject: AclSubject): Rights {
  const own = subject.userName === undefined ? anonymous : (byUser.get(subject.userName) ?? []);
  const rules = [...own, ...patterns.flatMap((rule) => fillIn(rule, subject) ?? [])];
  const withAccess = (...accepted: readonly AclRule['access'][]): readonly string[] =>
    rules.filter(({ access }) => accepted.includes(access)).map(({ filter }) => filter);
  return {
    read: withAccess('read', 'readwrite'),
    write: withAccess('write', 'readwrite'),
    denied: withAccess('deny'),
  };
}

/** A pattern with the names of this client in it; nothing when they would make it mean something else. */
function fillIn(
  { access, filter }: AclRule,
  { clientIdentifier, userName }: AclSubject,
): AclRule | undefined {
  const levels: string[] = [];
  for (const [at, level] of filter.split('/').entries()) {
    const name = level === '%c' ? clientIdentifier : level === '%u' ? userName : level;
    if (name === undefined) return undefined;
    if (name !== level) {
      // It would be more than one level, or a wildcard.
      if (name === '' || /[/+#]/.test(name)) return undefined;
      // It would open a tree that belongs to the server, such as $SYS.
      if (at === 0 && name.startsWith('$') && access !== 'deny') return undefined;
    }
    levels.push(name);
  }
  return { access, filter: levels.join('/') };
}
