/**
 * Breaks a copy of the reference broker by hand, one line at a time, and shows that `check` notices: the other
 * proof, besides the saboteurs, that the suites can fail. Prints the table of docs/broken-by-hand.md.
 *
 * Usage: npm run break (after a build)
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** File of reference-broker, the line (the compiler may have wrapped it), what it becomes, and what that does. */
const breaks = [
  ['dispatch', "return client.send({ type: 'pingresp' });", 'return;', 'PINGREQ is not answered'],
  [
    'keep-alive',
    'const allowedMillis = seconds * 1500;',
    'const allowedMillis = seconds * 150000;',
    'a silent client is kept a hundred times as long',
  ],
  [
    'dispatch',
    "return client.fail({ reasonCode: Reason.protocolError, detail: 'A second CONNECT' });",
    'return;',
    'a second CONNECT is ignored',
  ],
  ['publish-encoding', "dup: transmission.kind === 'again',", 'dup: false,', 'a redelivery has DUP 0'],
  [
    'router',
    'return matching.filter(({ noLocal }) => !noLocal);',
    'return matching;',
    'No Local is not heeded',
  ],
  [
    'router',
    'if (subscription.grantedQoS > grantedQoS)',
    '',
    'the last overlapping Subscription decides the QoS',
  ],
  [
    'router',
    'retain: retainAsPublished && message.retain,',
    'retain: message.retain,',
    'RETAIN is passed on to established Subscriptions',
  ],
  [
    'topic-tree',
    "const wildcardsMatch = !(isFirstLevel && topicName.startsWith('$'));",
    'const wildcardsMatch = true || isFirstLevel;',
    'a wildcard matches $-topics',
  ],
  ['on-subscribe', 'if (retainHandling === 2 ||', 'if (', 'Retain Handling 2 sends retained messages'],
  ['retained', 'if (message.payload.length === 0) return;', '', 'an empty retained message is stored'],
  [
    'on-disconnect',
    'if (disconnect.reasonCode === Reason.success) client.will = undefined;',
    '',
    'the Will is published after DISCONNECT 0x00',
  ],
  [
    'will',
    'sessionResumed: (session) => void take(session),',
    'sessionResumed: () => undefined,',
    'a reconnect does not cancel a delayed Will',
  ],
  [
    'open-session',
    'return { session: existing, sessionPresent: true };',
    'return { session: existing, sessionPresent: false };',
    'a resumed Session is not announced',
  ],
  [
    'message',
    '...(from.contentType === undefined ? {} : { contentType: from.contentType }),',
    '',
    'Content Type is not passed on',
  ],
  [
    'topic-alias',
    'topicAlias > topicAliasMaximum',
    'topicAlias > 65535',
    'Topic Aliases above the maximum are taken',
  ],
  [
    'outbound',
    'inflight.finish(transmission.packetIdentifier);',
    ';',
    'a message too large for the client blocks a place of its Receive Maximum',
  ],
];

const copy = mkdtempSync(join(tmpdir(), 'broken-broker-'));
process.once('exit', () => rmSync(copy, { recursive: true }));
for (const name of ['dist', 'package.json']) cpSync(name, join(copy, name), { recursive: true });
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));

let missed = 0;
console.log('| file | what the broken line does | cases that fail | among them |\n| --- | --- | --- | --- |');
for (const [name, line, broken, effect] of breaks) {
  const file = join(copy, 'dist/reference-broker', `${name}.js`);
  const sound = readFileSync(file, 'utf8');
  const pattern = new RegExp(line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'));
  if (!pattern.test(sound))
    throw new Error(`reference-broker/${name}.ts has no line ${line}: bring the list up to date`);
  writeFileSync(
    file,
    sound.replace(pattern, () => broken),
  );
  const failed = failedCases(join(copy, 'result.ndjson'));
  writeFileSync(file, sound);
  if (failed.length === 0) missed += 1;
  console.log(
    `| \`${name}.ts\` | ${effect} | ${failed.length} | ${failed
      .slice(0, 2)
      .map((id) => `\`${id}\``)
      .join(', ')} |`,
  );
}
console.log(`\n${breaks.length - missed} of ${breaks.length} broken lines were caught.`);
process.exit(missed > 0 ? 1 : 0);

function failedCases(out) {
  const arguments_ = ['dist/src/cli/main.js', 'check', 'reference', '--out', out, '--timeout-factor', '0.5'];
  spawnSync(process.execPath, arguments_, { cwd: copy, stdio: 'ignore', timeout: 120_000 });
  return readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text))
    .filter(({ type, verdict }) => type === 'case' && verdict === 'fail')
    .map((found) => `${found.case} [${found.mqtt}]`)
    .sort();
}
