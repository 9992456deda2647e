// An upgrade on a real network of four validators, with many citizens in genesis, reports riding all the
// while: an upgrade that is none and is refused; one whose migration fails half way, and the way out of it;
// and one whose migration walks over all citizens. Called by tests/upgrade.sh, which explains the arguments.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aConcat, u8aToHex, hexToU8a } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a, xxhashAsHex, xxhashAsU8a } from '@polkadot/util-crypto';
import { Load } from './load.mjs';
import { Network, now, sleep, until } from './network.mjs';

const { values: options } = parseArgs({
  options: {
    root: { type: 'string' },
    home: { type: 'string' },
    tanpu: { type: 'string' },
    citizens: { type: 'string' },
    same: { type: 'string' },
    failing: { type: 'string' },
    wasm: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const citizens = Number(options.citizens);
// A block is due every three seconds. The first of a new version waits for four nodes on one machine to
// compile it at once.
const MOST_BETWEEN_BLOCKS = 60;
const say = (text) => console.error(text);
const little = (number, bytes) => {
  const out = new Uint8Array(bytes);
  for (let at = 0, rest = BigInt(number); at < bytes; at += 1, rest >>= 8n) out[at] = Number(rest & 0xffn);
  return out;
};
const item = (pallet, name) => xxhashAsHex(pallet, 128) + xxhashAsHex(name, 128).slice(2);
function check(condition, text) {
  if (!condition) throw new Error(text);
}

/** A citizen as the pallet stores it: no key, epoch 0, provider 0, opened then, active, no operators. */
const citizen = (id) => u8aConcat([0], little(0, 4), little(0, 2), little(1_760_000_000 + id, 8), [0], [0]);

/** Puts the citizens into the genesis of a chain specification. */
function populate(file) {
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  const top = spec.genesis.raw.top;
  const prefix = item('CarbonAccounts', 'Citizens');
  for (let id = 0; id < citizens; id += 1) {
    const key = little(id, 4);
    top[prefix + u8aToHex(u8aConcat(xxhashAsU8a(key, 64), key)).slice(2)] = u8aToHex(citizen(id));
  }
  top[item('CarbonAccounts', 'NextCitizenId')] = u8aToHex(little(citizens, 4));
  writeFileSync(file, JSON.stringify(spec));
}

const network = new Network(options.home, join(options.root, 'scripts/network.sh'));
const keys = new Keyring({ type: 'sr25519' });
const [alice, bob, charlie, ferdie] = ['//Alice', '//Bob', '//Charlie', '//Ferdie'].map((uri) => keys.addFromUri(uri));
const members = [alice, bob, charlie];
const weight = { refTime: 500_000_000_000n, proofSize: 1_000_000n };
let api;

async function connect() {
  api = await ApiPromise.create({ provider: new WsProvider(network.validators[0].ws), noInitWarn: true });
}

/** Sends and waits until it is final: a block that goes takes along what the next step builds on. Its events. */
function send(tx, who) {
  return new Promise((resolve, reject) => {
    tx.signAndSend(who, { nonce: -1 }, ({ status, events, dispatchError, isError }) => {
      if (isError) reject(new Error('the transaction was dropped'));
      if (!status.isFinalized) return;
      if (dispatchError) {
        const { section, name } = dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule) : { section: '', name: dispatchError.toString() };
        reject(new Error(`${section}.${name}`));
      } else resolve(events.map(({ event }) => event));
    }).catch(reject);
  });
}

const found = (events, section, method) => events.find((event) => event.section === section && event.method === method);

/** A motion of the council's, carried by so many of its three. */
async function motion(call, votes) {
  const proposed = found(await send(api.tx.council.propose(votes, call, call.method.encodedLength), alice), 'council', 'Proposed');
  const [, index, hash] = proposed.data;
  await Promise.all(members.slice(0, votes).map((member) => send(api.tx.council.vote(hash, index, true), member)));
  const closed = await send(api.tx.council.close(hash, index, weight, call.method.encodedLength), ferdie);
  const done = found(closed, 'council', 'Executed');
  check(done?.data.result?.isOk ?? done?.data[1].isOk, `the motion was not carried: ${closed.map((event) => `${event.section}.${event.method} ${event.data}`).join('; ')}`);
  return closed;
}

/** The council queues the authorisation of a code; the number in the queue. */
async function queue(code) {
  const closed = await motion(api.tx.authority.queueRoot(api.tx.system.authorizeUpgrade(blake2AsHex(code, 256))), 3);
  return found(closed, 'authority', 'Queued').data[0];
}

/** Anybody carries it out after the delay: a day, here a minute. */
const enact = (number) =>
  until('the delay', 180, async () => {
    try {
      return await send(api.tx.authority.enact(number, weight), ferdie);
    } catch (error) {
      if (!/NotReady/.test(error.message)) throw error;
      return false;
    }
  }, 3);

const apply = (code) => send(api.tx.system.applyAuthorizedUpgrade(code), ferdie);

/** The same where the version will change: the client that sends it can't read what follows, so it goes. */
async function upgrade(code) {
  await api.tx.system.applyAuthorizedUpgrade(code).signAndSend(ferdie, { nonce: -1 });
  await api.disconnect();
}
const read = (pallet, name, at) => network.validators[0].ask('state_getStorage', [item(pallet, name), ...(at ? [at] : [])]);
const version = async () => (await network.validators[0].call('state_getRuntimeVersion')).specVersion;
const height = () => network.validators[0].height();

/** The account that the migration keeps; nothing where its first step failed. */
async function walked() {
  const bytes = await read('UpgradeRehearsal', 'Walked');
  if (!bytes) return undefined;
  const raw = hexToU8a(bytes);
  const number = (at) => new DataView(raw.buffer, raw.byteOffset).getUint32(at, true);
  return { citizens: number(0), digest: u8aToHex(raw.slice(4, 36)), first: number(36), last: number(40) };
}

/** That account, once a migration that began after a block is through. */
const migrated = (from) =>
  until('the migration', 900, async () => {
    const record = await walked();
    return record?.first > from && !(await read('Migrations', 'Cursor')) && record;
  });

/** The longest time between two blocks, by their own timestamps. */
async function gap(from, to) {
  const node = network.validators[0];
  let before;
  let longest = 0;
  for (let number = from; number <= to; number += 1) {
    const at = await node.hashAt(number);
    const time = Number(new DataView(hexToU8a(await read('Timestamp', 'Now', at)).buffer).getBigUint64(0, true));
    if (before !== undefined) longest = Math.max(longest, time - before);
    before = time;
  }
  return longest / 1000;
}

/** All of state at a block: a digest for each pallet, and what the walk must come to. */
async function state(number, names) {
  const node = network.validators[0];
  const at = await node.hashAt(number);
  const pallets = new Map();
  const people = [];
  const own = item('CarbonAccounts', 'Citizens');
  for (let from = null; ; ) {
    const page = await node.call('state_getKeysPaged', ['0x', 1000, from, at], 60_000);
    if (page.length === 0) break;
    from = page[page.length - 1];
    const [{ changes }] = await node.call('state_queryStorageAt', [page, at], 60_000);
    for (const [key, value] of changes) {
      const pallet = names.get(key.slice(0, 34)) ?? key.slice(0, 34);
      if (!pallets.has(pallet)) pallets.set(pallet, createHash('sha256'));
      pallets.get(pallet).update(`${key} ${value}\n`);
      if (key.startsWith(own)) {
        const id = hexToU8a(`0x${key.slice(-8)}`);
        people.push([new DataView(id.buffer).getUint32(0, true), id, hexToU8a(value)]);
      }
    }
  }
  let digest = new Uint8Array(32);
  for (const [, id, value] of people.sort(([a], [b]) => a - b)) digest = blake2AsU8a(u8aConcat(digest, id, value), 256);
  return {
    citizens: people.length,
    digest: u8aToHex(digest),
    pallets: new Map([...pallets].map(([pallet, hash]) => [pallet, hash.digest('hex')])),
  };
}

// What goes on while only inherents go in: blocks, their time, sessions, how far the scheduler is, the level of
// fees; the migration itself; and the clock, which stands. The rest is business.
const MOVES = ['System', 'Timestamp', 'Babe', 'Authorship', 'Grandpa', 'Session', 'Historical', 'ValidatorSet', 'AuthorityDiscovery', 'Offences', 'Scheduler', 'TransactionPayment', 'Migrations', 'UpgradeRehearsal', 'Clock'];

/** Nothing but the above may be other than before the migration. */
async function unchanged(record) {
  const names = new Map();
  for (const pallet of [...api.runtimeMetadata.asLatest.pallets.map((one) => one.name.toString()), 'UpgradeRehearsal']) {
    names.set(xxhashAsHex(pallet, 128), pallet);
  }
  const before = await state(record.first - 1, names);
  const after = await state(record.last, names);
  check(
    record.citizens === before.citizens && record.digest === before.digest,
    `the walk saw ${JSON.stringify(record)}, in state before it were ${before.citizens} and ${before.digest}`,
  );
  check(after.digest === before.digest, 'citizens are other than before the migration');
  const all = new Set([...before.pallets.keys(), ...after.pallets.keys()]);
  const changed = [...all].filter((pallet) => before.pallets.get(pallet) !== after.pallets.get(pallet));
  const wrong = changed.filter((pallet) => !MOVES.includes(pallet));
  check(wrong.length === 0, `the migration changed what it must not: ${wrong.join(', ')}`);
  return { pallets: all.size, same: all.size - changed.length };
}

/** A version whose migration fails: business stops, blocks go on, and the council finds the way out. */
async function fails(load, wasm, next) {
  const from = await height();
  const started = now();
  await upgrade(wasm);
  await until('SafeMode after a failed migration', 900, () => read('SafeMode', 'EnteredUntil'));
  check(!(await read('Migrations', 'Cursor')), 'the migration failed, and is not given up');
  const given = now() - started;
  const done = (await walked())?.citizens ?? 0;
  check(done < citizens, `the migration that must fail walked over ${done} citizens`);
  await connect();
  const refusal = await send(api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n), alice).then(() => '', (error) => error.message);
  check(refusal === 'system.CallFiltered', `with a state half migrated a transfer came to: ${refusal || 'success'}`);
  const slice = await load.next();
  const report = await load.once(slice, network.validators[0], ['timeout', '90']);
  check(report.code !== 0, 'with a state half migrated a report was credited');
  say(`   given up after ${done} citizens: SafeMode; a transfer: ${refusal}; a report: exit code ${report.code}`);
  // The council, and nobody else, goes on: another version, whose walk begins anew.
  const number = await queue(next);
  await enact(number);
  return { done, slice, given, from };
}

async function main() {
  const [same, code, failing] = [options.same, options.wasm, options.failing].map((file) => file && u8aToHex(readFileSync(file)));
  const started = now();
  say(`== Four validators, ${citizens} citizens in genesis`);
  const args = ['--validators', '4', '--clock-scale', '1440', '--clock-start', '1767067200'];
  await network.sh('make', ...args);
  populate(join(options.home, 'chain.json'));
  await network.sh('up', ...args);
  await network.refresh();
  network.watch();
  await connect();
  const first = await version();

  say('== The council queues the upgrades; meanwhile licences, methodology, accounts, a report');
  const queued = {};
  for (const [name, wasm] of [['same', same], [failing ? 'failing' : 'next', failing ?? code]]) queued[name] = await queue(wasm);
  const load = new Load(network, options.tanpu, options.root, options.home, 20);
  await load.setUp();
  await load.report(await load.next());

  say('== An upgrade to the same version: authorised, and refused as it is applied');
  await enact(queued.same);
  const refused = found(await apply(same), 'system', 'RejectedInvalidAuthorizedUpgrade');
  check(refused && (await version()) === first, 'an upgrade to the same version was not refused');
  const strange = await apply(code).then(() => '', (error) => error.message);
  check(strange, 'a code that nobody authorised was taken');
  say(`   ${refused.method}; a code that nobody authorised: ${strange}`);

  let failed;
  if (failing) {
    say('== An upgrade whose migration fails half way');
    await enact(queued.failing);
    failed = await fails(load, failing, code);
  } else {
    await enact(queued.next);
    load.start(0);
    await sleep(6);
  }

  say('== The upgrade');
  const from = await height();
  const applied = now();
  await upgrade(code);
  const record = await migrated(from);
  const seconds = now() - applied;
  await connect();
  const last = await version();
  const known = api.consts.system.version.specVersion.toNumber();
  check(last > first && known === last, `the version is ${last}, the metadata's ${known}`);
  const told = (await load.t(['chain', 'info'])).spec_version;
  if (failed) {
    check(await read('SafeMode', 'EnteredUntil'), 'SafeMode ended by itself');
    await motion(api.tx.safeMode.forceExit(), 2);
    await load.report(failed.slice);
    say('   SafeMode left by half of the council; the report that was refused is credited');
    load.start(0);
  }
  const before = load.slices.length;
  await until('two reports under the new version', 300, () => load.failure || load.slices.length > before + 2);
  await load.stop();
  await send(api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n), alice);

  say('== State before and after');
  await network.progress(300);
  const kept = await unchanged(record);
  const { height: at, root } = await network.sameState();
  const due = await load.verify(network.validators[0]);
  await load.verify(network.validators[3]);
  await network.nobodyAccused();
  const longest = await gap((failed?.from ?? from), Math.min(at, record.last + 20));
  const stall = network.stall(failed ? applied - failed.given : applied);
  await api.disconnect();
  await network.unwatch();
  check(network.conflicts.length === 0, `finality forked: ${network.conflicts.join('; ')}`);
  check(longest <= MOST_BETWEEN_BLOCKS, `blocks stopped for ${longest} s`);
  const figures = {
    citizens: record.citizens,
    versions: failed ? [first, last - 1, last] : [first, last],
    failed_after_citizens: failed?.done,
    migration_blocks: record.last - record.first + 1,
    migration_s: Number(seconds.toFixed(0)),
    longest_gap_of_blocks_s: longest,
    longest_gap_of_finality_s: Number(stall.toFixed(1)),
    pallets_unchanged: kept.same,
    version_told_by_tanpu: told,
    records: due.rows,
    grams: String(due.grams),
    points_cents: String(due.cents),
    reports_under_new_version: load.slices.length - before,
    state_root: root,
    height: at,
    seconds: Number((now() - started).toFixed(0)),
  };
  const text =
    `the same version refused${failed ? `; one whose migration failed after ${failed.done} citizens stopped business until the council's next` : ''}; ` +
    `${record.citizens} citizens walked in ${figures.migration_blocks} blocks, ${figures.migration_s} s; longest time between two blocks ${longest.toFixed(0)} s, ` +
    `of finality ${stall.toFixed(0)} s; ${kept.same} pallets' state byte for byte as before; ${due.rows} records as worked out, one state root on four nodes`;
  say(`   ${text}`);
  if (options.json) console.log(JSON.stringify({ figures, text }));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`\nerror: ${error.stack}`);
    process.exit(1);
  },
);
