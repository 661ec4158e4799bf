import type { Auth } from './auth.ts';
import type { Connack } from './connack.ts';
import type { Connect } from './connect.ts';
import type { Disconnect } from './disconnect.ts';
import type { Pingreq } from './pingreq.ts';
import type { Pingresp } from './pingresp.ts';
import type { Puback } from './puback.ts';
import type { Pubcomp } from './pubcomp.ts';
import type { Publish } from './publish.ts';
import type { Pubrec } from './pubrec.ts';
import type { Pubrel } from './pubrel.ts';
import type { Suback } from './suback.ts';
import type { Subscribe } from './subscribe.ts';
import type { Unsuback } from './unsuback.ts';
import type { Unsubscribe } from './unsubscribe.ts';

/** Any MQTT Control Packet, told apart by its `type`. (3.1.1 section 2.2.1, 5.0 section 2.1.2) */
export type Packet =
  | Connect
  | Connack
  | Publish
  | Puback
  | Pubrec
  | Pubrel
  | Pubcomp
  | Subscribe
  | Suback
  | Unsubscribe
  | Unsuback
  | Pingreq
  | Pingresp
  | Disconnect
  | Auth;

export type PacketType = Packet['type'];

/** The packet of a given type. */
export type PacketOf<T extends PacketType> = Extract<Packet, { readonly type: T }>;
