export type ConfigErrorCode =
  /** A key of the file or a flag that cannot be meant, or a value that it cannot have. */
  | 'bad-config'
  /** The file, or one that a key names, cannot be read. */
  | 'unreadable-file';

/** What is wrong with the configuration of a broker. `message` is one sentence: where, what, what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
