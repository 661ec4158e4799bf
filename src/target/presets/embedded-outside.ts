import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StartedTarget } from '../facts.ts';
import { freePort } from '../free-port.ts';
import { type Launch, layOut, type Places } from '../launch.ts';
import { type PreparedServer, startServer } from '../start-server.ts';
import type { EmbeddedProgram } from './embedded-broker.ts';
import { embeddedFacts } from './embedded-inside.ts';

/** In a process of its own: a broker that is measured must not share a thread with who measures. */
export const startOutside = (program: EmbeddedProgram, name: string): Promise<StartedTarget> =>
  startServer({ timeoutSeconds: 30, prepare: (port) => prepare(program, name, port) });

const prepare = async (program: EmbeddedProgram, name: string, port: number): Promise<PreparedServer> => {
  const httpPort = await freePort();
  const token = randomBytes(32).toString('hex');
  const launchOf = (places: Places<'port' | 'httpPort' | 'token'>): Launch => ({
    argv: program.command(places.port, {
      port: places.httpPort,
      tokenFile: join(places.directory, tokenFileName),
    }),
    files: { [tokenFileName]: places.token },
  });
  const laidOut = await layOut(launchOf, { port: String(port), httpPort: String(httpPort), token });
  return {
    command: { name, argv: laidOut.launch.argv },
    facts: {
      ...embeddedFacts,
      name,
      url: `mqtt://127.0.0.1:${port}`,
      configurationHash: laidOut.configurationHash,
      httpPublish: { kind: 'reference', url: `http://127.0.0.1:${httpPort}/publish`, token },
    },
    // It may answer a CONNECT before it has read the token.
    neededUntil: 'end',
    [Symbol.asyncDispose]: () => laidOut[Symbol.asyncDispose](),
  };
};

const tokenFileName = 'http-token';
