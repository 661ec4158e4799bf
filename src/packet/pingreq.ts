/** PINGREQ. (3.1.1 and 5.0 section 3.12) */
export interface Pingreq {
  readonly type: 'pingreq';
}
