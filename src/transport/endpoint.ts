export const schemes = ['mqtt', 'mqtts', 'ws', 'wss'] as const;

/** How MQTT travels: over TCP, TLS, WebSocket, or WebSocket above TLS. */
export type Scheme = (typeof schemes)[number];

/** The parts of a transport URL. */
export interface Endpoint {
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
  /** For ws and wss, with the query; empty for the others. */
  readonly path: string;
  /** Without credentials, for messages. */
  readonly url: string;
}

export type ParsedEndpoint =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly kind: 'unsupported'; readonly url: string; readonly reason: string };

const defaultPorts: Readonly<Record<Scheme, number>> = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 };
const defaultPath = '/mqtt';

const withoutCredentials = (text: string): string => text.replace(/\/\/[^/?#]*@/, '//');

const parseUrl = (given: URL | string): URL | undefined => {
  if (given instanceof URL) return given;
  return URL.canParse(given) ? new URL(given) : undefined;
};

const schemeOf = (url: URL): Scheme | undefined => schemes.find((scheme) => `${scheme}:` === url.protocol);

const pathOf = (scheme: Scheme, url: URL): string => {
  if (scheme === 'mqtt' || scheme === 'mqtts') return '';
  return (url.pathname === '/' ? defaultPath : url.pathname) + url.search;
};

/** `host:port` as a URL writes it. */
export const authority = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Reads a transport URL; `mqtt://host`, `mqtts://host:8884`, `ws://host/path`, `wss://host`. */
export const parseEndpoint = (given: URL | string): ParsedEndpoint => {
  const shown = withoutCredentials(String(given));
  const url = parseUrl(given);
  const scheme = url && schemeOf(url);
  if (url === undefined || scheme === undefined) {
    const reason = `the URL must start with ${schemes.map((known) => `${known}://`).join(', ')}`;
    return { kind: 'unsupported', url: shown, reason };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') return { kind: 'unsupported', url: shown, reason: 'the URL names no host' };
  const port = url.port === '' ? defaultPorts[scheme] : Number(url.port);
  return { kind: 'endpoint', endpoint: { scheme, host, port, path: pathOf(scheme, url), url: shown } };
};
