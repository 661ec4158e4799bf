import { describe, expect, test } from 'vitest';
import { type Acl, createAcl } from './acl.ts';
import { parseAcl } from './acl-file.ts';

const aclOf = (text: string): Acl => createAcl(parseAcl(Buffer.from(text), 'acl.txt'));

const acl = aclOf(`
# for whoever gives no name
topic read public/#

user alice
topic readwrite house/#
topic deny house/safe/#
topic write log/a b

user bob
topic read house/+/state

pattern readwrite devices/%c/#
pattern read users/%u/in
pattern readwrite %u/#
`);

const alice = { clientIdentifier: 'phone', userName: 'alice' };
const bob = { clientIdentifier: 'tablet', userName: 'bob' };
const nobody = { clientIdentifier: 'guest' };

describe('Publishing', () => {
  test.each([
    [alice, 'house/kitchen', true],
    [alice, 'house', true],
    [alice, 'house/safe', false],
    [alice, 'house/safe/door', false],
    [alice, 'log/a b', true],
    [alice, 'devices/phone/x', true],
    [alice, 'devices/tablet/x', false],
    [alice, 'users/alice/in', false],
    [alice, 'alice/own', true],
    [alice, 'public/x', false],
    [bob, 'house/kitchen/state', false],
    [bob, 'anything', false],
    [nobody, 'public/x', false],
    [nobody, 'devices/guest/x', true],
    [nobody, 'undefined/x', false],
    [{ clientIdentifier: 'x', userName: 'carol' }, 'house/kitchen', false],
  ])('%j to %s: %s', (who, topicName, expected) => {
    expect(acl.mayPublish(who, topicName)).toBe(expected);
  });
});

describe('Subscribing', () => {
  test.each([
    [alice, '#', false],
    [alice, 'house/#', false],
    [alice, 'house/+', false],
    [alice, 'house/kitchen/#', true],
    [alice, 'house/+/door', false],
    [alice, 'log/a b', false],
    [alice, 'users/alice/in', true],
    [alice, 'users/+/in', false],
    [bob, 'house/+/state', true],
    [bob, 'house/kitchen/state', true],
    [bob, 'house/kitchen', false],
    [bob, 'house/#', false],
    [nobody, 'public/#', true],
    [nobody, 'public', true],
    [nobody, '#', false],
    [nobody, 'users/+/in', false],
  ])('%j to %s: %s', (who, topicFilter, expected) => {
    expect(acl.maySubscribe(who, topicFilter)).toBe(expected);
  });
});

describe('Names in a pattern', () => {
  test.each(['+', '#', 'a/b', 'phone/#', '', 'a+', '../x/'])('%j opens nothing', (name) => {
    for (const who of [
      { clientIdentifier: name, userName: name },
      { clientIdentifier: name, userName: 'ok' },
    ]) {
      expect(acl.maySubscribe(who, 'devices/+/x')).toBe(false);
      expect(acl.maySubscribe(who, `devices/${name}/x`)).toBe(false);
      expect(acl.mayPublish(who, `devices/${name}/x`)).toBe(false);
    }
    expect(acl.maySubscribe({ clientIdentifier: 'c', userName: name }, '#')).toBe(false);
  });

  test('the tree of the server is not opened by a name', () => {
    expect(acl.maySubscribe({ clientIdentifier: 'c', userName: '$SYS' }, '$SYS/#')).toBe(false);
    expect(acl.maySubscribe({ clientIdentifier: '$SYS' }, 'devices/$SYS/#')).toBe(true);
  });

  test('a name that looks like a placeholder is a name', () => {
    expect(acl.mayPublish({ clientIdentifier: '%u', userName: 'bob' }, 'devices/bob/x')).toBe(false);
    expect(acl.mayPublish({ clientIdentifier: '%u', userName: 'bob' }, 'devices/%u/x')).toBe(true);
  });

  test('a denied pattern holds for the server tree too', () => {
    const denied = aclOf('pattern read $SYS/#\npattern deny %c/#');
    expect(denied.maySubscribe({ clientIdentifier: '$SYS' }, '$SYS/#')).toBe(false);
    expect(denied.maySubscribe({ clientIdentifier: 'c' }, '$SYS/#')).toBe(true);
  });
});

test('an empty file forbids everything', () => {
  expect(aclOf('').mayPublish(alice, 'a')).toBe(false);
  expect(aclOf('').maySubscribe(alice, 'a')).toBe(false);
});

test('where a rule stands changes nothing but whom it is for', () => {
  const other = aclOf('user alice\ntopic deny a/b\nuser bob\ntopic read a/#\nuser alice\ntopic read a/#');
  expect(other.maySubscribe(alice, 'a/b')).toBe(false);
  expect(other.maySubscribe(bob, 'a/b')).toBe(true);
});

describe('A wrong line', () => {
  test.each([
    ['users alice', 'acl.txt:2: a line begins with user, topic or pattern, not with "users".'],
    ['user', 'acl.txt:2: the User Name is empty.'],
    ['topic house/#', 'acl.txt:2: the access is read, write, readwrite or deny, not "house/#".'],
    ['topic read', 'acl.txt:2: a Topic Filter has to follow read.'],
    ['topic read a#', 'acl.txt:2: "a#" is no Topic Filter: + has to be a whole level, # the last one.'],
    ['topic read a/%c/b', 'acl.txt:2: %c stands for something in a pattern line only.'],
    ['pattern read a/x%c/b', 'acl.txt:2: %c and %u have to be a whole level, unlike in "x%c".'],
    ['pattern read %c%u', 'acl.txt:2: %c and %u have to be a whole level, unlike in "%c%u".'],
    ['__proto__ x', 'acl.txt:2: a line begins with user, topic or pattern, not with "__proto__".'],
  ])('%s', (line, message) => {
    expect(() => aclOf(`user alice\n${line}\ntopic read b`)).toThrow(
      expect.objectContaining({ code: 'file-malformed', message }),
    );
  });
});
