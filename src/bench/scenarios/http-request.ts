import { Buffer } from 'node:buffer';
import type { Target } from '../../target/index.ts';

export type HttpPublish = NonNullable<Target['httpPublish']>;

/** A message to be published by HTTP. */
export interface HttpMessage {
  readonly topicName: string;
  readonly qos: 0 | 1;
  readonly payload: Uint8Array;
}

export interface HttpRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** The request by which a target's HTTP interface publishes a message. */
export function publishRequest(http: HttpPublish, message: HttpMessage): HttpRequest {
  const { pathname, search } = new URL(http.url);
  const path = `${pathname}${search}`;
  const headers = { ...authorization(http), 'content-type': 'application/json' };
  const payload = Buffer.from(message.payload);
  switch (http.kind) {
    case 'rabbitmq':
      // The exchange amq.topic names levels with dots. QoS is what its delivery mode makes of it.
      return {
        method: 'POST',
        path,
        headers,
        body: JSON.stringify({
          properties: { delivery_mode: message.qos === 0 ? 1 : 2 },
          routing_key: message.topicName.replaceAll('/', '.'),
          payload: payload.toString('base64'),
          payload_encoding: 'base64',
        }),
      };
    case 'emqx':
      return {
        method: 'POST',
        path,
        headers,
        body: JSON.stringify({
          topic: message.topicName,
          qos: message.qos,
          payload: payload.toString('base64'),
          payload_encoding: 'base64',
        }),
      };
    case 'reference': {
      const query = new URLSearchParams({ topic: message.topicName, qos: String(message.qos) });
      return {
        method: 'POST',
        path: `${pathname}?${query.toString()}`,
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: payload,
      };
    }
  }
}

function authorization({ credentials, token }: HttpPublish): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (credentials === undefined) return {};
  const { userName, password = '' } = credentials;
  return { authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}` };
}
