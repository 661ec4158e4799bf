import { type ReasonCodeCarrier, reasonCodes } from '../spec/reason-codes.ts';
import { fail, type Reader } from './reader.ts';
import type { Statements } from './violation-table.ts';

const mayClient = 1;
const mayServer = 2;
const senderBits = { client: mayClient, server: mayServer, both: mayClient | mayServer } as const;

const carriers: readonly ReasonCodeCarrier[] = [
  'connack',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'suback',
  'unsuback',
  'disconnect',
  'auth',
];

/** For each packet who may send which Reason Code. (5.0 section 2.4) */
const senders = Object.fromEntries(
  carriers.map((carrier) => [carrier, sendersIn(carrier)]),
) as unknown as Readonly<Record<ReasonCodeCarrier, Uint8Array>>;

function sendersIn(carrier: ReasonCodeCarrier): Uint8Array {
  const bits = new Uint8Array(256);
  for (const { code, carriers: uses } of reasonCodes) {
    const sender = Object.entries(uses).find(([place]) => place === carrier)?.[1];
    if (sender !== undefined) bits[code] = (bits[code] as number) | senderBits[sender];
  }
  return bits;
}

/** The statements that a wrong Reason Code of a packet breaks. */
export interface ReasonCodeStatements {
  readonly notAllowed: Statements;
  /** Where the standard has a sentence or a table row on it. */
  readonly wrongSender?: Statements;
}

/** Checks that a packet may carry a Reason Code of 5.0, and that its sender may send it. */
export function checkReasonCode(
  reader: Reader,
  carrier: ReasonCodeCarrier,
  code: number,
  statements: ReasonCodeStatements,
): void {
  const bits = senders[carrier][code] as number;
  const sender = reader.receiver === 'server' ? 'client' : 'server';
  if ((bits & senderBits[sender]) !== 0) return;
  const hexadecimal = `0x${code.toString(16).padStart(2, '0')}`;
  if (bits === 0) {
    fail(
      reader,
      'reason-code-not-allowed',
      `Reason Code ${hexadecimal} may not stand here`,
      statements.notAllowed,
    );
    return;
  }
  fail(
    reader,
    'reason-code-sender-wrong',
    `a ${sender} may not send Reason Code ${hexadecimal} here`,
    statements.wrongSender ?? statements.notAllowed,
  );
}
