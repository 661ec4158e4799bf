import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.8: Subscriptions. */
export const section4_8: readonly Statement[] = [
  {
    id: '5.0/MQTT-4.8.2-1',
    section: '4.8.2',
    role: 'both',
    kind: 'numbered',
    keyword: 'MUST',
    summary: 'A shared Topic Filter begins with $share/ and a ShareName that is not empty.',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: shared subscription' },
      { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:subscribe' },
    ],
  },
  {
    id: '5.0/MQTT-4.8.2-2',
    section: '4.8.2',
    role: 'both',
    kind: 'numbered',
    keyword: 'MUST NOT',
    summary: 'A ShareName has no /, + or # and is followed by a / and then a Topic Filter.',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: shared subscription' },
      { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:subscribe' },
    ],
  },
  {
    id: '5.0/MQTT-4.8.2-3',
    section: '4.8.2',
    role: 'server',
    kind: 'numbered',
    keyword: 'MUST',
    summary: 'The Server delivers to a shared subscriber within the QoS granted to it.',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: shared subscription' },
    ],
  },
  {
    id: '5.0/MQTT-4.8.2-4',
    section: '4.8.2',
    role: 'server',
    kind: 'numbered',
    keyword: 'MUST',
    summary:
      'The Server finishes an interrupted QoS 2 delivery to the shared subscriber it chose once that Client is back.',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: shared subscription' },
    ],
  },
  {
    id: '5.0/MQTT-4.8.2-5',
    section: '4.8.2',
    role: 'server',
    kind: 'numbered',
    keyword: 'MUST NOT',
    summary:
      "If the chosen Client's Session ends first, the Server gives its QoS 2 message to no other shared subscriber.",
    duties: [
      {
        role: 'server',
        basis: 'obligation',
        testable: 'yes',
        needs: 'time; capability on: shared subscription',
      },
    ],
  },
  {
    id: '5.0/MQTT-4.8.2-6',
    section: '4.8.2',
    role: 'server',
    kind: 'numbered',
    keyword: 'MUST',
    summary:
      'The Server drops a shared message refused with PUBACK or PUBREC 0x80 or above and offers it to no one else.',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: shared subscription' },
    ],
  },
  {
    id: '5.0/U-4.8.1-1',
    section: '4.8.1',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary: 'The Server keeps at most one Non-shared Subscription for a Topic Filter in a Session.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.1-2',
    section: '4.8.1',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'The Server gives every Client with a Non-shared Subscription to a Topic its own copy of each message.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-1',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'The Server sends a message matching a Shared Subscription to just one of the subscribing Sessions.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-2',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary: 'The Server ignores $share and the ShareName when it matches a Shared Subscription to a topic.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-3',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'A Session that subscribes to a Shared Subscription gets no retained messages but does get later publications.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-4',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'A Session joining a Shared Subscription gets no retained messages, and each later message goes to exactly one member.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-5',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'UNSUBSCRIBE with the full shared Topic Filter, or Session end, removes a Session from a Shared Subscription.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-6',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'A Shared Subscription outlives its creator and ends, undelivered messages included, once no Session is left.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-7',
    section: '4.8.2',
    role: 'server',
    kind: 'may',
    keyword: 'none',
    summary:
      'The Server selects the Session that receives each message of a Shared Subscription by any criteria.',
    duties: [],
    excluded: 'a permission; nothing to violate',
  },
  {
    id: '5.0/U-4.8.2-8',
    section: '4.8.2',
    role: 'server',
    kind: 'may',
    keyword: 'MAY',
    summary:
      'If its chosen Client drops before acknowledging QoS 1, the Server can wait for it to return and send again.',
    duties: [],
    excluded: 'a permission; nothing to violate',
  },
  {
    id: '5.0/U-4.8.2-9',
    section: '4.8.2',
    role: 'server',
    kind: 'should',
    keyword: 'SHOULD',
    summary:
      "If the chosen Client's Session ends first, the Server should pass its shared message to another subscriber.",
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-10',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'Subscribing again to a Shared Subscription does not count twice, so one UNSUBSCRIBE removes the Session.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-11',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary: 'The Server handles a message that matches two Shared Subscriptions once for each of them.',
    duties: [],
  },
  {
    id: '5.0/U-4.8.2-12',
    section: '4.8.2',
    role: 'server',
    kind: 'behavior',
    keyword: 'none',
    summary:
      'Shared and Non-shared Subscriptions that match one message yield separate copies, perhaps both to one Client.',
    duties: [],
  },
];
