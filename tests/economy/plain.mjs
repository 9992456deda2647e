// Decoded values without the decoder: numbers up to 32 bits as such, larger ones as BigInt, bytes as
// hex, accounts as addresses, enums as {type, value}.

import { u8aToHex } from '@polkadot/util';

export function plain(codec) {
  if (codec === null || codec === undefined) return null;
  // First: a variant without a value calls itself none, too.
  if (codec.defIndexes !== undefined)
    return codec.isBasic ? { type: codec.type } : { type: codec.type, value: plain(codec.inner) };
  if (codec.isNone === true) return null;
  if (codec.isSome === true && codec.unwrap) return plain(codec.unwrap());
  const raw = codec.toRawType?.() ?? '';
  if (raw === 'bool') return codec.isTrue;
  if (raw === 'AccountId' || raw === 'AccountId32') return codec.toString();
  if (raw.startsWith('Compact<')) return plain(codec.unwrap());
  if (typeof codec.toBigInt === 'function' && codec.bitLength) {
    const bits = Number(raw.replace(/\D/g, '')) || 128;
    return bits <= 32 ? codec.toNumber() : codec.toBigInt();
  }
  if (codec instanceof Map && typeof codec.keys === 'function' && codec.defKeys === undefined) {
    const entries = [...codec.entries()];
    if (entries.every(([key]) => typeof key === 'string'))
      return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]));
    return entries.map(([key, value]) => [plain(key), plain(value)]);
  }
  if (codec instanceof Map) return Object.fromEntries([...codec.entries()].map(([key, value]) => [key, plain(value)]));
  if (codec instanceof Uint8Array) return u8aToHex(codec.toU8a?.(true) ?? codec);
  if (Array.isArray(codec)) return codec.map(plain);
  return codec.toString();
}

/// Big-endian storage keys.
export const fromBe = (bytes) => [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);

/// BigInt for JSON files.
export const json = (value) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner), 2);
