/**
 * A server program for `node --eval`: it answers every CONNECT as 3.1.1 and takes no notice of SIGTERM.
 * Its first argument is the port.
 */
export const stubbornBroker = `
process.on('SIGTERM', () => {});
process.stdin.resume();
require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => socket.write(Buffer.from(bytes[8] === 5 ? '20020001' : '20020000', 'hex')));
}).listen(Number(process.argv.at(-1)), '127.0.0.1');
`;
