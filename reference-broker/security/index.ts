/** Users and rights of the reference broker, from files. See docs/broker-security.md. */
export { newUser } from './new-user.ts';
export { openSecurity, type Security, type SecurityOptions } from './open-security.ts';
export { SecurityError, type SecurityErrorCode } from './security-error.ts';
export { listUsers, putUser, removeUser } from './user-file.ts';
export type { UserRecord } from './user-record.ts';
