// Who plays: keys derived from the seed, and the development keys that everybody knows.

import { Keyring } from '@polkadot/api';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';

export function makeActors({ seed, operators, merchants, citizens }) {
  const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
  const derived = (name) => actor(name, keyring.addFromSeed(blake2AsU8a(`tanpu economy ${seed} ${name}`, 256)), 0);
  const known = (uri) => actor(uri, keyring.addFromUri(uri), undefined);
  const list = (count, name) => Array.from({ length: count }, (_, at) => derived(`${name} ${at}`));
  const actors = {
    // Well-known keys, also used by the CLI: the nonce is asked for.
    alice: known('//Alice'),
    bob: known('//Bob'),
    charlie: known('//Charlie'),
    banks: ['//Alice//stash', '//Bob//stash', '//Charlie//stash', '//Dave//stash', '//Eve//stash'].map(known),
    provider: derived('identity provider'),
    sponsor: derived('sponsor'),
    anybody: derived('somebody without a role'),
    treasuries: list(operators, 'treasury'),
    reporters: list(operators, 'reporter'),
    merchants: list(merchants, 'merchant'),
    citizens: list(citizens, 'citizen'),
  };
  actors.citizens.forEach((one, at) => {
    one.nullifier = blake2AsHex(`tanpu economy ${seed} nullifier ${at}`, 256);
    one.operators = [];
  });
  return actors;
}

function actor(name, pair, nonce) {
  return { name, pair, address: pair.address, nonce, busy: false, endowed: 0n };
}
