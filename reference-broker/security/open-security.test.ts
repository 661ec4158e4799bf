import { describe, expect, test } from 'vitest';
import { reasonOfClose, subscribe } from '../fixtures/test-broker.ts';
import { payloads, publish } from '../fixtures/test-client.ts';
import { Reason } from '../index.ts';
import { cheapUser } from './fixtures/cheap-user.ts';
import { securedBroker } from './fixtures/secured-broker.ts';
import { openSecurity } from './open-security.ts';

const alice = await cheapUser('alice', 'pencil');
const bob = await cheapUser('bob', 'eraser');
const password = (text: string): Uint8Array => Buffer.from(text);
const asAlice = { userName: 'alice', password: password('pencil') };
const asBob = { userName: 'bob', password: password('eraser') };

describe('A CONNECT', () => {
  test.each([
    ['the right password', asAlice, Reason.success, 0],
    ['a wrong one', { ...asAlice, password: password('Pencil') }, Reason.badUserNameOrPassword, 4],
    ['an empty one', { ...asAlice, password: password('') }, Reason.badUserNameOrPassword, 4],
    ['an unknown user', { ...asAlice, userName: 'carol' }, Reason.badUserNameOrPassword, 4],
    ['an empty name', { ...asAlice, userName: '' }, Reason.badUserNameOrPassword, 4],
    ['a name of Object', { ...asAlice, userName: '__proto__' }, Reason.badUserNameOrPassword, 4],
    ['no password', { userName: 'alice' }, Reason.badUserNameOrPassword, 4],
    ['nothing', {}, Reason.notAuthorized, 5],
  ])('with %s is answered in both versions', async (_, credentials, reasonCode, returnCode) => {
    await using broker = await securedBroker({ users: alice + bob });
    expect((await broker.host.connect(credentials)).connack).toMatchObject({ reasonCode });
    const old = await broker.host.connect({
      ...credentials,
      protocolVersion: '3.1.1',
      clientIdentifier: 'old',
    });
    expect(old.connack).toMatchObject({ reasonCode: returnCode });
    expect(broker.faults).toEqual([]);
  });

  test('without a User Name is welcome where that is allowed; a Password alone is not', async () => {
    await using broker = await securedBroker({ users: alice, allowAnonymous: true });
    expect((await broker.host.connect()).connack?.reasonCode).toBe(Reason.success);
    const { connack } = await broker.host.connect({ password: password('pencil') });
    expect(connack?.reasonCode).toBe(Reason.badUserNameOrPassword);
    const liar = await broker.host.connect({ userName: 'alice', password: password('x') });
    expect(liar.connack?.reasonCode).toBe(Reason.badUserNameOrPassword);
  });

  test('cannot flood the password check: the 67th at once is told to come again', async () => {
    await using broker = await securedBroker({ users: alice });
    const clients = await Promise.all(
      Array.from({ length: 100 }, (_, at) => broker.host.connect({ ...asAlice, clientIdentifier: `c${at}` })),
    );
    const codes = clients.map(({ connack }) => connack?.reasonCode);
    expect(codes.filter((code) => code === Reason.success)).toHaveLength(66);
    expect(codes.filter((code) => code === Reason.serverBusy)).toHaveLength(34);
  });

  test('of another user does not get a Session that exists', async () => {
    await using broker = await securedBroker({ users: alice + bob });
    const owner = await broker.host.connect({ ...asAlice, properties: { sessionExpiryIntervalSeconds: 60 } });
    const thief = await broker.host.connect({ ...asBob, cleanStart: false });
    expect(thief.connack?.reasonCode).toBe(Reason.clientIdentifierNotValid);
    expect(await owner.fence()).toEqual([]);
    const again = await broker.host.connect({ ...asAlice, cleanStart: false });
    expect(again.connack).toMatchObject({ reasonCode: Reason.success, sessionPresent: true });
  });
});

describe('The ACL file', () => {
  const acl = 'user alice\ntopic readwrite house/#\nuser bob\ntopic read house/#\ntopic write own\n';

  test('holds for PUBLISH, the Will and SUBSCRIBE in 5.0', async () => {
    await using broker = await securedBroker({ users: alice + bob, acl });
    const client = await broker.host.connect({ ...asBob, clientIdentifier: 'bob' });
    expect(await subscribe(client, ['house/#', '#', 'own', '$share/g/house/a', '$share/g/#'])).toEqual([
      2,
      Reason.notAuthorized,
      Reason.notAuthorized,
      2,
      Reason.notAuthorized,
    ]);
    client.send(publish('house/x', 'no', { qos: 1, packetIdentifier: 1 }));
    client.send(publish('own', 'yes', { qos: 1, packetIdentifier: 2 }));
    expect(await client.fence()).toMatchObject([
      { type: 'puback', reasonCode: Reason.notAuthorized },
      { type: 'puback', reasonCode: Reason.noMatchingSubscribers },
    ]);
    const will = { topicName: 'house/x', payload: password('x'), qos: 0, retain: false } as const;
    const { connack } = await broker.host.connect({ ...asBob, clientIdentifier: 'will', will });
    expect(connack?.reasonCode).toBe(Reason.notAuthorized);
  });

  test('holds in 3.1.1, where a message is acknowledged and dropped', async () => {
    await using broker = await securedBroker({ users: alice + bob, acl });
    const reader = await broker.host.connect({ ...asAlice, clientIdentifier: 'alice' });
    await subscribe(reader, ['house/#']);
    const client = await broker.host.connect({ ...asBob, protocolVersion: '3.1.1' });
    expect(await subscribe(client, ['house/#', '#', '$share/g/house/a'])).toEqual([2, 0x80, 0x80]);
    client.send(publish('house/x', 'no', { qos: 1, packetIdentifier: 1 }));
    expect(await client.fence()).toMatchObject([{ type: 'puback' }]);
    expect(payloads(await reader.fence())).toEqual([]);
  });

  test('without a password file no User Name is believed', async () => {
    await using broker = await securedBroker({ acl: `topic read open\npattern read %u/#\n${acl}` });
    const client = await broker.host.connect({ userName: 'alice' });
    expect(await subscribe(client, ['house/#', 'open', 'alice/#'])).toEqual([
      Reason.notAuthorized,
      2,
      Reason.notAuthorized,
    ]);
  });
});

