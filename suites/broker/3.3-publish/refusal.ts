import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import type { Overrides, Publish } from '../../../src/packet/index.ts';
import { oneOf, type Peer, type PublishFields, publish } from '../../../src/peer/index.ts';

type StatementIds = BrokerCase['proves'];

/** What the standard calls an error, without naming a code of its own for it. */
export const generalCodes: readonly number[] = [0x81, 0x82];

/** On the code of a DISCONNECT: the specific one where there is one, else 0x81 or 0x82. */
const onTheCode = '5.0/U-4.13.1-8';

/** Which code is the right one. */
export interface Refusal {
  readonly codes: readonly number[];
  /** The statements on the code. */
  readonly proves?: StatementIds;
}

/** A PUBLISH that no server may go on after. */
export interface RefusedPublish extends Refusal {
  /** Last part of the case id; `-closes` is put after it. */
  readonly name: string;
  readonly proves: StatementIds;
  readonly needs?: BrokerCase['needs'];
  /** The valid PUBLISH that is spoiled; it is seen to be taken first (control arm). */
  readonly publish: (context: CaseContext) => PublishFields;
  /** What is wrong about it. */
  readonly overrides: Overrides<Publish> | ((context: CaseContext) => Overrides<Publish>);
}

/** One case for each row: the server goes on after the PUBLISH without the fault, and closes on the one with it. */
export function refusedPublishes(rows: readonly RefusedPublish[]): readonly BrokerCase[] {
  return rows.map((row) =>
    brokerCase(
      `publish/${row.name}-closes`,
      { proves: [...row.proves, onTheCode], ...(row.needs === undefined ? {} : { needs: row.needs }) },
      async (context) => {
        const peer = await context.connected();
        await peer.publish(row.publish(context));
        await peer.fence();
        const overrides = typeof row.overrides === 'function' ? row.overrides(context) : row.overrides;
        peer.sendWith(publish(row.publish(context)), overrides);
        await expectRefused(peer, row.proves, { codes: row.codes });
      },
    ),
  );
}

/** The server closes the connection. If it says why, which is its choice, then by one of the codes. */
export async function expectRefused(peer: Peer, proves: StatementIds, refusal: Refusal): Promise<void> {
  await peer.expectClosed({ proves });
  if (!peer.unread.some(({ type }) => type === 'disconnect')) return;
  const reasonCode = oneOf(...refusal.codes);
  await peer.expect('disconnect', { reasonCode }, { proves: refusal.proves ?? [onTheCode] });
}
