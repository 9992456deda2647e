// Random numbers that a seed repeats.

import { blake2AsU8a } from '@polkadot/util-crypto';

export class Random {
  #bytes = new Uint8Array(0);
  #at = 0;
  #count = 0;

  /// `path` sets one stream apart from every other of the same seed.
  constructor(seed, path = '') {
    this.seed = seed;
    this.path = path;
  }

  fork(path) {
    return new Random(this.seed, `${this.path}/${path}`);
  }

  bytes(length) {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 1) {
      if (this.#at >= this.#bytes.length) {
        this.#bytes = blake2AsU8a(`tanpu economy ${this.seed}${this.path} ${this.#count}`, 512);
        this.#count += 1;
        this.#at = 0;
      }
      out[at] = this.#bytes[this.#at];
      this.#at += 1;
    }
    return out;
  }

  /// From 0 up to and without `end`, at most 2^48.
  below(end) {
    const value = this.bytes(6).reduce((sum, byte) => sum * 256 + byte, 0);
    return value % end;
  }

  between(first, last) {
    return first + this.below(last - first + 1);
  }

  /// A share of an amount: so many ten thousandths, both included.
  share(amount, first, last) {
    return (amount * BigInt(this.between(first, last))) / 10_000n;
  }

  chance(probability) {
    return this.below(1_000_000) < probability * 1_000_000;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  shuffled(list) {
    const out = [...list];
    for (let at = out.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      [out[at], out[other]] = [out[other], out[at]];
    }
    return out;
  }
}
