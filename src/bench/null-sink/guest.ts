import type { Socket } from 'node:net';
import type { Receiver, Routes } from './routes.ts';

/**
 * One connection of the null sink: it answers what must be answered and passes messages on as they are, without
 * any of the checks that make a server. What it costs is what the generator is measured against.
 */
export function receiveGuest(socket: Socket, routes: Routes): void {
  let carry: Buffer | undefined;
  let version = 4;
  let subscribed = false;
  let answers = Buffer.allocUnsafe(256);
  let answered = 0;
  /** What this connection said that its aliases stand for. */
  const topicNames = new Map<number, string>();
  /** The topic of the last message, as bytes, and who gets it. */
  let lastTopic: Buffer | undefined;
  let lastAlias = 0;
  let lastReceivers: readonly Receiver[] = [];
  let lastRevision = -1;
  /** Messages in a row that go to the same receivers leave as one piece. */
  let runFrom = -1;
  let runTo = -1;

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (subscribed) routes.remove(socket);
  });
  socket.on('data', (chunk) => {
    const bytes = carry === undefined ? chunk : Buffer.concat([carry, chunk]);
    carry = undefined;
    let at = 0;
    for (;;) {
      const length = frameLength(bytes, at);
      if (length === undefined || at + length > bytes.length) break;
      take(bytes, at, length);
      at += length;
    }
    flush(bytes);
    if (at < bytes.length) carry = bytes.subarray(at);
    if (answered === 0) return;
    socket.write(answers.subarray(0, answered));
    answers = Buffer.allocUnsafe(answers.length);
    answered = 0;
  });

  function roomForAnswer(): void {
    if (answered + 8 > answers.length) answers = Buffer.concat([answers, Buffer.allocUnsafe(answers.length)]);
  }

  function answer(first: number, ...rest: readonly number[]): void {
    roomForAnswer();
    answers[answered] = first;
    answers[answered + 1] = rest.length;
    answered += 2;
    for (const byte of rest) answers[answered++] = byte;
  }

  /** PUBACK and its like: the answer that millions a second are made of. */
  function acknowledge(first: number, bytes: Buffer, identifier: number): void {
    roomForAnswer();
    answers[answered] = first;
    answers[answered + 1] = 2;
    answers[answered + 2] = bytes[identifier] as number;
    answers[answered + 3] = bytes[identifier + 1] as number;
    answered += 4;
  }

  function take(bytes: Buffer, at: number, length: number): void {
    const first = bytes[at] as number;
    const type = first >> 4;
    if (type === 3) return takePublish(bytes, at, length, first);
    const body = bodyOf(bytes, at);
    switch (type) {
      case 1:
        version = bytes[body + 6] as number;
        // 5.0: as many Topic Aliases as there are.
        return version === 5 ? answer(0x20, 0, 0, 3, 0x22, 0xff, 0xff) : answer(0x20, 0, 0);
      // PUBREC: the receiver of a message at QoS 2. PUBREL: its sender.
      case 5:
        return acknowledge(0x62, bytes, body);
      case 6:
        return acknowledge(0x70, bytes, body);
      case 8:
        return takeSubscribe(bytes, body, at + length);
      case 12:
        return answer(0xd0);
      case 14:
        flush(bytes);
        socket.end();
        return;
      default:
        return;
    }
  }

  function takePublish(bytes: Buffer, at: number, length: number, first: number): void {
    const qos = (first >> 1) & 3;
    // Where nobody subscribed there is no topic to look at.
    if (qos === 0 && routes.isEmpty) return;
    const body = bodyOf(bytes, at);
    const topicEnd = body + 2 + (((bytes[body] as number) << 8) | (bytes[body + 1] as number));
    if (qos !== 0) acknowledge(qos === 1 ? 0x40 : 0x50, bytes, topicEnd);
    if (routes.isEmpty) return;
    const alias = version === 5 ? aliasIn(bytes, qos === 0 ? topicEnd : topicEnd + 2) : 0;
    if (runTo !== at || alias !== lastAlias || !isLast(bytes, body, topicEnd)) {
      flush(bytes);
      remember(bytes, body, topicEnd, alias);
      runFrom = at;
    }
    runTo = at + length;
  }

  function isLast(bytes: Buffer, from: number, to: number): boolean {
    if (lastTopic === undefined || lastRevision !== routes.revision || lastTopic.length !== to - from)
      return false;
    // From the end, where topics differ; a call into the runtime would cost more than this loop.
    for (let at = lastTopic.length - 1; at >= 0; at -= 1)
      if (bytes[from + at] !== lastTopic[at]) return false;
    return true;
  }

  function remember(bytes: Buffer, from: number, to: number, alias: number): void {
    if (alias === lastAlias && isLast(bytes, from, to)) return;
    const written = bytes.toString('utf8', from + 2, to);
    const topicName = written === '' ? (topicNames.get(alias) ?? '') : written;
    if (alias !== 0) topicNames.set(alias, topicName);
    lastAlias = alias;
    lastTopic = Buffer.from(bytes.subarray(from, to));
    // Before the question: a shared route answers each time anew, and says so by its revision.
    lastRevision = routes.revision;
    lastReceivers = routes.receiversOf(topicName);
  }

  /** Passes on the messages in a row, as the very bytes that came. */
  function flush(bytes: Buffer): void {
    if (runFrom >= 0)
      for (const receiver of lastReceivers) receiver.socket.write(bytes.subarray(runFrom, runTo));
    runFrom = -1;
    runTo = -1;
  }

  function takeSubscribe(bytes: Buffer, body: number, end: number): void {
    subscribed = true;
    const codes: number[] = [];
    let at = body + 2;
    if (version === 5) at += 1 + (bytes[at] as number);
    while (at + 2 < end) {
      const filterEnd = at + 2 + bytes.readUInt16BE(at);
      const qos = (bytes[filterEnd] as number) & 3;
      routes.add(bytes.toString('utf8', at + 2, filterEnd), { socket, qos });
      codes.push(qos);
      at = filterEnd + 1;
    }
    const identifier = [bytes[body] as number, bytes[body + 1] as number];
    // A SUBACK of many codes is longer than the other answers.
    const packet = [0x90, ...remainingLength(2 + (version === 5 ? 1 : 0) + codes.length), ...identifier];
    socket.write(Buffer.from([...packet, ...(version === 5 ? [0] : []), ...codes]));
  }
}

/** The Topic Alias, where it is the first property; 0 without one. (5.0 section 3.3.2.3.4) */
function aliasIn(bytes: Buffer, properties: number): number {
  return bytes[properties] !== 0 && bytes[properties + 1] === 0x23 ? bytes.readUInt16BE(properties + 2) : 0;
}

/** Bytes of the packet at an offset; undefined while its length has not arrived. */
function frameLength(bytes: Buffer, at: number): number | undefined {
  let remaining = 0;
  for (let digit = 0; digit < 4; digit += 1) {
    const byte = bytes[at + 1 + digit];
    if (byte === undefined) return undefined;
    remaining += (byte & 0x7f) * 128 ** digit;
    if (byte < 128) return 2 + digit + remaining;
  }
  return undefined;
}

function bodyOf(bytes: Buffer, at: number): number {
  let body = at + 2;
  while ((bytes[body - 1] as number) >= 128) body += 1;
  return body;
}

function remainingLength(length: number): readonly number[] {
  return length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
}
