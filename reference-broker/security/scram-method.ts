import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuthenticationMethod, AuthenticationStep, ClientIdentity } from '../options.ts';
import { Reason } from '../reason.ts';
import { saslPrep } from './sasl-prep.ts';
import { type ClientFirst, parseClientFinal, parseClientFirst } from './scram-messages.ts';
import { hmac, keyBytes, type ScramVerifier, sha256 } from './scram-verifier.ts';
import type { UserRecord } from './user-record.ts';
import type { Users } from './users.ts';

export const scramMethodName = 'SCRAM-SHA-256';

interface ScramOptions {
  /** The users of now: a reload may replace them between two messages. */
  readonly users: () => Users | undefined;
  /** Default: 18 random bytes. For the test vectors. */
  readonly makeNonce?: () => string;
}

interface Challenge {
  readonly first: ClientFirst;
  readonly serverFirst: string;
  readonly nonce: string;
  /** Absent: there is no such user, and the verifier is made up. */
  readonly record: UserRecord | undefined;
  readonly verifier: ScramVerifier;
}

type State =
  | { readonly kind: 'begun' }
  | { readonly kind: 'challenged'; readonly challenge: Challenge }
  | { readonly kind: 'ended' };

/**
 * SCRAM-SHA-256 without channel binding, as an Authentication Method. (RFC 5802, RFC 7677, 5.0 section 4.12)
 *
 * A wrong password and an unknown user look the same up to the last message, and take the same steps.
 */
export function createScramMethod({ users, makeNonce = randomNonce }: ScramOptions): AuthenticationMethod {
  return {
    begin(identity) {
      let state: State = { kind: 'begun' };
      return (data) => {
        const before = state;
        // Whatever goes wrong, an exchange is not taken up again.
        state = { kind: 'ended' };
        switch (before.kind) {
          case 'begun': {
            const challenge = challengeOf(users(), identity, data, makeNonce);
            if (challenge === undefined) return refused('This is not the first message of SCRAM-SHA-256');
            state = { kind: 'challenged', challenge };
            return { kind: 'continue', authenticationData: Buffer.from(challenge.serverFirst) };
          }
          case 'challenged':
            return conclude(users(), before.challenge, data);
          case 'ended':
            return refused('This exchange of SCRAM-SHA-256 is over');
        }
      };
    },
  };
}

function challengeOf(
  users: Users | undefined,
  identity: ClientIdentity,
  data: Uint8Array | undefined,
  makeNonce: () => string,
): Challenge | undefined {
  const first = parseClientFirst(data);
  if (users === undefined || first === undefined || !speaksForItself(first, identity)) return undefined;
  const record = users.get(first.userName);
  const verifier = record?.scramSha256 ?? users.decoyOf(first.userName).scramSha256;
  const nonce = first.nonce + makeNonce();
  const salt = Buffer.from(verifier.salt).toString('base64');
  return {
    first,
    serverFirst: `r=${nonce},s=${salt},i=${verifier.iterations}`,
    nonce,
    record: record?.scramSha256 === undefined ? undefined : record,
    verifier,
  };
}

/** Nobody acts for somebody else: not by the authorization identity, and not by the User Name of CONNECT. */
function speaksForItself(
  { userName, authorizationIdentity }: ClientFirst,
  identity: ClientIdentity,
): boolean {
  if (saslPrep(userName) === undefined) return false;
  if (authorizationIdentity !== undefined && authorizationIdentity !== userName) return false;
  return identity.userName === undefined || identity.userName === userName;
}

function conclude(
  users: Users | undefined,
  challenge: Challenge,
  data: Uint8Array | undefined,
): AuthenticationStep {
  const { first, serverFirst, nonce, record, verifier } = challenge;
  const final = parseClientFinal(data);
  if (final === undefined) return refused('This is not the last message of SCRAM-SHA-256');
  const isOfThisExchange =
    final.nonce === nonce && final.channelBinding === Buffer.from(first.gs2Header).toString('base64');
  const message = `${first.bare},${serverFirst},${final.withoutProof}`;
  const isProof = proves(final.proof, verifier, message);
  // A reload meanwhile may have taken the user away or changed the password.
  const isCurrent = record !== undefined && users?.get(first.userName) === record;
  if (!isOfThisExchange || !isProof || !isCurrent) return refused('The User Name or the Password is wrong');
  const signature = hmac(verifier.serverKey, message).toString('base64');
  return {
    kind: 'success',
    authenticationData: Buffer.from(`v=${signature}`),
    proof: { userName: record.name, credential: record },
  };
}

/** Does the proof hold the key whose hash is stored? (RFC 5802 section 3) */
function proves(proof: Uint8Array, { storedKey }: ScramVerifier, message: string): boolean {
  if (proof.length !== keyBytes) return false;
  const signature = hmac(storedKey, message);
  const clientKey = signature.map((byte, at) => byte ^ (proof[at] ?? 0));
  return timingSafeEqual(sha256(clientKey), storedKey);
}

/** 0x86 cannot stand in the DISCONNECT that ends a re-authentication. [5.0/MQTT-3.14.2-1] */
function refused(detail: string): AuthenticationStep {
  return { kind: 'refused', refusal: { reasonCode: Reason.notAuthorized, detail } };
}

function randomNonce(): string {
  return randomBytes(18).toString('base64');
}
