import { Command } from '@commander-js/extra-typings';
import { listUsers, newUser, putUser, removeUser } from '../../reference-broker/security/index.ts';
import { askForPassword, passwordFromStdin } from './read-password.ts';

/** `mqtt-assay broker-user`: the file of users that the reference broker reads. */
export function brokerUserCommand() {
  return new Command('broker-user')
    .description('keep the password file of the reference broker')
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(listCommand());
}

function addCommand() {
  return new Command('add')
    .description('add a user, or give one another password; asks for it')
    .argument('<file>', 'the password file; made if there is none')
    .argument('<name>', 'the User Name')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (file, name, { passwordStdin }) => {
      const password = await (passwordStdin === true
        ? passwordFromStdin(process.stdin)
        : askForPassword(name));
      const user = await newUser(name, password);
      const outcome = await putUser(file, user);
      const done = outcome === 'added' ? 'is added' : 'has another password';
      process.stdout.write(`${name} ${done} in ${file}.\n`);
      if (user.scramSha256 !== undefined) return;
      process.stdout.write(
        'SCRAM-SHA-256 is not possible for this user: it takes visible ASCII in name and password alone.\n',
      );
    });
}

function removeCommand() {
  return new Command('remove')
    .description('remove a user')
    .argument('<file>', 'the password file')
    .argument('<name>', 'the User Name')
    .action(async (file, name) => {
      await removeUser(file, name);
      process.stdout.write(`${name} is removed from ${file}.\n`);
    });
}

function listCommand() {
  return new Command('list')
    .description('list the users')
    .argument('<file>', 'the password file')
    .action(async (file) => {
      for (const { name, scramSha256 } of await listUsers(file)) {
        process.stdout.write(scramSha256 === undefined ? `${name} (no SCRAM-SHA-256)\n` : `${name}\n`);
      }
    });
}
