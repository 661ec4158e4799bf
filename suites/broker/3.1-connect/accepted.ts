import type { Connack } from '../../../src/packet/index.ts';
import {
  ExpectationFailed,
  type Match,
  type Matcher,
  mismatches,
  type Peer,
  SetupFailed,
  type StepOptions,
  showMatch,
} from '../../../src/peer/index.ts';

/** Codes that find fault with the CONNECT itself; the others name a reason of the server's own. */
const faultFinding = { '3.1.1': [0x01, 0x02], '5.0': [0x81, 0x82, 0x84, 0x85] } as const;

/**
 * Judges the answer to a CONNECT without fault, that was just sent: CONNACK 0x00 that matches.
 *
 * A server may turn clients away by rules of its own (3.1.1 and 5.0 section 3.1.4), with a code that says so or
 * with a close and no word. Then nothing was judged. It must not call the CONNECT faulty, nor leave it unanswered.
 *
 * @throws SetupFailed when the server turns the client away
 * @throws ExpectationFailed
 */
export async function expectAccepted(
  peer: Peer,
  match: Match<Connack> = {},
  options?: StepOptions,
): Promise<Connack> {
  const faults: readonly number[] = faultFinding[peer.mqtt];
  const noFault: Matcher<number> = {
    matches: (code) => !faults.includes(code),
    text: '0x00, or a code that finds no fault with the CONNECT',
  };
  const connack = await peer.expectOrClosed('connack', { reasonCode: noFault }, options);
  if (connack === 'closed') throw new SetupFailed('the server closed the connection in place of CONNACK');
  if (connack.reasonCode !== 0) {
    throw new SetupFailed(`the server turned the client away with code 0x${connack.reasonCode.toString(16)}`);
  }
  const wrong = mismatches(connack, match);
  if (wrong.length === 0) return connack;
  const statements = options?.proves;
  throw new ExpectationFailed({
    allowed: [`CONNACK with ${showMatch(match)}`],
    actual: `CONNACK whose ${wrong.join(', ')}`,
    ...(statements === undefined ? {} : { statements }),
  });
}
