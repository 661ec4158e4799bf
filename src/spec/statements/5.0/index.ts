import type { Statement } from '../statement.ts';
import { section1 } from './1-introduction.ts';
import { section2 } from './2-mqtt-control-packet-format.ts';
import { section3_1 } from './3.1-connect.ts';
import { section3_2 } from './3.2-connack.ts';
import { section3_3 } from './3.3-publish.ts';
import { section3_4 } from './3.4-puback.ts';
import { section3_5 } from './3.5-pubrec.ts';
import { section3_6 } from './3.6-pubrel.ts';
import { section3_7 } from './3.7-pubcomp.ts';
import { section3_8 } from './3.8-subscribe.ts';
import { section3_9 } from './3.9-suback.ts';
import { section3_10 } from './3.10-unsubscribe.ts';
import { section3_11 } from './3.11-unsuback.ts';
import { section3_12 } from './3.12-pingreq.ts';
import { section3_13 } from './3.13-pingresp.ts';
import { section3_14 } from './3.14-disconnect.ts';
import { section3_15 } from './3.15-auth.ts';
import { section4_1 } from './4.1-session-state.ts';
import { section4_2 } from './4.2-network-connections.ts';
import { section4_3 } from './4.3-quality-of-service-levels-and-protocol-flows.ts';
import { section4_4 } from './4.4-message-delivery-retry.ts';
import { section4_5 } from './4.5-message-receipt.ts';
import { section4_6 } from './4.6-message-ordering.ts';
import { section4_7 } from './4.7-topic-names-and-topic-filters.ts';
import { section4_8 } from './4.8-subscriptions.ts';
import { section4_9 } from './4.9-flow-control.ts';
import { section4_11 } from './4.11-server-redirection.ts';
import { section4_12 } from './4.12-enhanced-authentication.ts';
import { section4_13 } from './4.13-handling-errors.ts';
import { section6 } from './6-using-websocket-as-a-network-transport.ts';
import { section7 } from './7-conformance.ts';

/** All statements of MQTT 5.0, section by section. */
export const statements50: readonly Statement[] = [
  ...section1,
  ...section2,
  ...section3_1,
  ...section3_2,
  ...section3_3,
  ...section3_4,
  ...section3_5,
  ...section3_6,
  ...section3_7,
  ...section3_8,
  ...section3_9,
  ...section3_10,
  ...section3_11,
  ...section3_12,
  ...section3_13,
  ...section3_14,
  ...section3_15,
  ...section4_1,
  ...section4_2,
  ...section4_3,
  ...section4_4,
  ...section4_5,
  ...section4_6,
  ...section4_7,
  ...section4_8,
  ...section4_9,
  ...section4_11,
  ...section4_12,
  ...section4_13,
  ...section6,
  ...section7,
];
