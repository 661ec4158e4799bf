import type {
  Auth,
  Connect,
  Disconnect,
  Pingreq,
  Puback,
  Pubcomp,
  Publish,
  Pubrec,
  Pubrel,
  Subscribe,
  Subscription,
  Unsubscribe,
  Will,
} from '../packet/index.ts';

/** A payload may be given as text. */
type Text = string | Uint8Array;

export type WillFields = Partial<Omit<Will, 'payload'>> &
  Pick<Will, 'topicName'> & { readonly payload?: Text };
export type ConnectFields = Partial<Omit<Connect, 'type' | 'will' | 'password'>> &
  Pick<Connect, 'protocolVersion' | 'clientIdentifier'> & {
    readonly will?: WillFields;
    readonly password?: Text;
  };
export type PublishFields = Partial<Omit<Publish, 'type' | 'payload'>> &
  Pick<Publish, 'topicName'> & { readonly payload?: Text };
export type SubscriptionFields = Partial<Subscription> & Pick<Subscription, 'topicFilter'>;
export type SubscribeFields = Pick<Subscribe, 'packetIdentifier'> &
  Partial<Pick<Subscribe, 'properties'>> & { readonly subscriptions: readonly SubscriptionFields[] };

/** A CONNECT with a clean start and Keep Alive 60, unless told otherwise. */
export function connect(fields: ConnectFields): Connect {
  const { will, password, ...rest } = fields;
  return {
    type: 'connect',
    cleanStart: true,
    keepAliveSeconds: 60,
    ...rest,
    ...(will === undefined ? {} : { will: willOf(will) }),
    ...(password === undefined ? {} : { password: bytesOf(password) }),
  };
}

/** A QoS 0 PUBLISH without flags and payload, unless told otherwise. */
export function publish(fields: PublishFields): Publish {
  const { payload, ...rest } = fields;
  return { type: 'publish', qos: 0, dup: false, retain: false, ...rest, payload: bytesOf(payload ?? '') };
}

export function subscribe(fields: SubscribeFields): Subscribe {
  return { type: 'subscribe', ...fields, subscriptions: fields.subscriptions.map(subscription) };
}

/** A subscription at QoS 0 with all options 0, unless told otherwise. */
export function subscription(fields: SubscriptionFields): Subscription {
  return { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0, ...fields };
}

export function unsubscribe(fields: Omit<Unsubscribe, 'type'>): Unsubscribe {
  return { type: 'unsubscribe', ...fields };
}

export const pingreq: Pingreq = { type: 'pingreq' };

/** DISCONNECT with Reason Code 0x00, unless told otherwise. */
export function disconnect(fields: Partial<Omit<Disconnect, 'type'>> = {}): Disconnect {
  return { type: 'disconnect', reasonCode: 0, ...fields };
}

export function puback(packetIdentifier: number, reasonCode = 0): Puback {
  return { type: 'puback', packetIdentifier, reasonCode };
}

export function pubrec(packetIdentifier: number, reasonCode = 0): Pubrec {
  return { type: 'pubrec', packetIdentifier, reasonCode };
}

export function pubrel(packetIdentifier: number, reasonCode = 0): Pubrel {
  return { type: 'pubrel', packetIdentifier, reasonCode };
}

export function pubcomp(packetIdentifier: number, reasonCode = 0): Pubcomp {
  return { type: 'pubcomp', packetIdentifier, reasonCode };
}

export function auth(fields: Partial<Omit<Auth, 'type'>> = {}): Auth {
  return { type: 'auth', reasonCode: 0x18, ...fields };
}

function willOf(fields: WillFields): Will {
  const { payload, ...rest } = fields;
  return { qos: 0, retain: false, ...rest, payload: bytesOf(payload ?? '') };
}

function bytesOf(text: Text): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
}
