/** Users and rights of the reference broker, from files. See docs/broker-security.md. */
export { newUser } from './new-user.ts';
export { openSecurity, type Security } from './open-security.ts';
export { SecurityError } from './security-error.ts';
export { listUsers, putUser, removeUser } from './user-file.ts';
