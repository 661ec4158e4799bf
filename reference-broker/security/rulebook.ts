import { type Acl, createAcl } from './acl.ts';
import { readAclFile } from './acl-file.ts';
import { readUsers, type Users } from './users.ts';

/** What both files say. It is replaced as a whole. */
export interface Rulebook {
  /** Absent: nobody has to prove who they are. */
  readonly users: Users | undefined;
  /** Absent: everybody may everything. */
  readonly acl: Acl | undefined;
}

export interface RulebookFiles {
  readonly passwordFile?: string;
  readonly aclFile?: string;
}

/**
 * @param before the users of an earlier reading; whoever did not change stays the same object
 * @throws SecurityError when a file cannot be read or is wrong.
 */
export async function readRulebook(
  { passwordFile, aclFile }: RulebookFiles,
  before?: Users,
): Promise<Rulebook> {
  const [users, acl] = await Promise.all([
    passwordFile === undefined ? undefined : readUsers(passwordFile, before),
    aclFile === undefined ? undefined : readAclFile(aclFile).then(createAcl),
  ]);
  return { users, acl };
}
