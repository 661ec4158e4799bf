import type { Socket } from 'node:net';

/** Where the sink sends a message on, by Topic Name. Filters are Topic Names, or end with `/#`; no other wildcard. */
export interface Routes {
  /** Who gets the next message of a topic; members of a Shared Subscription take turns. */
  receiversOf(topicName: string): readonly Receiver[];
  add(topicFilter: string, receiver: Receiver): void;
  remove(socket: Socket): void;
  /** Grows with each change: whoever remembers receivers looks again. */
  readonly revision: number;
  readonly isEmpty: boolean;
}

export interface Receiver {
  readonly socket: Socket;
  readonly qos: number;
}

interface Group {
  readonly members: Receiver[];
  next: number;
}

export function createRoutes(): Routes {
  const plain = new Map<string, Receiver[]>();
  const shared = new Map<string, Group>();
  let revision = 0;

  function filtersOf(topicName: string): readonly string[] {
    const levels = topicName.split('/');
    return [topicName, ...levels.map((_, at) => `${levels.slice(0, at).join('/')}/#`).slice(1)];
  }

  return {
    get revision() {
      return revision;
    },
    get isEmpty() {
      return plain.size === 0 && shared.size === 0;
    },
    receiversOf(topicName) {
      return filtersOf(topicName).flatMap((filter) => {
        const group = shared.get(filter);
        if (group === undefined || group.members.length === 0) return plain.get(filter) ?? [];
        group.next = (group.next + 1) % group.members.length;
        // A group changes its receiver with each message: nobody may remember it.
        revision += 1;
        return [group.members[group.next] as Receiver, ...(plain.get(filter) ?? [])];
      });
    },
    add(topicFilter, receiver) {
      revision += 1;
      if (topicFilter.startsWith('$share/')) {
        const filter = topicFilter.split('/').slice(2).join('/');
        const group = shared.get(filter) ?? { members: [], next: 0 };
        group.members.push(receiver);
        shared.set(filter, group);
        return;
      }
      const receivers = plain.get(topicFilter) ?? [];
      receivers.push(receiver);
      plain.set(topicFilter, receivers);
    },
    remove(socket) {
      revision += 1;
      const isOther = (receiver: Receiver): boolean => receiver.socket !== socket;
      for (const [filter, receivers] of plain) keepOrDelete(plain, filter, receivers.filter(isOther));
      for (const group of shared.values())
        group.members.splice(0, Infinity, ...group.members.filter(isOther));
    },
  };
}

function keepOrDelete(plain: Map<string, Receiver[]>, filter: string, receivers: Receiver[]): void {
  if (receivers.length === 0) plain.delete(filter);
  else plain.set(filter, receivers);
}
