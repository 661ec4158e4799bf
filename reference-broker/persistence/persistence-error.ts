/** Why a data directory cannot be used; stable. */
export type PersistenceErrorCode =
  /** Another broker uses it. */
  | 'directory-in-use'
  /** It was written by a newer version. */
  | 'format-too-new'
  /** It cannot be made, read or written, or what is in it is no store. */
  | 'directory-unusable';

/** The broker cannot start on its data directory. `message` is one sentence. */
export class PersistenceError extends Error {
  override readonly name = 'PersistenceError';
  readonly code: PersistenceErrorCode;

  constructor(code: PersistenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
