import type { Packet, PacketOf, PacketType, Publish } from '../packet/index.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import { pingreq } from './builders.ts';
import { type Conversation, showEnd } from './conversation.ts';
import type { Taken } from './inbox.ts';
import { type Match, matches, mismatches, showMatch } from './match.ts';
import { ExpectationFailed, SetupFailed } from './problem.ts';

/** Options of a measured step. */
export interface StepOptions {
  /** The statements that this step alone proves. Without it a failure blames all statements of the case. */
  readonly proves?: readonly StatementId[];
  /** Longest wait; the default is the deadline of the run. */
  readonly withinMs?: number;
  /**
   * What it means that no packet of the type comes. `inconclusive`: the step is about what the packet holds, and
   * a packet that does not come does not break that. The default is that the step fails.
   */
  readonly absence?: 'fails' | 'inconclusive';
}

export interface CloseOptions extends StepOptions {
  /**
   * What CONNACK may come before the close of a connection that was not yet accepted: none, any that refuses
   * (the default), or one of these codes.
   */
  readonly connack?: 'none' | 'refusal' | readonly number[];
  /** Packets that must not come before the close, such as the acknowledgement of what is refused. */
  readonly without?: readonly PacketType[];
}

/** The measured verbs: each throws {@link ExpectationFailed} when the server does what the standard does not allow. */
export interface Expectations {
  /** The next packet of the type must come and must match. Packets of other types may come before it. */
  expect<T extends PacketType>(
    type: T,
    match?: Match<PacketOf<T>>,
    options?: StepOptions,
  ): Promise<PacketOf<T>>;
  /** As `expect`, but where the standard lets the server close the connection instead, which is `closed`. */
  expectOrClosed<T extends PacketType>(
    type: T,
    match?: Match<PacketOf<T>>,
    options?: StepOptions,
  ): Promise<PacketOf<T> | 'closed'>;
  /** The sentinel must be the next PUBLISH: anything delivered before it is what must not be delivered. */
  expectNothingBefore(sentinel: Match<Publish>, options?: StepOptions): Promise<Publish>;
  /** The server must close the Network Connection, by FIN or RST. A silent or a still answering one has not. */
  expectClosed(options?: CloseOptions): Promise<void>;
  /** No CONNACK may accept the connection before it ends, or within the wait. A silent server has not accepted it. */
  expectNotAccepted(options?: StepOptions): Promise<void>;
  /** The server must still answer PINGREQ. */
  expectAlive(options?: StepOptions): Promise<void>;
}

export function createExpectations(conversation: Conversation, deadlineMs: number): Expectations {
  const { inbox } = conversation;

  function fail(allowed: readonly string[], actual: string, options: StepOptions | undefined): never {
    const statements = options?.proves;
    throw new ExpectationFailed({ allowed, actual, ...(statements === undefined ? {} : { statements }) });
  }

  async function next<T extends PacketType>(type: T, options: StepOptions | undefined) {
    return inbox.take(
      (packet): packet is PacketOf<T> => packet.type === type,
      options?.withinMs ?? deadlineMs,
    );
  }

  function judge<T extends PacketType>(
    type: T,
    match: Match<PacketOf<T>>,
    options: StepOptions | undefined,
    taken: Taken<PacketOf<T>>,
    otherwise: readonly string[] = [],
  ): PacketOf<T> {
    const allowed = [showWanted(type, match), ...otherwise];
    if (taken.kind !== 'taken') {
      const missing = showMissing(type, taken, options?.withinMs ?? deadlineMs, inbox.waiting);
      if (options?.absence === 'inconclusive' || endedByUs(taken)) throw new SetupFailed(missing);
      return fail(allowed, missing, options);
    }
    const wrong = mismatches(taken.value, match);
    if (wrong.length > 0) return fail(allowed, `${type.toUpperCase()} whose ${wrong.join(', ')}`, options);
    return taken.value;
  }

  async function expect<T extends PacketType>(
    type: T,
    match: Match<PacketOf<T>> = {},
    options?: StepOptions,
  ) {
    return judge(type, match, options, await next(type, options));
  }

  async function stillAnswers(): Promise<'alive' | 'zombie'> {
    conversation.send(pingreq);
    const taken = await inbox.take(
      (packet): packet is PacketOf<'pingresp'> => packet.type === 'pingresp',
      Math.min(deadlineMs, 2000),
    );
    return taken.kind === 'taken' ? 'alive' : 'zombie';
  }

  return {
    expect,
    async expectOrClosed<T extends PacketType>(
      type: T,
      match: Match<PacketOf<T>> = {},
      options?: StepOptions,
    ) {
      const taken = await next(type, options);
      if (taken.kind === 'ended' && (taken.end.kind === 'fin' || taken.end.kind === 'reset')) return 'closed';
      return judge(type, match, options, taken, [showClose(undefined)]);
    },
    async expectNothingBefore(sentinel, options) {
      const packet = await expect('publish', {}, options);
      if (matches(packet, sentinel)) return packet;
      return fail(
        [`no PUBLISH before the sentinel (${showMatch(sentinel)})`],
        `PUBLISH to ${JSON.stringify(packet.topicName)}, whose ${mismatches(packet, sentinel).join(', ')}`,
        options,
      );
    },
    async expectClosed(options) {
      const withinMs = options?.withinMs ?? deadlineMs;
      const allowed = [showClose(options)];
      const end = await inbox.ended(withinMs);
      const forbidden = inbox.waiting.find((packet) => !mayPrecedeClose(packet, options));
      if (forbidden !== undefined) {
        const then = end === undefined ? 'the connection stayed open' : showEnd(end);
        return fail(allowed, `${showForbidden(forbidden)}; then ${then}`, options);
      }
      if (end === undefined) {
        const state = await stillAnswers();
        const closedLate = inbox.end === undefined ? '' : `, and was ${showEnd(inbox.end)} only then`;
        return fail(allowed, `still open after ${withinMs} ms: ${showState(state)}${closedLate}`, options);
      }
      if (end.kind === 'local' || end.kind === 'failed') return fail(allowed, showEnd(end), options);
    },
    async expectNotAccepted(options) {
      const taken = await inbox.take(
        (packet): packet is PacketOf<'connack'> => packet.type === 'connack' && packet.reasonCode === 0,
        options?.withinMs ?? deadlineMs,
      );
      if (taken.kind === 'taken')
        fail(['no CONNACK that accepts the connection'], 'CONNACK with code 0x00', options);
    },
    async expectAlive(options) {
      conversation.send(pingreq);
      await expect('pingresp', {}, options);
    },
  };
}

