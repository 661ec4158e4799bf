/** What a report says of a statement of the standard beside its id. */
export interface StatementInfo {
  /** One line, in our own words. */
  readonly summary: string;
  /** Number of the section, as deep as the standard numbers it: `3.1.2.4`. */
  readonly section: string;
  readonly sectionTitle: string;
  /** Address of that section in the published standard; anything but http and https is left out of reports. */
  readonly link: string;
  /** On whom the duty lies: `server`, `client`, `both`. */
  readonly role: string;
  /** `MUST`, `MUST NOT`, `SHOULD`, `MAY`, ... */
  readonly keyword: string;
}

/**
 * Finds a statement by its id with version (`5.0/MQTT-3.1.2-24`); `undefined` for an id it does not know.
 * Injected by the caller, so that a report of an old result file never fails for want of a statement.
 */
export type StatementLookup = (id: string) => StatementInfo | undefined;
