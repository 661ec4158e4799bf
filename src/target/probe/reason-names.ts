import { reasonCodes } from '../../spec/reason-codes.ts';

/** The Connect Return codes of 3.1.1. (3.1.1 section 3.2.2.3, table 3.1) */
const returnCodes: Readonly<Record<number, string>> = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
};

/** `0x86 Bad User Name or Password`: the codes of the two versions do not overlap. */
export const refusalName = (reasonCode: number): string => {
  const name = returnCodes[reasonCode] ?? reasonCodes.find(({ code }) => code === reasonCode)?.title;
  return `0x${reasonCode.toString(16).padStart(2, '0')} ${name ?? 'unknown to the standard'}`;
};

/** Does the server want other credentials? */
export const isAboutCredentials = (reasonCode: number): boolean =>
  [0x04, 0x05, 0x86, 0x87].includes(reasonCode);