/** Whoever hung up, by a step or because too much came in that nobody asked for, cannot blame the server. */
function endedByUs(taken: Exclude<Taken<Packet>, { readonly kind: 'taken' }>): boolean {
  return taken.kind === 'ended' && taken.end.kind === 'local';
}

function showWanted<T>(type: PacketType, match: Match<T>): string {
  const conditions = showMatch(match);
  return conditions === '' ? type.toUpperCase() : `${type.toUpperCase()} with ${conditions}`;
}

function showMissing(
  type: PacketType,
  taken: Exclude<Taken<Packet>, { readonly kind: 'taken' }>,
  withinMs: number,
  waiting: readonly Packet[],
): string {
  const others = waiting.length === 0 ? '' : ` (received instead: ${showTypes(waiting)})`;
  const name = type.toUpperCase();
  if (taken.kind === 'ended') return `no ${name}: ${showEnd(taken.end)}${others}`;
  return `no ${name} within ${withinMs} ms; the connection is still open${others}`;
}

function showTypes(packets: readonly Packet[]): string {
  const shown = packets.slice(0, 5).map((packet) => packet.type.toUpperCase());
  return packets.length > 5 ? `${shown.join(', ')} and ${packets.length - 5} more` : shown.join(', ');
}

function mayPrecedeClose(packet: Packet, options: CloseOptions | undefined): boolean {
  if (options?.without?.includes(packet.type)) return false;
  if (packet.type !== 'connack') return true;
  const allowed = options?.connack ?? 'refusal';
  if (allowed === 'none') return false;
  if (allowed === 'refusal') return packet.reasonCode !== 0;
  return allowed.includes(packet.reasonCode);
}

function showForbidden(packet: Packet): string {
  if (packet.type !== 'connack') return packet.type.toUpperCase();
  return `CONNACK with code 0x${packet.reasonCode.toString(16).padStart(2, '0')}`;
}

function showClose(options: CloseOptions | undefined): string {
  const connack = options?.connack ?? 'refusal';
  const without =
    options?.without === undefined ? '' : ` without ${options.without.join(', ').toUpperCase()}`;
  if (connack === 'none') return `the server closes the connection without CONNACK${without}`;
  if (connack === 'refusal') return `the server closes the connection (FIN or RST)${without}`;
  const codes = connack.map((code) => `0x${code.toString(16).padStart(2, '0')}`).join(' or ');
  return `the server closes the connection, after CONNACK ${codes} or without${without}`;
}

function showState(state: 'alive' | 'zombie'): string {
  return state === 'alive' ? 'it still answers PINGREQ' : 'it neither closes nor answers (zombie)';
}
