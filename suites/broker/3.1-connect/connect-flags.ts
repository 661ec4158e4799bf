import type { Connect } from '../../../src/packet/index.ts';
import { raw } from '../../../src/packet/index.ts';

/** Bits of the Connect Flags. (3.1.1 and 5.0 section 3.1.2.3) */
export const flag = {
  reserved: 0x01,
  cleanStart: 0x02,
  will: 0x04,
  willQoS1: 0x08,
  willQoS2: 0x10,
  willQoS3: 0x18,
  willRetain: 0x20,
  password: 0x40,
  userName: 0x80,
} as const;

const ofWill = flag.will | flag.willQoS3 | flag.willRetain;
const ofCredentials = flag.userName | flag.password;

/** The Connect Flags that belong to a CONNECT, so that a row can spoil one of them and leave the others. */
export function connectFlagsOf({ cleanStart, will, userName, password }: Connect): number {
  return (
    (cleanStart ? flag.cleanStart : 0) |
    (will === undefined ? 0 : flag.will | (will.qos << 3) | (will.retain ? flag.willRetain : 0)) |
    (userName === undefined ? 0 : flag.userName) |
    (password === undefined ? 0 : flag.password)
  );
}

export function withoutWillFlags(connect: Connect): number {
  return connectFlagsOf(connect) & ~ofWill;
}

export function withoutCredentialFlags(connect: Connect): number {
  return connectFlagsOf(connect) & ~ofCredentials;
}

/** Overrides that leave a field out of the packet, its length prefix included. */
export const leftOut = raw('');
