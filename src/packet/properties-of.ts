import type { PropertyCarrier, PropertyName, properties } from '../spec/properties.ts';

/** A User Property: name and value. The order of a list of them has meaning. (5.0 section 1.5.7) */
export type UserProperty = readonly [name: string, value: string];

interface ValueOf {
  readonly byte: number;
  readonly 'two-byte-integer': number;
  readonly 'four-byte-integer': number;
  readonly 'variable-byte-integer': number;
  readonly 'utf8-string': string;
  readonly 'utf8-string-pair': UserProperty;
  readonly binary: Uint8Array;
}

type CarriersOf<N extends PropertyName> = (typeof properties)[N]['carriers'];
type NamesIn<C extends PropertyCarrier> = {
  [N in PropertyName]: C extends keyof CarriersOf<N> ? N : never;
}[PropertyName];
type UseOf<N extends PropertyName, C extends PropertyCarrier> = CarriersOf<N>[C & keyof CarriersOf<N>];
type Value<N extends PropertyName, C extends PropertyCarrier> =
  UseOf<N, C> extends { readonly occurs: 'many' }
    ? readonly ValueOf[(typeof properties)[N]['type']][]
    : ValueOf[(typeof properties)[N]['type']];

/**
 * The properties that a packet may carry, derived from the standard's table: a property that the packet
 * may not carry does not compile. One that may repeat (User Property, Subscription Identifier in PUBLISH)
 * is a list. An absent property is an absent key.
 */
export type PropertiesOf<C extends PropertyCarrier> = {
  readonly [N in NamesIn<C>]?: Value<N, C>;
};
