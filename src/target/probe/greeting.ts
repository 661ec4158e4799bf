import { randomBytes } from 'node:crypto';
import type { Connect } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';

/**
 * A CONNECT that any server can accept: 3.1.1 promises 23 letters and digits, no more.
 * (3.1.1 and 5.0 section 3.1.3.1)
 */
export const greeting = (version: ProtocolVersion): Connect => ({
  type: 'connect',
  protocolVersion: version,
  cleanStart: true,
  keepAliveSeconds: 60,
  clientIdentifier: `assayprobe${randomBytes(4).toString('hex')}`,
});
