/** Why a dial failed; stable. */
export type DialErrorCode =
  /** The URL cannot be dialled at all: no host, an unknown scheme. */
  | 'unsupported-url'
  | 'unknown-host'
  | 'unreachable'
  | 'refused'
  | 'tls-failed'
  /** The HTTP upgrade was refused or broken; the HTTP status is in the message. */
  | 'websocket-failed'
  /** The upgrade went through, but the server did not select the subprotocol `mqtt`. */
  | 'subprotocol-not-selected'
  | 'timed-out';

/** Why a listener could not be opened; stable. */
export type ListenErrorCode =
  | 'unsupported-url'
  | 'address-in-use'
  | 'address-not-available'
  | 'permission-denied'
  | 'unknown-host'
  /** The certificate or the private key is missing or cannot be used. */
  | 'certificate-unusable'
  | 'failed';

/** A dial that failed; the socket is gone when this is thrown. `message` is one sentence. */
export class DialError extends Error {
  override readonly name = 'DialError';
  readonly code: DialErrorCode;
  /** What was dialled, without its password. */
  readonly url: string;

  constructor(code: DialErrorCode, url: string, reason: string, options?: ErrorOptions) {
    super(`Cannot reach ${url}: ${reason}.`, options);
    this.code = code;
    this.url = url;
  }
}

/** A listener that could not be opened; nothing is bound when this is thrown. `message` is one sentence. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: ListenErrorCode;
  readonly url: string;

  constructor(code: ListenErrorCode, url: string, reason: string, options?: ErrorOptions) {
    super(`Cannot listen on ${url}: ${reason}.`, options);
    this.code = code;
    this.url = url;
  }
}

const codeProperty = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** The system's code of an error; a dial that tried several addresses hides them in an AggregateError. */
export const systemCode = (error: unknown): string => {
  const own = codeProperty(error);
  if (own !== undefined) return own;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return codeProperty(first) ?? 'unknown';
};

/** The text of an error as part of a sentence. */
export const reasonText = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().replace(/\s+/g, ' ').replace(/\.$/, '');
