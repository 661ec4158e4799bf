export type { Auth } from './auth.ts';
export type { Connack } from './connack.ts';
export type { Connect, Will } from './connect.ts';
export {
  createDecoder,
  type Decoded,
  type DecodedPacket,
  type DecodedViolation,
  type Decoder,
  type DecoderOptions,
} from './decoder.ts';
export { describe, hex } from './describe.ts';
export type { Disconnect } from './disconnect.ts';
export { encode, encodeWith, type Overrides } from './encode.ts';
export type { Packet, PacketOf, PacketType } from './packet.ts';
export type { Pingreq } from './pingreq.ts';
export type { Pingresp } from './pingresp.ts';
export type { PropertiesOf, UserProperty } from './properties-of.ts';
export type { Puback } from './puback.ts';
export type { Pubcomp } from './pubcomp.ts';
export type { Publish } from './publish.ts';
export type { Pubrec } from './pubrec.ts';
export type { Pubrel } from './pubrel.ts';
export type { QoS } from './qos.ts';
export { type Raw, raw } from './raw.ts';
export type { Receiver } from './reader.ts';
export type { Suback } from './suback.ts';
export type { Subscribe, Subscription } from './subscribe.ts';
export {
  matches,
  parseSharedSubscription,
  type SharedSubscription,
  type TopicFilterViolationCode,
  type TopicNameViolationCode,
  topicFilterViolation,
  topicNameViolation,
} from './topic.ts';
export type { Unsuback } from './unsuback.ts';
export type { Unsubscribe } from './unsubscribe.ts';
export {
  type Violation,
  type ViolationCode,
  violationOf,
} from './violation.ts';
export { type ViolationDefinition, violations } from './violation-table.ts';
export { EncodeError, type EncodeErrorCode } from './writer.ts';
