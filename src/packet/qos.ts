/** Quality of Service level. (3.1.1 and 5.0 section 4.3) */
export type QoS = 0 | 1 | 2;
