/**
 * Why a target could not be had. The code is the contract, the message is for people.
 *
 * - `bad-target`: what was given on the command line is no URL, preset or profile.
 * - `bad-profile`: a profile file cannot be read, or says something that cannot be meant.
 * - `not-installed`: the program behind a preset is missing.
 * - `start-failed`: a server was started and ended, or did not answer in time.
 * - `unreachable`, `refused`, `unknown-host`, `tls`: the connection could not be made.
 * - `not-mqtt`: something answers there, in another protocol.
 * - `silent`: the connection is accepted and CONNECT never answered.
 * - `closed-at-once`: every CONNECT is answered by the end of the connection.
 * - `refused-connection`: CONNACK says no.
 */
export type TargetErrorCode =
  | 'bad-target'
  | 'bad-profile'
  | 'not-installed'
  | 'start-failed'
  | 'unreachable'
  | 'refused'
  | 'unknown-host'
  | 'tls'
  | 'not-mqtt'
  | 'silent'
  | 'closed-at-once'
  | 'refused-connection';

/** A target that cannot be judged: one sentence that says what, where, and what to do. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: TargetErrorCode;

  constructor(code: TargetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
