import type { Raw } from './raw.ts';

/**
 * What the write functions take: a packet whose fields may hold values that the standard forbids, or raw
 * bytes, and which may replace what is else computed. Every valid packet is one.
 */
export type Writable<P> = { readonly [K in keyof P]: WritableField<P[K]> } & Controls<P>;

// Whole number types take raw bytes; flag fields such as QoS share a byte with others and take numbers only.
type WritableField<T> = T extends string
  ? string extends T
    ? string | Raw
    : T
  : T extends boolean
    ? boolean
    : T extends number
      ? number extends T
        ? number | Raw
        : number
      : T extends Uint8Array
        ? Uint8Array | Raw
        : T extends readonly [string, string]
          ? T | Raw
          : T extends readonly (infer Item)[]
            ?
                | readonly WritableField<Item>[]
                | (Item extends object ? Raw | readonly WritableField<Item>[] : Raw)
            : T extends object
              ? { readonly [K in keyof T]: WritableField<T[K]> } & Controls<T>
              : T;

type Controls<T> = ('type' extends keyof T ? FrameControls : unknown) &
  ('properties' extends keyof T ? PropertyControls : unknown) &
  (T extends { readonly type: 'connect' } ? ConnectControls : unknown) &
  (T extends { readonly type: 'connack' } ? ConnackControls : unknown) &
  ('retainHandling' extends keyof T ? SubscriptionControls : unknown);

export interface FrameControls {
  /** The four low bits of the first byte. */
  readonly fixedHeaderFlags?: number;
  /** A number is encoded as usual, whatever the true length is; five bytes if it is too large for four. */
  readonly remainingLength?: number | Raw;
  /** Bytes after the last field; they count in the Remaining Length. */
  readonly trailing?: Raw;
}

export interface PropertyControls {
  /** A number is encoded as usual, whatever the true length is. */
  readonly propertyLength?: number | Raw;
  /** Appended after the regular properties, so that a property can repeat or stand where it may not. */
  readonly extraProperties?: readonly ExtraProperty[];
}

/** A property identifier and the bytes of its value. */
export type ExtraProperty = readonly [identifier: number, value: Raw];

export interface ConnectControls {
  readonly connectFlags?: number | Raw;
  readonly protocolName?: string | Raw;
  readonly protocolLevel?: number | Raw;
}

export interface ConnackControls {
  readonly acknowledgeFlags?: number | Raw;
}

export interface SubscriptionControls {
  readonly subscriptionOptions?: number | Raw;
}
