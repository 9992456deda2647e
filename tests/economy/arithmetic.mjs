// What the chain must come to, worked out apart from it. All money and points are BigInt.

import { blake2AsHex } from '@polkadot/util-crypto';
import { hexToU8a, u8aConcat } from '@polkadot/util';

export const DAY = 86_400;
export const TANP = 1_000_000_000_000n;

// methodologies/shenzhen-metro.toml
export const METRO = {
  factorTenths: 467n,
  pointsPerKg: 844n,
  growthPerKg: 1_000n,
  maxRecord: 4_670n,
  maxDay: 20_000n,
  maxDistance: 10_000,
};

/// Grams of a ride of so many hundredths of a kilometre: distance x 46.7 g, rounded down.
export const gramsOf = (distance) => (BigInt(distance) * METRO.factorTenths) / 1_000n;

/// Points of so many grams with what is carried, in thousandths of a hundredth: [hundredths, carry].
export function pointsOf(grams, carry) {
  const fine = grams * METRO.pointsPerKg + carry;
  return [fine / 1_000n, fine % 1_000n];
}

/// What an exchange comes to: as many whole hundredths as the points are worth, as few burned as
/// they need.
export function dealOf(points, source, target) {
  const received = (source * points) / target;
  const moved = received * target;
  return { burned: (moved + source - 1n) / source, received, moved };
}

/// What a citizen gets back of a part, where the merchant gets `toMerchant` millionths.
export const returnedOf = (points, toMerchant) => (points * BigInt(1_000_000 - toMerchant)) / 1_000_000n;

export const le = (value, length) => {
  const out = new Uint8Array(length);
  let rest = BigInt(value);
  for (let at = 0; at < length; at += 1) {
    out[at] = Number(rest & 255n);
    rest >>= 8n;
  }
  return out;
};

const text = (value) => new TextEncoder().encode(value);

/// The name of a payment request on chain: BLAKE2b-256 of a SCALE tuple of text and request.
export function requestId(request) {
  const domain = text('tanpu/till');
  return blake2AsHex(
    u8aConcat(
      new Uint8Array([domain.length * 4]),
      domain,
      hexToU8a(request.genesis),
      le(request.merchant, 2),
      le(request.amount, 16),
      le(request.expires, 8),
      hexToU8a(request.receipt),
      le(request.nonce, 8),
    ),
  );
}

/// What a citizen puts on chain for a voucher's secret.
export const voucherOf = (genesis, citizen, number, secret) =>
  blake2AsHex(u8aConcat(text('tanpu/voucher/v1'), hexToU8a(genesis), le(citizen, 4), le(number, 4), secret));

/// The text that an identity provider and the new key sign.
export const openingText = ({ genesis, provider, nullifier, key, expires }) =>
  text(
    `<Bytes>Tanpu identity attestation v1\npurpose: open\nchain: ${genesis}\nprovider: ${provider}\n` +
      `nullifier: ${nullifier}\nkey: ${key}\noperator: none\ndisposition: none\nepoch: 0\n` +
      `expires: ${expires}</Bytes>`,
  );

/// Points that pay an amount, out of what there is (`{operator, series, points, price}`): rounded up
/// to a hundredth of the last one taken, which the rule of the till allows. None where it is short.
export function partsFor(amount, purse) {
  const parts = [];
  let rest = amount;
  for (const [at, { operator, series, points, price }] of purse.entries()) {
    if (rest <= 0n) break;
    const last = at === purse.length - 1 || points * price >= rest;
    const take = last ? (rest + price - 1n) / price : points;
    if (take > points) return null;
    if (take > 0n) parts.push({ operator, series, points: take });
    rest -= take * price;
  }
  if (rest > 0n) return null;
  return sorted(parts);
}

export const sorted = (parts) => [...parts].sort((a, b) => a.operator - b.operator || a.series - b.series);

export const samePart = (a, b) => a.operator === b.operator && a.series === b.series && a.points === b.points;
export const sameParts = (a, b) => a.length === b.length && a.every((part, at) => samePart(part, b[at]));

/// Chain time of a moment (Unix milliseconds), as the clock pallet has it.
export const chainTime = (clock, millis) =>
  clock.start + Math.floor((Math.max(0, millis - clock.anchor) * clock.scale) / 1_000);

/// Days since 1970 by the city's clock.
export const dayOf = (seconds, offset) => Math.floor((seconds + offset) / DAY);

export const tanp = (plancks) => {
  const sign = plancks < 0n ? '-' : '';
  const value = plancks < 0n ? -plancks : plancks;
  const whole = (value / TANP).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${(value % TANP).toString().padStart(12, '0')}`;
};

export const points = (cents) => `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`;
