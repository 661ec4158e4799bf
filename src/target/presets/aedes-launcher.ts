/**
 * The program of the aedes process. It is text, because it runs in a Node process of its own where neither
 * our TypeScript nor our build can be assumed. It ends when its stdin does: whatever happens to us, no
 * broker stays behind. Its last argument is what it refuses, or null: then it is aedes and nothing else.
 */
export const aedesLauncher = `
import { createServer } from 'node:net';
const [entry, port, refusalsText] = process.argv.slice(-3);
const refusals = JSON.parse(refusalsText);
const { Aedes } = await import(entry);
const broker = await Aedes.createBroker();
if (refusals !== null) {
  const refuse = (returnCode) => Object.assign(new Error('refused'), { returnCode });
  broker.authenticate = (client, userName, password, done) => {
    if (client.id === refusals.clientIdentifier) return done(refuse(2), false);
    if (userName !== refusals.userName) return done(null, true);
    if (String(password ?? '') === refusals.correctPassword) return done(null, true);
    done(refuse(4), false);
  };
  const authorizeByDefault = broker.authorizePublish;
  broker.authorizePublish = (client, packet, done) => {
    if (packet.topic.startsWith(refusals.deniedTopicPrefix)) return done(new Error('not authorized'));
    authorizeByDefault.call(broker, client, packet, done);
  };
}
const server = createServer(broker.handle);
const stop = () => process.exit(0);
process.stdin.on('end', stop).resume();
process.on('SIGTERM', stop);
server.listen(Number(port), '127.0.0.1');
`;
