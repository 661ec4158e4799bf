export type AdminErrorCode =
  /** Not `host:port`. */
  | 'bad-listen'
  /** The token is too short, or has characters that a header cannot carry. */
  | 'bad-token'
  /** Nothing can listen there. */
  | 'listen-failed';

/** Why the admin server did not start; nothing listens when this is thrown. `message` is one sentence. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;

  constructor(code: AdminErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
