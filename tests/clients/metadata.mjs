// What wallets learn of the chain: every version of the metadata, and whether everything that people read has a name
// and an explanation.

import { Metadata, TypeRegistry } from '@polkadot/types';
import { hexToU8a, u8aToHex } from '@polkadot/util';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import assert from 'node:assert/strict';

const VERSIONS = [14, 15, 16];
/// What comes from polkadot-sdk, under the names that it has here. Everything else is Tanpu's own and is checked;
/// `Epochs` has nothing that people read.
const SDK = new Set(
  `System Timestamp Babe Authorship Session Historical Offences Grandpa AuthorityDiscovery Epochs Balances
  TransactionPayment Assets Council CouncilMembership SafeMode TxPause Scheduler Preimage Utility Multisig Proxy
  Migrations MultiBlockMigrations`.split(/\s+/),
);

/// Vec<u32> of less than 64 numbers.
const numbers = (bytes) =>
  Array.from({ length: bytes[0] >> 2 }, (_, at) => new DataView(bytes.buffer, bytes.byteOffset + 1 + 4 * at, 4).getUint32(0, true));
/// What is inside Option<Vec<u8>>.
const opaque = (bytes) => {
  assert.equal(bytes[0], 1, 'the version is not served');
  const mode = bytes[1] & 3;
  return bytes.slice(1 + [1, 2, 4][mode]);
};

/// The metadata of a version, as the runtime gives it.
export async function served(rpc, version) {
  const bytes = hexToU8a(
    await rpc('state_call', ['Metadata_metadata_at_version', u8aToHex(Uint8Array.of(version, 0, 0, 0))]),
  );
  return opaque(bytes);
}

export async function read(rpc) {
  const listed = numbers(hexToU8a(await rpc('state_call', ['Metadata_metadata_versions', '0x'])));
  const decoded = new Map();
  for (const version of VERSIONS) {
    const bytes = await served(rpc, version);
    new Metadata(new TypeRegistry(), u8aToHex(bytes));
    const own = decAnyMetadata(bytes);
    assert.equal(own.metadata.tag, `v${version}`);
    decoded.set(version, unifyMetadata(own));
  }
  return { listed, decoded };
}

export function check({ listed, decoded }) {
  for (const version of VERSIONS) assert.ok(listed.includes(version), `version ${version} is not listed: ${listed}`);
  const metadata = decoded.get(16);
  const pallets = metadata.pallets.filter(({ name }) => !SDK.has(name));
  const faults = [];
  const count = { pallets: pallets.length, calls: 0, events: 0, errors: 0, constants: 0, storage: 0, views: 0, apis: 0 };
  /// A sentence that a wallet can show: not nothing, not a note to programmers.
  const documented = (docs, name) => {
    const first = docs?.map((line) => line.trim()).find((line) => line.length > 0);
    if (!first) faults.push(`${name} has no documentation`);
    else if (!/^[\p{Lu}\d`[]/u.test(first) || first.length < 8 || /TODO|FIXME|XXX/.test(first))
      faults.push(`${name}: its documentation is no sentence: ${first}`);
  };
  /// What a wallet writes beside the field to be filled in.
  const readable = (word, name) => {
    if (!word) faults.push(`${name} has no name`);
    else if (!/^[a-z][a-z\d]*(_[a-z\d]+)*$/.test(word) || word.length < 2 || /^(arg|param|field|data|tmp|val)\d*$/.test(word))
      faults.push(`${name} is called ${word}`);
  };
  const id = (found) => (found && typeof found === 'object' ? found.type : found);
  const variants = (found) => {
    const at = id(found);
    return at === undefined ? [] : (metadata.lookup[at].def.value ?? []);
  };
  for (const pallet of pallets) {
    for (const [kind, list] of [
      ['calls', variants(pallet.calls)],
      ['events', variants(pallet.events)],
      ['errors', variants(pallet.errors)],
    ])
      for (const { name, fields, docs } of list) {
        count[kind] += 1;
        documented(docs, `${pallet.name}.${name} (${kind})`);
        fields.forEach((field, at) => readable(field.name, `${pallet.name}.${name} (${kind}): field ${at}`));
      }
    for (const { name, docs } of pallet.constants) {
      count.constants += 1;
      documented(docs, `${pallet.name}.${name} (constant)`);
    }
    for (const { name, docs } of pallet.storage?.items ?? []) {
      count.storage += 1;
      documented(docs, `${pallet.name}.${name} (storage)`);
    }
    for (const { name, docs, inputs } of pallet.viewFns ?? []) {
      count.views += 1;
      documented(docs, `${pallet.name}.${name} (view function)`);
      inputs.forEach((input, at) => readable(input.name, `${pallet.name}.${name} (view function): argument ${at}`));
    }
  }
  const own = /^(Carbon|Points|\w*(Reduction|Market|Validator)\w*)Api$/;
  for (const api of metadata.apis.filter(({ name }) => own.test(name)))
    for (const { name, docs, inputs } of api.methods) {
      count.apis += 1;
      documented(docs, `${api.name}.${name} (runtime API)`);
      inputs.forEach((input, at) => readable(input.name, `${api.name}.${name}: argument ${at}`));
    }
  for (const kind of ['calls', 'events', 'errors', 'constants', 'storage', 'views', 'apis'])
    assert.ok(count[kind] > 0, `no ${kind} were found: is the metadata read rightly?`);
  assert.equal(faults.length, 0, faults.join('; '));
  return count;
}
