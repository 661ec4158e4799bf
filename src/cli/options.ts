import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { embeddedTransports } from '../target/index.ts';

/** `--mqtt`: only this version. */
export const mqttOption = new Option('--mqtt <version>', 'judge only this version').choices([
  '3.1.1',
  '5.0',
] as const);

/** `--transport`: how the embedded broker is reached. */
export const transportOption = new Option(
  '--transport <name>',
  'reach the embedded broker this way (default: tcp; tls for secured)',
).choices(embeddedTransports);

/** A number above 0, for flags. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected a number above 0.');
}

/** A whole number of at least 1, for flags. */
export function countingNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

/** A TCP port, 0 for a free one. */
export function portNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}

/** A share in percent. */
export function percentage(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError('Expected a number from 0 to 100.');
}

/** A number of at least 0, for flags. */
export function fromZero(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('Expected a number of at least 0.');
}

/** A QoS. */
export function qosNumber(text: string): 0 | 1 | 2 {
  switch (text) {
    case '0':
      return 0;
    case '1':
      return 1;
    case '2':
      return 2;
    default:
      throw new InvalidArgumentError('Expected 0, 1 or 2.');
  }
}
