/** PINGRESP. (3.1.1 and 5.0 section 3.13) */
export interface Pingresp {
  readonly type: 'pingresp';
}
