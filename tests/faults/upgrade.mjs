// An upgrade on a real network of four validators: 100,000 citizens in genesis, an upgrade that is none
// and is refused, and one to the next version with a migration over all of them. Called by
// tests/upgrade.sh, which explains the arguments.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aConcat, u8aToHex, hexToU8a } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a, xxhashAsHex, xxhashAsU8a } from '@polkadot/util-crypto';
import { must, Network, now, sleep, until } from './network.mjs';

const { values: options } = parseArgs({
  options: {
    root: { type: 'string' },
    home: { type: 'string' },
    citizens: { type: 'string' },
    wasm: { type: 'string' },
    same: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const citizens = Number(options.citizens);
const say = (text) => console.error(text);
const little = (number, bytes) => {
  const out = new Uint8Array(bytes);
  for (let at = 0, rest = BigInt(number); at < bytes; at += 1, rest >>= 8n) out[at] = Number(rest & 0xffn);
  return out;
};
const item = (pallet, name) => xxhashAsHex(pallet, 128) + xxhashAsHex(name, 128).slice(2);

/** A citizen as the pallet stores it: no key, epoch 0, provider 0, opened then, active, no operators. */
const citizen = (id) => u8aConcat([0], little(0, 4), little(0, 2), little(1_760_000_000 + id, 8), [0], [0]);

/** Puts the citizens into the genesis of a chain specification; answers what the walk must come to. */
function populate(file) {
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  const top = spec.genesis.raw.top;
  const prefix = item('CarbonAccounts', 'Citizens');
  let digest = new Uint8Array(32);
  for (let id = 0; id < citizens; id += 1) {
    const key = little(id, 4);
    const value = citizen(id);
    top[prefix + u8aToHex(u8aConcat(xxhashAsU8a(key, 64), key)).slice(2)] = u8aToHex(value);
    digest = blake2AsU8a(u8aConcat(digest, key, value), 256);
  }
  top[item('CarbonAccounts', 'NextCitizenId')] = u8aToHex(little(citizens, 4));
  writeFileSync(file, JSON.stringify(spec));
  return u8aToHex(digest);
}

const network = new Network(options.home, join(options.root, 'scripts/network.sh'));
const keys = new Keyring({ type: 'sr25519' });
const [alice, bob, charlie, ferdie] = ['//Alice', '//Bob', '//Charlie', '//Ferdie'].map((uri) => keys.addFromUri(uri));
let api;

/** Sends and waits until it is in a block; its events. */
function send(tx, who) {
  return new Promise((resolve, reject) => {
    tx.signAndSend(who, { nonce: -1 }, ({ status, events, dispatchError, isError }) => {
      if (isError) reject(new Error('the transaction was dropped'));
      if (!status.isInBlock) return;
      if (dispatchError) {
        const { section, name } = dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule) : { section: '', name: dispatchError.toString() };
        reject(new Error(`${section}.${name}`));
      } else resolve(events.map(({ event }) => event));
    }).catch(reject);
  });
}

const found = (events, section, method) => events.find((event) => event.section === section && event.method === method);

/** The council authorises a code: all three members, a day's delay (a minute here), then anybody. */
async function authorise(codeHash) {
  const call = api.tx.authority.queueRoot(api.tx.system.authorizeUpgrade(codeHash));
  const proposed = found(await send(api.tx.council.propose(3, call, call.method.encodedLength), alice), 'council', 'Proposed');
  const [, index, hash] = proposed.data;
  for (const member of [alice, bob, charlie]) await send(api.tx.council.vote(hash, index, true), member);
  const weight = { refTime: 500_000_000_000n, proofSize: 0 };
  const closed = await send(api.tx.council.close(hash, index, weight, call.method.encodedLength), ferdie);
  const queued = found(closed, 'authority', 'Queued');
  if (!queued) throw new Error(`the motion was not carried: ${closed.map((event) => `${event.section}.${event.method} ${event.data}`).join('; ')}`);
  const [number] = queued.data;
  await until('the delay', 180, async () => {
    try {
      return await send(api.tx.authority.enact(number, weight), ferdie);
    } catch (error) {
      if (!/NotReady/.test(error.message)) throw error;
      return false;
    }
  }, 6);
}

const apply = (code) => send(api.tx.system.applyAuthorizedUpgrade(code), ferdie);
const version = async () => (await api.rpc.state.getRuntimeVersion()).specVersion.toNumber();

/** Blocks and the longest time between two of them, by their own timestamps. */
async function gaps(from, to) {
  let before;
  let longest = 0;
  for (let number = from; number <= to; number += 1) {
    const at = await api.at(await api.rpc.chain.getBlockHash(number));
    const time = (await at.query.timestamp.now()).toNumber();
    if (before !== undefined) longest = Math.max(longest, time - before);
    before = time;
  }
  return longest / 1000;
}

async function main() {
  say(`== Four validators, ${citizens} citizens in genesis`);
  // A first start makes keys and specification.
  const args = ['--validators', '4', '--clock-scale', '1440', '--clock-start', '1767067200'];
  await network.sh('up', ...args);
  await network.sh('down');
  const expected = populate(join(options.home, 'chain.json'));
  for (const name of [1, 2, 3, 4]) await must('rm', ['-rf', join(options.home, `nodes/node-${name}/base`)]);
  await network.sh('up', ...args);
  await network.refresh();
  network.watch();
  api = await ApiPromise.create({ provider: new WsProvider(network.validators[0].ws), noInitWarn: true });
  const first = await version();

  say('== An upgrade to the same version: authorised, and refused as it is applied');
  const same = u8aToHex(readFileSync(options.same));
  await authorise(blake2AsHex(same, 256));
  const refused = found(await apply(same), 'system', 'RejectedInvalidAuthorizedUpgrade');
  if (!refused || (await version()) !== first) throw new Error('an upgrade to the same version was not refused');
  say(`   ${refused.method}`);

  say('== The upgrade');
  const code = u8aToHex(readFileSync(options.wasm));
  let strange = '';
  await apply(code).catch((error) => (strange = error.message));
  if (!strange) throw new Error('a code that nobody authorised was taken');
  say(`   before the council has authorised it: ${strange}`);
  const head = (await api.rpc.chain.getHeader()).number.toNumber();
  await authorise(blake2AsHex(code, 256));
  const from = now();
  await apply(code);
  const record = await until('the migration', 900, async () => {
    const bytes = await network.validators[0].ask('state_getStorage', [item('UpgradeRehearsal', 'Walked')]);
    const cursor = await network.validators[0].ask('state_getStorage', [item('Migrations', 'Cursor')]);
    if (!bytes || cursor) return false;
    const raw = hexToU8a(bytes);
    const number = (at) => new DataView(raw.buffer, raw.byteOffset).getUint32(at, true);
    return { citizens: number(0), digest: u8aToHex(raw.slice(4, 36)), first: number(36), last: number(40) };
  });
  const seconds = now() - from;
  if (record.citizens !== citizens || record.digest !== expected) throw new Error(`the walk saw ${JSON.stringify(record)}, expected ${citizens} and ${expected}`);
  await network.progress(120);
  const { height, root } = await network.sameState();
  const last = await version();
  if (last !== first + 1) throw new Error(`the version is ${last}`);
  await api.disconnect();
  await sleep(1);
  api = await ApiPromise.create({ provider: new WsProvider(network.validators[0].ws), noInitWarn: true });
  const longest = await gaps(head, Math.min(height, record.last + 5));
  const again = populate(join(options.home, 'chain.json'));
  const after = await api.query.carbonAccounts.nextCitizenId();
  if (again !== expected || after.toNumber() !== citizens) throw new Error('citizens came or went');
  // Business goes on.
  await send(api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n), alice);
  await api.disconnect();
  await network.unwatch();
  if (network.conflicts.length > 0) throw new Error(`finality forked: ${network.conflicts.join('; ')}`);
  const figures = {
    citizens,
    version: last,
    migration_blocks: record.last - record.first + 1,
    seconds: Number(seconds.toFixed(0)),
    longest_gap_seconds: longest,
    state_root: root,
    height,
  };
  say(`   ${citizens} citizens in ${figures.migration_blocks} blocks, ${figures.seconds} s; longest time between two blocks ${longest} s; one state root on four nodes at block ${height}`);
  if (longest > 30) throw new Error(`blocks stopped for ${longest} s`);
  if (options.json) console.log(JSON.stringify(figures));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`\nerror: ${error.message}`);
    process.exit(1);
  },
);
