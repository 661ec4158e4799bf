import type { Connect, Overrides, Packet } from '../packet/index.ts';
import type { CloseOptions, ConnectOptions, Peer } from '../peer/index.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import type { Capability } from '../target/capability.ts';
import { type BrokerCase, brokerCase } from './case.ts';
import type { CaseContext } from './context.ts';

interface Row {
  /** Last part of the case id, kebab-case. */
  readonly name: string;
  readonly proves: readonly StatementId[];
  readonly needs?: readonly Capability[];
  /** What the standard allows before the close. */
  readonly close?: CloseOptions;
}

/** A first packet that no server may accept. */
export interface MalformedConnect extends Row {
  /** The valid CONNECT that the row spoils; it is seen to be accepted first (control arm). */
  readonly connect?: ConnectOptions | ((context: CaseContext) => ConnectOptions);
  /** What is wrong about it. */
  readonly overrides: Record<string, unknown> | ((connect: Connect) => Record<string, unknown>);
  /** Return codes of 3.1.1 whose meaning covers the fault, so that they may come before the close. */
  readonly returnCodes?: readonly number[];
}

/** A packet on an accepted connection that no server may go on after. */
export interface MalformedAfterConnect extends Row {
  /** The packet; a function where it needs names of the case. */
  readonly send:
    | string
    | ((context: CaseContext, peer: Peer) => string | readonly [Packet, Record<string, unknown>]);
}

/** One case for each row: the CONNECT without the fault is accepted, the one with it is closed on. */
export function malformedConnects(prefix: string, rows: readonly MalformedConnect[]): readonly BrokerCase[] {
  return rows.map((row) =>
    brokerCase(`${prefix}/${row.name}`, row, async (context) => {
      const fields = typeof row.connect === 'function' ? row.connect(context) : row.connect;
      const control = await context.connected('control', fields);
      await control.disconnect();
      const peer = await context.open();
      const packet = peer.connectPacket(fields);
      const overrides = typeof row.overrides === 'function' ? row.overrides(packet) : row.overrides;
      peer.sendWith(packet, overrides as Overrides<Packet>);
      await peer.expectClosed(row.close);
      if (context.mqtt === '5.0') return;
      // That it closed is one duty, that it said nothing before is another.
      const connack = row.returnCodes ?? 'none';
      await peer.expectClosed({ connack, ...row.close, proves: ['3.1.1/MQTT-3.1.4-1'] });
    }),
  );
}

/** One case for each row: on a connection that was accepted, the packet makes the server close it. */
export function malformedAfterConnect(
  prefix: string,
  rows: readonly MalformedAfterConnect[],
): readonly BrokerCase[] {
  return rows.map((row) =>
    brokerCase(`${prefix}/${row.name}`, row, async (context) => {
      const peer = await context.connected();
      await peer.fence();
      const sent = typeof row.send === 'string' ? row.send : row.send(context, peer);
      if (typeof sent === 'string') peer.sendBytes(sent);
      else peer.sendWith(sent[0], sent[1] as Overrides<Packet>);
      await peer.expectClosed(row.close);
    }),
  );
}
