import { describe, expect, test } from 'vitest';
import type { AuthenticationStep, ClientIdentity } from '../options.ts';
import { Reason } from '../reason.ts';
import { scramClient } from './fixtures/scram-client.ts';
import { hashPassword } from './password-hash.ts';
import { createScramMethod } from './scram-method.ts';
import { scramVerifierOf } from './scram-verifier.ts';
import type { UserRecord } from './user-record.ts';
import { createUsers, type Users } from './users.ts';

// RFC 7677 section 3.
const vector = {
  salt: Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'),
  nonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

const cheap = { cost: 2, blockSize: 1, parallelization: 1 };
const record: UserRecord = {
  name: 'user',
  scrypt: await hashPassword(Buffer.from('pencil'), cheap),
  scramSha256: await scramVerifierOf('pencil', 4096, vector.salt),
};
const withoutScram: UserRecord = { name: 'old', scrypt: record.scrypt };
const users = createUsers(new Map([record, withoutScram].map((user) => [user.name, user])));

const identity: ClientIdentity = { clientIdentifier: 'c', protocolVersion: '5.0' };

function exchange(options: { identity?: ClientIdentity; users?: () => Users } = {}) {
  const method = createScramMethod({ users: options.users ?? (() => users), makeNonce: () => vector.nonce });
  const take = method.begin(options.identity ?? identity);
  return (data: string | Uint8Array): AuthenticationStep => take(Buffer.from(data));
}

function challengeFrom(step: AuthenticationStep): Buffer {
  if (step.kind !== 'continue') throw new Error(JSON.stringify(step));
  return Buffer.from(step.authenticationData ?? []);
}

const wrong = {
  kind: 'refused',
  refusal: { reasonCode: Reason.notAuthorized, detail: 'The User Name or the Password is wrong' },
};

describe('SCRAM-SHA-256', () => {
  test('agrees with RFC 7677', () => {
    const take = exchange();
    expect(challengeFrom(take(vector.clientFirst)).toString()).toBe(vector.serverFirst);
    expect(take(vector.clientFinal)).toEqual({
      kind: 'success',
      authenticationData: Buffer.from(vector.serverFinal),
      proof: { userName: 'user', credential: record },
    });
  });

  test.each(['n,,', 'y,,', 'n,a=user,', 'y,a=user,'])('takes %s and wants it repeated', (gs2Header) => {
    const client = scramClient('user', 'pencil', { gs2Header });
    const take = exchange();
    const step = take(client.final(challengeFrom(take(client.first))));
    expect(step).toMatchObject({
      kind: 'success',
      authenticationData: Buffer.from(client.serverSignature()),
    });
  });

  test('a downgraded header is noticed', () => {
    const take = exchange();
    const challenge = challengeFrom(take(scramClient('user', 'pencil', { gs2Header: 'y,,' }).first));
    const client = scramClient('user', 'pencil');
    expect(take(client.final(challenge))).toEqual(wrong);
  });

  test('the nonce of the challenge has to come back, whatever the proof says', () => {
    const client = scramClient('user', 'pencil', { repeatedNonce: 'rOprNGfwEbeRWgbNEkqO' });
    const take = exchange();
    expect(take(client.final(challengeFrom(take(client.first))))).toEqual(wrong);
  });

  test('an unknown user looks like a wrong password, with the same salt each time', () => {
    const steps = ['user', 'nobody', 'old'].map((name) => {
      const client = scramClient(name, 'wrong');
      const take = exchange();
      const challenge = challengeFrom(take(client.first));
      expect(challengeFrom(exchange()(client.first))).toEqual(challenge);
      expect(challenge.toString()).toMatch(/^r=[^,]+,s=[^,]{24},i=4096$/);
      return take(client.final(challenge));
    });
    expect(steps).toEqual([wrong, wrong, wrong]);
  });

  test('nonces differ', () => {
    const method = createScramMethod({ users: () => users });
    const challenges = [1, 2].map(() =>
      challengeFrom(method.begin(identity)(Buffer.from(vector.clientFirst))),
    );
    expect(challenges[0]).not.toEqual(challenges[1]);
  });

  test('an answer is good once, and for its own challenge', () => {
    const take = exchange();
    take(vector.clientFirst);
    take(vector.clientFinal);
    expect(take(vector.clientFinal)).toMatchObject({ kind: 'refused' });
    const other = createScramMethod({ users: () => users }).begin(identity);
    other(Buffer.from(vector.clientFirst));
    expect(other(Buffer.from(vector.clientFinal))).toEqual(wrong);
  });

  test('nobody speaks for another one', () => {
    const admin: ClientIdentity = { ...identity, userName: 'admin' };
    expect(exchange({ identity: admin })(vector.clientFirst)).toMatchObject({ kind: 'refused' });
    expect(exchange()('n,a=admin,n=user,r=abc')).toMatchObject({ kind: 'refused' });
    const same: ClientIdentity = { ...identity, userName: 'user' };
    expect(exchange({ identity: same })(vector.clientFirst)).toMatchObject({ kind: 'continue' });
  });

  test('a user who is gone or changed when the answer comes is refused', () => {
    let current = users;
    const take = exchange({ users: () => current });
    take(vector.clientFirst);
    current = createUsers(new Map([['user', { ...record }]]));
    expect(take(vector.clientFinal)).toEqual(wrong);
  });

  test.each([
    ['nothing', ''],
    ['channel binding', 'p=tls-unique,,n=user,r=abc'],
    ['a mandatory extension', 'n,,m=x,n=user,r=abc'],
    ['no nonce', 'n,,n=user'],
    ['an empty nonce', 'n,,n=user,r='],
    ['a nonce with a space', 'n,,n=user,r=a b'],
    ['a nonce without end', `n,,n=user,r=${'a'.repeat(5_000)}`],
    ['a message without end', `n,,n=user,r=abc,x=${'a'.repeat(10_000)}`],
    ['no name', 'n,,n=,r=abc'],
    ['a wrong escape', 'n,,n=a=2Db,r=abc'],
    ['a name that SASLprep would change', 'n,,n=us\u00ader,r=abc'],
    ['no UTF-8', Buffer.from([0x6e, 0x2c, 0x2c, 0xff, 0xfe])],
    ['a NUL', 'n,,n=us\0er,r=abc'],
  ])('refuses as a first message: %s', (_, data) => {
    expect(exchange()(data)).toMatchObject({
      kind: 'refused',
      refusal: { reasonCode: Reason.notAuthorized },
    });
  });

  test.each([
    ['nothing', ''],
    ['no proof', vector.clientFinal.replace(/,p=.*/, '')],
    ['another nonce', vector.clientFinal.replace('k0,p', 'k1,p')],
    ['half the nonce', vector.clientFinal.replace(vector.nonce, '')],
    ['a short proof', vector.clientFinal.replace(/p=.*/, 'p=AAAA')],
    ['a proof that is no base64', vector.clientFinal.replace(/p=.*/, 'p=!!!!')],
    ['an attribute after the proof', `${vector.clientFinal},x=y`],
    ['an added attribute', vector.clientFinal.replace(',p=', ',x=y,p=')],
    ['another channel binding', vector.clientFinal.replace('c=biws', 'c=eSws')],
  ])('refuses as a last message: %s', (_, data) => {
    const take = exchange();
    take(vector.clientFirst);
    expect(take(data)).toMatchObject({ kind: 'refused', refusal: { reasonCode: Reason.notAuthorized } });
  });

  test('a name may hold what SCRAM escapes', () => {
    const odd = { ...record, name: 'a=b,c' };
    const client = scramClient('a=b,c', 'pencil');
    const take = exchange({ users: () => createUsers(new Map([[odd.name, odd]])) });
    expect(take(client.final(challengeFrom(take(client.first))))).toMatchObject({
      kind: 'success',
      proof: { userName: 'a=b,c' },
    });
  });
});
