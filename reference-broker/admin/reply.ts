import type { ServerResponse } from 'node:http';

/** What a route answers. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers what did not go well: a sentence for a person, with what to do. */
export const refusal = (status: number, error: string, headers: Reply['headers'] = {}): Reply => ({
  ...json(status, { error }),
  headers,
});

export const json = (status: number, value: unknown): Reply => ({
  status,
  contentType: 'application/json',
  body: `${JSON.stringify(value)}\n`,
});

/** For everything that is not the page. */
const headersOfAll = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

export function headersOf({ contentType, body, headers }: Reply): Readonly<Record<string, string | number>> {
  return {
    ...headersOfAll,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
}

/** How long a client may take to read why we do not read on. */
const lingerMillis = 1_000;

/**
 * Answers without reading the rest of the request. Were the socket closed at once, bytes that are under way would make
 * the system cut it, and the client would lose the answer: so it stays open for a moment, unread.
 */
export function sendUnread(response: ServerResponse, reply: Reply): void {
  const { socket } = response.req;
  response.req.pause();
  response.writeHead(reply.status, { ...headersOf(reply), connection: 'close' });
  // Not `end`, which would close the socket.
  response.write(reply.body);
  const cut = setTimeout(() => socket.destroy(), lingerMillis);
  socket.once('close', () => clearTimeout(cut));
}
