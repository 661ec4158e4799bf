import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../conformance/result.ts';
import { connectionEnds } from './connection-ends.ts';

function event(peer: string, text: string): TranscriptEntry {
  return { atMs: 0, peer, direction: 'event', text };
}

test.each([
  ['closed by the server (FIN)', 'closed by the server (FIN)'],
  ['cut by the server (RST)', 'cut by the server (RST)'],
  ['transport failed: EPIPE', 'transport failed: EPIPE'],
  ['closed by the peer', 'open until the peer closed it'],
  ['connected to 127.0.0.1:1883', 'still open when the case ended'],
])('after "%s" a connection is "%s"', (text, how) => {
  expect(connectionEnds([event('peer', text)])).toEqual([{ peer: 'peer', how }]);
});

test('each connection ends for itself, and a packet that speaks of closing ends nothing', () => {
  const packet: TranscriptEntry = { atMs: 1, peer: 'b', direction: 'received', text: 'PUBLISH "closed"' };
  expect(connectionEnds([event('a', 'closed by the server (FIN)'), packet])).toEqual([
    { peer: 'a', how: 'closed by the server (FIN)' },
    { peer: 'b', how: 'still open when the case ended' },
  ]);
});
