import { isPassword } from './password-hash.ts';
import type { UserRecord } from './user-record.ts';
import type { Users } from './users.ts';
import { createWorkQueue } from './work-queue.ts';

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly record: UserRecord }
  | { readonly kind: 'wrong' }
  /** Too many wait already, or the broker stops. */
  | { readonly kind: 'busy' };

/** Compares passwords off the event loop, a few at a time. */
export interface PasswordCheck extends AsyncDisposable {
  /** An unknown user costs as much as a wrong password. */
  check(users: Users, name: string, password: Uint8Array): PasswordVerdict | Promise<PasswordVerdict>;
}

/** Half of the four threads that Node shares out: the store of the broker needs some too. */
const checksAtOnce = 2;

/** Some 1.3 seconds of work. Who comes later is told to come again. */
const mostWaiting = 64;

export function createPasswordCheck(): PasswordCheck {
  const queue = createWorkQueue({ running: checksAtOnce, waiting: mostWaiting });
  return {
    check(users, name, password) {
      const record = users.get(name);
      const { scrypt } = record ?? users.decoyOf(name);
      // What the decoder gives is a view of a larger chunk, which must not be held while this waits.
      const own = new Uint8Array(password);
      return (
        queue
          .run(() => isPassword(own, scrypt))
          ?.then((outcome): PasswordVerdict => {
            if (outcome === 'given-up') return { kind: 'busy' };
            return outcome && record !== undefined ? { kind: 'right', record } : { kind: 'wrong' };
          }) ?? { kind: 'busy' }
      );
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  };
}
