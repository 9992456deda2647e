// A hardware wallet can't read 300 kB of metadata. It signs the metadata's hash with the call, and the runtime compares
// it with the one it was built with: a computer that shows the wallet another meaning of the bytes is found out.

import { blake2AsHex } from '@polkadot/util-crypto';
import { u8aToHex } from '@polkadot/util';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import assert from 'node:assert/strict';
import { served } from './metadata.mjs';
import { TOKEN } from './papi.mjs';

export async function digestOf(rpc) {
  return merkleizeMetadata(await served(rpc, 15), TOKEN).digest();
}

/// Signs with the hash on: accepted with the right one, refused with another, through each library.
export async function sign(chain, pair, digest) {
  const remark = () => chain.call('System', 'remark', { remark: new Uint8Array([1, 2, 3]) });
  const done = await chain.send(remark(), pair, { metadataHash: u8aToHex(digest) }).catch((error) => {
    if (/CannotLookup|Could not lookup|lookup information/i.test(String(error.message ?? error)))
      throw new Error('the runtime was built without its metadata hash (feature metadata-hash)');
    throw error;
  });
  assert.ok(done.ok, done.error);
  await assert.rejects(
    chain.send(remark(), pair, { wrongHash: blake2AsHex(digest) }),
    (error) => /BadProof|bad signature/i.test(String(error.message ?? error)),
    'another hash was not refused',
  );
}
