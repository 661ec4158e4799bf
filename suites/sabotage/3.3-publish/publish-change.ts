import type { PropertiesOf, Publish } from '../../../src/packet/index.ts';

type Properties = PropertiesOf<'publish'>;

/** The PUBLISH with these properties added or replaced. */
export function withProperties(packet: Publish, properties: Properties): Publish {
  return { ...packet, properties: { ...packet.properties, ...properties } };
}

/** The PUBLISH without one property. */
export function withoutProperty(packet: Publish, name: keyof Properties): Publish {
  const { [name]: _, ...properties } = packet.properties ?? {};
  return { ...packet, properties };
}

/** The payload as text. */
export function textOf({ payload }: Publish): string {
  return Buffer.from(payload).toString('utf8');
}
