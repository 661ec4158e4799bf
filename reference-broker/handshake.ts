import type { Auth } from '../src/packet/auth.ts';
import type { Connect } from '../src/packet/connect.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { BrokerCore } from './core.ts';
import { type AuthenticationExchange, authPacket, beginExchange } from './enhanced-authentication.ts';
import { authenticationOf, connectRefusal, type IdentifiedConnect, identify, proved } from './on-connect.ts';
import type { Authentication } from './options.ts';
import { Reason, type Refusal } from './reason.ts';

/** An enhanced authentication between CONNECT and CONNACK. (5.0 section 4.12) */
export interface OpenAuthentication {
  readonly identified: IdentifiedConnect;
  readonly authenticationMethod: string;
  readonly exchange: AuthenticationExchange;
}

/** What to do with a CONNECT, or with an AUTH that continues it. */
export type HandshakeStep =
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'challenge'; readonly auth: Auth; readonly authentication: OpenAuthentication }
  | {
      readonly kind: 'accept';
      readonly identified: IdentifiedConnect;
      readonly authenticationData?: Uint8Array;
    }
  | {
      /** The hook takes its time. What it says is judged by `resume`, in the same turn in which it is acted on. */
      readonly kind: 'wait';
      readonly authentication: Promise<Authentication>;
      readonly resume: (authentication: Authentication) => HandshakeStep;
    };

/** Judges a CONNECT before it has any effect: identity, authentication, then the rest. */
export function handshakeOf(core: BrokerCore, connect: Connect): HandshakeStep {
  const identification = identify(core, connect);
  if (identification.kind === 'refused') return { kind: 'refuse', refusal: identification.refusal };
  const { identified } = identification;
  const authenticationMethod = connect.properties?.authenticationMethod;
  if (authenticationMethod === undefined) {
    const authentication = authenticationOf(core, identified);
    if (!(authentication instanceof Promise)) return judge(core, identified, authentication);
    const resume = (late: Authentication): HandshakeStep => judgeLate(core, identified, late);
    return { kind: 'wait', authentication, resume };
  }
  const exchange = beginExchange(core.settings.hooks, authenticationMethod, identified.identity);
  if (exchange === undefined) {
    // [5.0/MQTT-4.12.0-1]
    const detail = 'This Authentication Method is not supported';
    return { kind: 'refuse', refusal: { reasonCode: Reason.badAuthenticationMethod, detail } };
  }
  const authentication = { identified, authenticationMethod, exchange };
  return stepOf(core, authentication, connect.properties?.authenticationData);
}

function judge(core: BrokerCore, offered: IdentifiedConnect, authentication: Authentication): HandshakeStep {
  if (authentication === 'allow') return admit(core, offered, undefined);
  if (!('kind' in authentication)) return { kind: 'refuse', refusal: authentication };
  return admit(core, proved(offered, authentication.proof), undefined);
}

/** While the hook took its time, what it judged by may have been withdrawn. */
function judgeLate(
  core: BrokerCore,
  offered: IdentifiedConnect,
  authentication: Authentication,
): HandshakeStep {
  const step = judge(core, offered, authentication);
  if (step.kind !== 'accept' || core.settings.hooks.standingOf(step.identified.identity) === 'valid')
    return step;
  const detail = 'The credentials changed while they were checked';
  return { kind: 'refuse', refusal: { reasonCode: Reason.notAuthorized, detail } };
}

/** Its sender is known; is there anything else against it? */
function admit(
  core: BrokerCore,
  identified: IdentifiedConnect,
  authenticationData: Uint8Array | undefined,
): HandshakeStep {
  const refusal = connectRefusal(core, identified);
  if (refusal !== undefined) return { kind: 'refuse', refusal };
  return { kind: 'accept', identified, ...(authenticationData === undefined ? {} : { authenticationData }) };
}

/** Judges a packet that came while an enhanced authentication was open. */
export function continueHandshake(
  core: BrokerCore,
  authentication: OpenAuthentication,
  packet: Packet,
): HandshakeStep {
  // [5.0/MQTT-3.1.2-30]
  if (packet.type !== 'auth') return protocolError('Only AUTH or DISCONNECT may come before CONNACK');
  // [5.0/MQTT-4.12.0-3]
  if (packet.reasonCode !== Reason.continueAuthentication) {
    return protocolError('AUTH before CONNACK has to continue the authentication');
  }
  // [5.0/MQTT-4.12.0-5] [5.0/U-3.15-1]
  if (packet.properties?.authenticationMethod !== authentication.authenticationMethod) {
    return protocolError('AUTH names another Authentication Method than CONNECT');
  }
  return stepOf(core, authentication, packet.properties.authenticationData);
}

function stepOf(
  core: BrokerCore,
  authentication: OpenAuthentication,
  authenticationData: Uint8Array | undefined,
): HandshakeStep {
  const { identified, authenticationMethod, exchange } = authentication;
  const step = exchange(authenticationData);
  switch (step.kind) {
    case 'refused':
      // [5.0/MQTT-4.12.0-4]
      return { kind: 'refuse', refusal: step.refusal };
    case 'continue': {
      // [5.0/MQTT-4.12.0-2]
      const auth = authPacket(Reason.continueAuthentication, authenticationMethod, step.authenticationData);
      return { kind: 'challenge', auth, authentication };
    }
    case 'success':
      return admit(core, proved(identified, step.proof ?? {}), step.authenticationData);
  }
}

function protocolError(detail: string): HandshakeStep {
  return { kind: 'refuse', refusal: { reasonCode: Reason.protocolError, detail } };
}
