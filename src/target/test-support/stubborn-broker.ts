/**
 * A server program for `node --eval`: it answers every CONNECT as 3.1.1. Its first argument is the port.
 */
export const obedientBroker = `
process.stdin.resume();
require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => socket.write(Buffer.from(bytes[8] === 5 ? '20020001' : '20020000', 'hex')));
}).listen(Number(process.argv.at(-1)), '127.0.0.1');
`;

/** The same, but it takes no notice of SIGTERM. */
export const stubbornBroker = `
process.on('SIGTERM', () => {});
${obedientBroker}`;
