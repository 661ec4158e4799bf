import { isUtf8 } from 'node:buffer';

/** The first message of a client, understood. (RFC 5802 section 7) */
export interface ClientFirst {
  /** What `c=` of the last message has to repeat. */
  readonly gs2Header: string;
  /** Part of what both sides sign. */
  readonly bare: string;
  readonly authorizationIdentity?: string;
  readonly userName: string;
  readonly nonce: string;
}

/** The last message of a client, understood. */
export interface ClientFinal {
  readonly channelBinding: string;
  readonly nonce: string;
  readonly withoutProof: string;
  readonly proof: Uint8Array;
}

/** Far more than a message of SCRAM needs; the User Name may be escaped. */
const longestMessageBytes = 8_192;
const longestNonceCharacters = 512;

/** @returns nothing when it is malformed or asks for what this server does not do: channel binding, extensions. */
export function parseClientFirst(data: Uint8Array | undefined): ClientFirst | undefined {
  const text = textOf(data);
  // `y`: the client could bind to the channel and thinks that we cannot, which is true. `p` asks for it.
  const parts =
    /^(?<gs2Header>[ny],(?:a=(?<authzid>[^,]+))?,)(?<bare>n=(?<name>[^,]+),r=(?<nonce>[^,]+)(?:,.*)?)$/su.exec(
      text ?? '',
    )?.groups;
  const { gs2Header, authzid, bare, name, nonce } = parts ?? {};
  if (gs2Header === undefined || bare === undefined || name === undefined || nonce === undefined)
    return undefined;
  const userName = unescapeName(name);
  const authorizationIdentity = authzid === undefined ? undefined : unescapeName(authzid);
  if (userName === undefined || !isNonce(nonce)) return undefined;
  if (authzid !== undefined && authorizationIdentity === undefined) return undefined;
  return {
    gs2Header,
    bare,
    userName,
    nonce,
    ...(authorizationIdentity === undefined ? {} : { authorizationIdentity }),
  };
}

/** @returns nothing when it is malformed. */
export function parseClientFinal(data: Uint8Array | undefined): ClientFinal | undefined {
  const text = textOf(data);
  const parts =
    /^(?<withoutProof>c=(?<channelBinding>[^,]+),r=(?<nonce>[^,]+)(?:,.*)?),p=(?<proof>[^,]+)$/su.exec(
      text ?? '',
    )?.groups;
  const { withoutProof, channelBinding, nonce, proof } = parts ?? {};
  if (withoutProof === undefined || channelBinding === undefined) return undefined;
  if (nonce === undefined || proof === undefined) return undefined;
  const decoded = Buffer.from(proof, 'base64');
  if (decoded.toString('base64') !== proof) return undefined;
  return { channelBinding, nonce, withoutProof, proof: decoded };
}

function textOf(data: Uint8Array | undefined): string | undefined {
  if (data === undefined || data.length > longestMessageBytes || !isUtf8(data)) return undefined;
  return Buffer.from(data).toString('utf8');
}

/** Visible ASCII; the comma cannot be in it any more. (RFC 5802 section 7, `printable`) */
function isNonce(text: string): boolean {
  return text.length <= longestNonceCharacters && /^[\x21-\x7e]+$/.test(text);
}

/** @returns nothing when `=` stands for nothing that RFC 5802 knows. */
function unescapeName(escaped: string): string | undefined {
  if (/=(?!2C|3D)/.test(escaped)) return undefined;
  return escaped.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
