import { keepOpen, type Lie, type Link, together } from '../../../src/conformance/index.ts';

export interface AcceptedLinks {
  /** Watches, and lets everything pass. */
  readonly lie: Lie;
  /** The connections whose CONNECT the broker has accepted, oldest first. */
  readonly links: ReadonlySet<Link>;
}

/** So that a lie about refused connections leaves those alone that the case needs for its control arm. */
export function watchAccepted(): AcceptedLinks {
  const links = new Set<Link>();
  return {
    links,
    lie: {
      fromBroker({ packet }, link) {
        if (packet?.type === 'connack' && packet.reasonCode === 0) links.add(link);
        return 'pass';
      },
    },
  };
}

/** Lets the refusal of a connection pass, but not the close after it. */
export function keepRefusedOpen(): Lie {
  const accepted = watchAccepted();
  return together(
    accepted.lie,
    keepOpen((link) => !accepted.links.has(link)),
  );
}
