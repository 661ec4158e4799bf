export type SecurityErrorCode =
  | 'file-unreadable'
  | 'file-too-large'
  | 'file-malformed'
  | 'file-unwritable'
  /** Another command writes the file, or one was cut short while it did. */
  | 'file-locked'
  | 'user-unknown'
  | 'user-name-unusable'
  | 'password-unusable'
  /** Anonymous clients are refused, and there is no file of users. */
  | 'nobody-may-connect';

/** What is wrong with the users or the rights of the broker, in one sentence: `acl.txt:7: ...`. */
export class SecurityError extends Error {
  override readonly name = 'SecurityError';
  readonly code: SecurityErrorCode;

  constructor(code: SecurityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @param line counted from 1 */
export function malformed(file: string, line: number, what: string): SecurityError {
  return new SecurityError('file-malformed', `${file}:${line}: ${what}.`);
}

/** What the operating system said, short enough for the middle of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
