import { fileURLToPath } from 'node:url';
import { type ConfiguredBroker, readConfig, serveConfig } from '../../reference-broker/config/index.ts';
import { temporaryFolder } from '../../reference-broker/fixtures/temporary-folder.ts';
import { newUser, putUser } from '../../reference-broker/security/index.ts';
import type { Door } from './client.ts';

export type DoorName = 'TCP' | 'TLS' | 'TLS with a client certificate' | 'WebSocket' | 'secure WebSocket';

/** The reference broker by its configuration file, with a door of each kind. */
export interface InteropBroker extends AsyncDisposable {
  readonly doors: Readonly<Record<DoorName, Door>>;
  readonly user: { readonly userName: string; readonly password: string };
  /** Waits until the broker has exactly so many of these. */
  settled(what: 'connections' | 'subscriptions' | 'sessions', count: number): Promise<void>;
}

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/transport/fixtures/${name}`, import.meta.url));
const certFile = fixture('localhost.cert.pem');
const keyFile = fixture('localhost.key.pem');

const plain = (scheme: string): string => `[[listeners]]\nurl = "${scheme}://127.0.0.1:0"\n`;
const secure = (scheme: string): string =>
  `${plain(scheme)}certificateFile = ${JSON.stringify(certFile)}\nkeyFile = ${JSON.stringify(keyFile)}\n`;

const configuration = [
  plain('mqtt'),
  secure('mqtts'),
  `${secure('mqtts')}clientAuthorityFile = ${JSON.stringify(certFile)}\n`,
  plain('ws'),
  secure('wss'),
  '[security]\npasswordFile = "users.jsonl"\nallowAnonymous = true\n',
].join('\n');

const user = { userName: 'ann', password: 'correct horse' } as const;

export const startInteropBroker = async (): Promise<InteropBroker> => {
  const folder = await temporaryFolder();
  const file = await folder.write('broker.toml', configuration);
  await putUser(`${folder.path}/users.jsonl`, await newUser(user.userName, user.password));
  const served = await serveConfig(await readConfig({ file }), { version: 'test' });
  return {
    doors: doorsOf(served),
    user,
    async settled(what, count) {
      while (served.broker.stats[what] !== count) await new Promise(setImmediate);
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
};

const doorsOf = ({ urls }: ConfiguredBroker): InteropBroker['doors'] => {
  const [tcp = '', tls = '', mutual = '', ws = '', wss = ''] = urls;
  return {
    TCP: { url: tcp },
    TLS: { url: tls, caFile: certFile },
    'TLS with a client certificate': {
      url: mutual,
      caFile: certFile,
      clientCertificate: { certFile, keyFile },
    },
    WebSocket: { url: ws },
    'secure WebSocket': { url: wss, caFile: certFile },
  };
};
