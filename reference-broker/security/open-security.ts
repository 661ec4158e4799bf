import type { Hooks } from '../options.ts';
import { createPasswordCheck } from './password-check.ts';
import { readRulebook } from './rulebook.ts';
import { SecurityError } from './security-error.ts';
import { securityHooks } from './security-hooks.ts';

export interface SecurityOptions {
  /** The users, as `mqtt-assay broker-user` writes them. Without it nobody has to prove who they are. */
  readonly passwordFile?: string;
  /** Who may publish and subscribe where. Without it everybody may everything. */
  readonly aclFile?: string;
  /** May a client connect without a User Name? Default: only if there is no password file. */
  readonly allowAnonymous?: boolean;
}

/** Users and rights from files, as hooks of a broker. Disposing it waits for the password checks that run. */
export interface Security extends AsyncDisposable {
  readonly hooks: Partial<Hooks>;
  /**
   * Reads both files again. Call `broker.recheckRights()` after it.
   *
   * @throws SecurityError when one of them is wrong; then both stay in force as they were.
   */
  reload(): Promise<void>;
}

/** @throws SecurityError when a file cannot be read or is wrong, or when nobody could connect. */
export async function openSecurity(options: SecurityOptions): Promise<Security> {
  const { passwordFile, allowAnonymous = passwordFile === undefined } = options;
  if (passwordFile === undefined && !allowAnonymous) {
    throw new SecurityError(
      'nobody-may-connect',
      'allowAnonymous is false and there is no passwordFile, so nobody could connect: give one of them.',
    );
  }
  let rulebook = await readRulebook(options);
  let lastReload: Promise<void> = Promise.resolve();
  const passwords = createPasswordCheck();

  async function read(): Promise<void> {
    try {
      rulebook = await readRulebook(options, rulebook.users);
    } catch (error) {
      throw error instanceof SecurityError ? stillInForce(error) : error;
    }
  }

  return {
    hooks: securityHooks({ rulebook: () => rulebook, allowAnonymous, passwords }),
    reload() {
      // One after the other, whatever became of the one before: its caller was told.
      lastReload = lastReload.then(read, read);
      return lastReload;
    },
    [Symbol.asyncDispose]: () => passwords[Symbol.asyncDispose](),
  };
}

function stillInForce(error: SecurityError): SecurityError {
  const message = `${error.message.replace(/\.$/, '')}; the rights of before stay in force.`;
  return new SecurityError(error.code, message, { cause: error });
}
