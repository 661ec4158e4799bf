import { expect, test, vi } from 'vitest';
import { Inbox } from './inbox.ts';

const source = () => ({ pause: vi.fn<() => void>(), resume: vi.fn<() => void>() });

const chunkOf = (length: number): Uint8Array => new Uint8Array(length).fill(length);

test('holds the end of the other side back while it is paused, even with nothing before it', async () => {
  const inbox = new Inbox(source());
  const ends = vi.fn<(end: unknown) => void>();
  inbox.onEnd(ends);
  inbox.pause();
  inbox.finish({ kind: 'fin' });
  await Promise.resolve();
  expect(ends).not.toHaveBeenCalled();
  inbox.resume();
  expect(ends).not.toHaveBeenCalled();
  await Promise.resolve();
  expect(ends).toHaveBeenCalledExactlyOnceWith({ kind: 'fin' });
});

test('stops in the middle of what it kept when the listener pauses', async () => {
  const inbox = new Inbox(source());
  const seen: number[] = [];
  for (const length of [1, 2, 3]) inbox.push(chunkOf(length));
  inbox.onData((chunk) => {
    seen.push(chunk.length);
    if (chunk.length === 2) inbox.pause();
  });
  await Promise.resolve();
  expect(seen).toEqual([1, 2]);
  inbox.push(chunkOf(4));
  inbox.resume();
  await Promise.resolve();
  expect(seen).toEqual([1, 2, 3, 4]);
});

test('holds its source back when nobody takes the chunks, and lets it go once they are taken', async () => {
  const held = source();
  const inbox = new Inbox(held);
  inbox.push(chunkOf(65_535));
  expect(held.pause).not.toHaveBeenCalled();
  inbox.push(chunkOf(1));
  inbox.push(chunkOf(1));
  expect(held.pause).toHaveBeenCalledOnce();
  inbox.onData(() => undefined);
  await Promise.resolve();
  expect(held.resume).toHaveBeenCalledOnce();
});

test('only the first end counts, and nothing is delivered after it', async () => {
  const inbox = new Inbox(source());
  const data = vi.fn<(chunk: Uint8Array) => void>();
  const ends = vi.fn<(end: unknown) => void>();
  inbox.onData(data);
  inbox.onEnd(ends);
  inbox.finish({ kind: 'fin' });
  inbox.push(chunkOf(1));
  inbox.finish({ kind: 'reset' });
  inbox.abort({ kind: 'local' });
  await Promise.resolve();
  expect(ends).toHaveBeenCalledExactlyOnceWith({ kind: 'fin' });
  expect(data).not.toHaveBeenCalled();
});
