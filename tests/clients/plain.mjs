// Values of both libraries in one form, so that what one reads can be compared with what the other
// reads: numbers as decimal text, bytes as hex, accounts as addresses, enums as {type, value}, fields
// in camelCase, nothing as null.

import { u8aToHex } from '@polkadot/util';

export const camel = (name) =>
  name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase()).replace(/_+(\w)/g, (_, letter) => letter.toUpperCase());

/// What @polkadot/api decoded.
export function ofPjs(codec) {
  if (codec === null || codec === undefined) return null;
  // First: a variant without a value calls itself none, too.
  if (codec.defIndexes !== undefined)
    return codec.isBasic || codec.inner?.toRawType?.() === 'Null'
      ? { type: codec.type, value: null }
      : { type: codec.type, value: ofPjs(codec.inner) };
  if (codec.isNone === true) return null;
  if (codec.isSome === true && codec.unwrap) return ofPjs(codec.unwrap());
  const raw = codec.toRawType?.() ?? '';
  if (raw === 'Null') return null;
  if (raw === 'bool') return codec.isTrue;
  if (raw === 'AccountId' || raw === 'AccountId32') return codec.toString();
  if (raw.startsWith('Compact<')) return ofPjs(codec.unwrap());
  if (typeof codec.toBigInt === 'function' && codec.bitLength) return codec.toBigInt().toString();
  if (raw === 'Text') return codec.toString();
  if (codec instanceof Map)
    return Object.fromEntries([...codec.entries()].map(([key, value]) => [camel(String(key)), ofPjs(value)]));
  if (codec instanceof Uint8Array) return u8aToHex(codec.toU8a?.(true) ?? codec);
  if (Array.isArray(codec)) return codec.map(ofPjs);
  return codec.toString();
}

/// What polkadot-api decoded.
export function ofPapi(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof Uint8Array) return u8aToHex(value);
  if (Array.isArray(value)) return value.map(ofPapi);
  if (typeof value.asHex === 'function') return value.asHex();
  const keys = Object.keys(value);
  if (keys.includes('type') && keys.every((key) => key === 'type' || key === 'value'))
    return { type: value.type, value: ofPapi(value.value) };
  if (keys.length === 2 && keys.includes('success') && keys.includes('value'))
    return { type: value.success ? 'Ok' : 'Err', value: ofPapi(value.value) };
  return Object.fromEntries(keys.map((key) => [camel(key), ofPapi(value[key])]));
}

/// Arguments as polkadot-api takes them, for @polkadot/api: enums as {Variant: value}, bytes as hex,
/// fields in camelCase. Calls stay as they are.
export function toPjs(value) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || typeof value.toU8a === 'function') return value;
  if (value instanceof Uint8Array) return u8aToHex(value);
  if (Array.isArray(value)) return value.map(toPjs);
  const keys = Object.keys(value);
  if (keys.includes('type') && keys.every((key) => key === 'type' || key === 'value'))
    return value.value === undefined ? value.type : { [value.type]: toPjs(value.value) };
  return Object.fromEntries(keys.map((key) => [camel(key), toPjs(value[key])]));
}
