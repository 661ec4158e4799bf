import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.1: Session State. */
// biome-ignore format: a table is read one statement a line
export const section4_1: readonly Statement[] = [
  { id: '5.0/MQTT-4.1.0-1', section: '4.1.1', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'Client and Server keep Session State for as long as the Network Connection is open.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'time; capability on: session expiry' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'time; driver:receive maximum' }] },
  { id: '5.0/MQTT-4.1.0-2', section: '4.1.1', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server discards Session State once, with the connection closed, Session Expiry Interval has run out.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'time; capability on: session expiry' }] },
  { id: '5.0/U-4.1-1', section: '4.1', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A Session spans Network Connections and lasts for Session Expiry Interval after the latest one.', duties: [] },
  { id: '5.0/U-4.1-2', section: '4.1', role: 'client', kind: 'behavior', keyword: 'none', summary: 'The Client keeps QoS 1 and QoS 2 messages it sent in the Session State until fully acknowledged.', duties: [] },
  { id: '5.0/U-4.1-3', section: '4.1', role: 'client', kind: 'behavior', keyword: 'none', summary: 'The Client keeps QoS 2 messages it received in the Session State until their exchange is complete.', duties: [] },
  { id: '5.0/U-4.1-4', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server remembers that a Session exists even when it holds nothing else.', duties: [] },
  { id: '5.0/U-4.1-5', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server keeps the Client\'s subscriptions with their Subscription Identifiers in the Session State.', duties: [] },
  { id: '5.0/U-4.1-6', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server keeps QoS 1 and QoS 2 messages it sent in the Session State until fully acknowledged.', duties: [] },
  { id: '5.0/U-4.1-7', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server keeps QoS 1 and 2 messages awaiting transmission in the Session State; keeping QoS 0 ones is optional.', duties: [] },
  { id: '5.0/U-4.1-8', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server\'s Session State holds received QoS 2 messages not yet complete, and Will Message with Will Delay Interval.', duties: [] },
  { id: '5.0/U-4.1-9', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server remembers when a disconnected Session ends and drops its Session State then.', duties: [] },
  { id: '5.0/U-4.1-10', section: '4.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server keeps retained messages when a Session ends, as they are no part of it.', duties: [] },
];