describe('A reload', () => {
  const session = { cleanStart: false, properties: { sessionExpiryIntervalSeconds: 60 } } as const;

  test('takes Subscriptions away, connected or not', async () => {
    const acl = 'user alice\ntopic readwrite a\ntopic readwrite b\ntopic readwrite c/#\n';
    await using broker = await securedBroker({ users: alice + bob, acl });
    const client = await broker.host.connect({ ...asAlice, ...session });
    expect(await subscribe(client, ['a', 'b', '$share/g/b'])).toEqual([2, 2, 2]);
    const away = await broker.host.connect({ ...asAlice, ...session, clientIdentifier: 'away' });
    expect(await subscribe(away, ['a', 'b', 'c/#'])).toEqual([2, 2, 2]);
    await away.drop();
    await broker.host.settled(1);
    await broker.replace('acl', 'user alice\ntopic readwrite a\ntopic read c/#\ntopic deny c/d\n');
    expect(broker.host.broker.stats.subscriptions).toBe(2);
    client.send(publish('a', 'still'));
    client.send(publish('b', 'gone'));
    expect(payloads(await client.fence())).toEqual(['still']);
  });

  test('disconnects who is gone or has another password, and nobody else', async () => {
    const carol = await cheapUser('carol', 'ruler');
    await using broker = await securedBroker({ users: alice + bob + carol });
    const stays = await broker.host.connect({ ...asAlice, clientIdentifier: 'stays' });
    const changed = await broker.host.connect({ ...asBob, ...session, clientIdentifier: 'changed' });
    const asCarol = { userName: 'carol', password: password('ruler') };
    const gone = await broker.host.connect({ ...asCarol, ...session, clientIdentifier: 'gone' });
    const old = await broker.host.connect({ ...asCarol, protocolVersion: '3.1.1', clientIdentifier: 'old' });
    await broker.replace('users', alice + (await cheapUser('bob', 'other')));
    expect(reasonOfClose(await changed.untilClosed())).toBe(Reason.notAuthorized);
    expect(reasonOfClose(await gone.untilClosed())).toBe(Reason.notAuthorized);
    expect(await old.untilClosed()).toEqual([]);
    expect(await stays.fence()).toEqual([]);
    // The Session of a changed user waits for it; that of one who is gone does not.
    expect(broker.host.broker.stats.sessions).toBe(2);
    const again = { userName: 'bob', password: password('other') };
    const back = await broker.host.connect({ ...again, ...session, clientIdentifier: 'changed' });
    expect(back.connack).toMatchObject({ reasonCode: Reason.success, sessionPresent: true });
  });

  test('keeps the Will of a user who is gone to itself', async () => {
    await using broker = await securedBroker({ users: alice + bob });
    const reader = await broker.host.connect({ ...asAlice, clientIdentifier: 'reader' });
    await subscribe(reader, ['will']);
    const will = { topicName: 'will', payload: password('x'), qos: 0, retain: false } as const;
    const gone = await broker.host.connect({ ...asBob, will });
    await broker.replace('users', alice);
    await gone.untilClosed();
    expect(payloads(await reader.fence())).toEqual([]);
  });

  test('of a broken file keeps everything as it was, and says so in one sentence', async () => {
    await using broker = await securedBroker({ users: alice, acl: 'user alice\ntopic read a\n' });
    const client = await broker.host.connect(asAlice);
    await expect(broker.replace('acl', 'user alice\ntopic raed b\n')).rejects.toMatchObject({
      code: 'file-malformed',
      message: expect.stringMatching(
        /acl:2: the access is read, write, readwrite or deny, not "raed"; the rights of before stay in force\.$/,
      ),
    });
    expect(await subscribe(client, ['a', 'b'])).toEqual([2, Reason.notAuthorized]);
    await broker.replace('acl', 'user alice\ntopic read b\n');
    expect(await subscribe(client, ['a', 'b'])).toEqual([Reason.notAuthorized, 2]);
  });

  test('while a password is checked makes the outcome outdated', async () => {
    await using broker = await securedBroker({ users: alice });
    const { authenticate, standingOf } = broker.security.hooks;
    const identity = { clientIdentifier: 'client', protocolVersion: '5.0', userName: 'alice' } as const;
    const authentication = await authenticate?.({ ...identity, password: password('pencil') });
    if (typeof authentication !== 'object' || !('kind' in authentication)) throw new Error('Refused.');
    const client = { ...identity, ...authentication.proof };
    expect(standingOf?.(client)).toBe('valid');
    await broker.replace('users', alice);
    expect(standingOf?.(client)).toBe('valid');
    await broker.replace('users', await cheapUser('alice', 'pencil'));
    expect(standingOf?.(client)).toBe('outdated');
    await broker.replace('users', bob);
    expect(standingOf?.(client)).toBe('gone');
  });
});

test('Security that lets nobody in is not opened', async () => {
  await expect(openSecurity({ allowAnonymous: false })).rejects.toMatchObject({ code: 'nobody-may-connect' });
  await expect(openSecurity({ passwordFile: '/nowhere' })).rejects.toMatchObject({ code: 'file-unreadable' });
});
