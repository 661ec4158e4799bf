import { topicFilterViolation } from '../../src/packet/topic.ts';
import { malformed } from './security-error.ts';
import { meaningfulLines, readBounded, type TextLine } from './text-lines.ts';
import { unusableName } from './user-record.ts';

export type Access = 'read' | 'write' | 'readwrite' | 'deny';

export interface AclRule {
  readonly access: Access;
  /** A Topic Filter; in a pattern `%c` and `%u` may stand for whole levels. */
  readonly filter: string;
}

/** What an ACL file says, in no order: none of its rules depends on where it stands. */
export interface AclRules {
  /** For clients without a User Name. */
  readonly anonymous: readonly AclRule[];
  readonly byUser: ReadonlyMap<string, readonly AclRule[]>;
  /** For every client. */
  readonly patterns: readonly AclRule[];
}

/** @throws SecurityError when the file cannot be read or a line of it is wrong. */
export async function readAclFile(file: string): Promise<AclRules> {
  return parseAcl(await readBounded(file), file);
}

/**
 * @param file its path, for messages
 * @throws SecurityError `acl.txt:7: ...`
 */
export function parseAcl(bytes: Buffer, file: string): AclRules {
  const anonymous: AclRule[] = [];
  const byUser = new Map<string, AclRule[]>();
  const patterns: AclRule[] = [];
  let section = anonymous;
  for (const line of meaningfulLines(bytes, file)) {
    const [keyword, rest] = firstWord(line.text.trim());
    switch (keyword) {
      case 'user':
        section = sectionOf(byUser, userName(rest, line, file));
        break;
      case 'topic':
        section.push(topicRule(rest, line, file));
        break;
      case 'pattern':
        patterns.push(patternRule(rest, line, file));
        break;
      default:
        throw malformed(
          file,
          line.number,
          `a line begins with user, topic or pattern, not with ${quoted(keyword)}`,
        );
    }
  }
  return { anonymous, byUser, patterns };
}

function sectionOf(byUser: Map<string, AclRule[]>, name: string): AclRule[] {
  const known = byUser.get(name);
  if (known !== undefined) return known;
  const section: AclRule[] = [];
  byUser.set(name, section);
  return section;
}

function userName(name: string, { number }: TextLine, file: string): string {
  const flaw = unusableName(name);
  if (flaw !== undefined) throw malformed(file, number, `the User Name ${flaw}`);
  return name;
}

function topicRule(rest: string, line: TextLine, file: string): AclRule {
  const rule = ruleOf(rest, line, file);
  const placeholder = rule.filter.split('/').find((level) => level === '%c' || level === '%u');
  if (placeholder === undefined) return rule;
  throw malformed(file, line.number, `${placeholder} stands for something in a pattern line only`);
}

function patternRule(rest: string, line: TextLine, file: string): AclRule {
  const rule = ruleOf(rest, line, file);
  const partial = rule.filter.split('/').find((level) => /.%[cu]|%[cu]./su.test(level));
  if (partial === undefined) return rule;
  throw malformed(file, line.number, `%c and %u have to be a whole level, unlike in ${quoted(partial)}`);
}

function ruleOf(rest: string, { number }: TextLine, file: string): AclRule {
  const [access, filter] = firstWord(rest);
  if (!isAccess(access)) {
    throw malformed(file, number, `the access is read, write, readwrite or deny, not ${quoted(access)}`);
  }
  if (filter === '') throw malformed(file, number, `a Topic Filter has to follow ${access}`);
  // What a Shared Subscription matches is its inner filter, so `$share` is nothing special here.
  if (topicFilterViolation(filter, '3.1.1') !== undefined) {
    throw malformed(
      file,
      number,
      `${quoted(filter)} is no Topic Filter: + has to be a whole level, # the last one`,
    );
  }
  return { access, filter };
}

function isAccess(word: string): word is Access {
  return word === 'read' || word === 'write' || word === 'readwrite' || word === 'deny';
}

/** The rest may hold spaces: they are legal in Topic Filters and User Names. */
function firstWord(text: string): readonly [word: string, rest: string] {
  const end = text.search(/[ \t]/);
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end).trim()];
}

const longestQuote = 60;

function quoted(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text);
}
