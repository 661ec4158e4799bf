import { change, type Lie } from '../../../src/conformance/index.ts';
import type { Will } from '../../../src/packet/index.ts';

/** Changes the Will in each CONNECT that has one, before the broker sees it. */
export function changeWill(into: (will: Will) => Will): Lie {
  return change(
    'fromPeer',
    'connect',
    (packet) => (packet.will === undefined ? packet : { ...packet, will: into(packet.will) }),
    ({ will }) => will !== undefined,
  );
}

/** The same for its properties. */
export function changeWillProperties(properties: NonNullable<Will['properties']>): Lie {
  return changeWill((will) => ({ ...will, properties: { ...will.properties, ...properties } }));
}

/** Takes the Will out of each CONNECT: the server has not stored it. */
export function withoutWill(): Lie {
  return change('fromPeer', 'connect', ({ will: _will, ...packet }) => packet);
}

export function payloadText({ payload }: { readonly payload: Uint8Array }): string {
  return Buffer.from(payload).toString('utf8');
}
