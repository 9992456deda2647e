// Wallets and clients against a live chain; see tests/clients.sh.
//
//   node main.mjs --url WS --tanpu PROGRAM --root REPOSITORY [--only PART,...] [--json FILE] ...

import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { digestOf, sign } from './hash.mjs';
import * as descriptors from './descriptors.mjs';
import * as examples from './examples.mjs';
import * as light from './light.mjs';
import * as metadata from './metadata.mjs';
import * as papi from './papi.mjs';
import * as pjs from './pjs.mjs';
import { begin } from './roles.mjs';
import { methodologyOn } from './setup.mjs';

const PARTS = ['metadata', 'pjs', 'papi', 'types', 'hash', 'light'];
const { values: args } = parseArgs({
  options: {
    url: { type: 'string' },
    tanpu: { type: 'string' },
    root: { type: 'string' },
    only: { type: 'string', default: PARTS.join(',') },
    json: { type: 'string' },
    money: { type: 'string', default: '//Alice//stash' },
    council: { type: 'string', default: '//Alice,//Bob,//Charlie' },
    patience: { type: 'string', default: '0' },
    peer: { type: 'string' },
    spec: { type: 'string' },
    'light-log': { type: 'string' },
    'no-metadata-hash': { type: 'boolean', default: false },
  },
});
const only = new Set(args.only.split(','));
const strange = [...only].filter((part) => !PARTS.includes(part));
if (!args.url || strange.length > 0) {
  console.error(strange.length > 0 ? `error: --only knows ${PARTS.join(', ')}, not ${strange.join(', ')}` : 'error: --url is missing');
  process.exit(2);
}

const begun = Date.now();
const rows = [];
const say = (text) => console.error(`   ${text}`);
const SKIPPED = Symbol('skipped');
/// Runs a step and notes what became of it. A step that fails ends nothing but itself.
const reporter = (client) => {
  const note = (role, what, result, text, since) => {
    const row = { client, role, what, result, note: text ?? '', seconds: (Date.now() - since) / 1_000 };
    rows.push(row);
    console.log(`  ${result.padEnd(7)} ${client.padEnd(13)} ${role.padEnd(12)} ${what.padEnd(46)} ${row.note}`);
  };
  const report = async (role, what, matter) => {
    const since = Date.now();
    try {
      const text = await matter();
      if (text?.[SKIPPED]) note(role, what, 'skipped', text[SKIPPED], since);
      else note(role, what, 'ok', typeof text === 'string' ? text : '', since);
    } catch (error) {
      note(role, what, 'FAILED', String(error.message ?? error).split('\n').slice(0, 6).join(' | '), since);
      if (process.env.DEBUG) console.error(error);
    }
  };
  report.skip = async (role, what, why) => note(role, what, 'skipped', why, Date.now());
  report.SKIP = (why) => ({ [SKIPPED]: why });
  return report;
};

await cryptoWaitReady();
const first = await pjs.connect(args.url);
const second = await papi.connect(args.url);
const chains = { pjs: first, papi: second };
const keyring = new Keyring({ type: 'sr25519', ss58Format: first.prefix });
const councilKeys = args.council.split(',');
const world = {
  keyring,
  money: keyring.addFromUri(args.money),
  council: councilKeys.map((uri) => keyring.addFromUri(uri)),
  run: begun.toString(36),
  verifiers: new Map(),
  patience: Number(args.patience),
  methodology: null,
};

const known = await metadata.read(first.rpc);
if (only.has('metadata')) {
  const report = reporter('both');
  await report('anybody', 'metadata V14, V15, V16 served and decoded', async () => `listed: ${known.listed.join(', ')}`);
  await report('anybody', 'names and docs of all that people read', async () => {
    const count = metadata.check(known);
    return Object.entries(count).map(([kind, number]) => `${number} ${kind}`).join(', ');
  });
  await report('anybody', 'the new JSON-RPC is served', async () => {
    const { methods } = await first.rpc('rpc_methods');
    const wanted = ['chainHead_v1_follow', 'chainSpec_v1_genesisHash', 'transaction_v1_broadcast', 'transactionWatch_v1_submitAndWatch'];
    const missing = wanted.filter((name) => !methods.includes(name));
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
    // Only an archive has these.
    return `${wanted.join(', ')}${methods.includes('archive_v1_body') ? ', archive_v1_body' : ''}`;
  });
}
let played;
if (only.has('pjs') || only.has('papi')) {
  world.methodology = await methodologyOn(second, { url: args.url, tanpu: args.tanpu, root: args.root, council: councilKeys, say });
  const games = [];
  for (const part of ['pjs', 'papi'])
    if (only.has(part)) {
      const game = await begin(chains[part], world, reporter(chains[part].name));
      if (game) games.push(game);
    }
  for (const game of games) await game.spend();
  // Months must close, notices run: all wait together.
  let stages = games.map((game) => game.verify());
  while (stages.length > 0) {
    const left = [];
    for (const stage of stages) if (!(await stage.next()).done) left.push(stage);
    stages = left;
  }
  for (const { chain, report, known: numbers, read } of games) {
    await read();
    await examples.play(chain, numbers, report, { url: args.url, root: args.root });
    played = numbers;
  }
}
if (!played) {
  // Any position that there is.
  const [one] = await second.api.query.CarbonAccounts.Positions.getEntries({ at: 'best' });
  if (one) {
    const [operator, citizen] = one.keyArgs.map((key) => Number(BigInt(key)));
    played = { operator, citizen };
  }
}
if (only.has('types')) {
  const report = reporter('polkadot-api');
  await report('anybody', 'names that TypeScript takes', async () => descriptors.keywords(known));
  if (!played) await report.skip('anybody', 'its own descriptors, compiled', 'the chain has no position: run the other parts first');
  else await report('anybody', 'its own descriptors, compiled', () => descriptors.play(second.rpc, { url: args.url, ...played }));
}
if (only.has('hash')) {
  for (const chain of [first, second]) {
    const report = reporter(chain.name);
    if (args['no-metadata-hash']) await report.skip('hardware', 'metadata hash', '--no-metadata-hash');
    else
      await report('hardware', 'metadata hash: right accepted, wrong refused', async () => {
        const digest = await digestOf(first.rpc);
        await sign(chain, world.money, digest);
        return Buffer.from(digest).toString('hex').slice(0, 16);
      });
  }
}
if (only.has('light')) {
  const report = reporter('smoldot');
  const log = args['light-log'] ? createWriteStream(args['light-log']) : null;
  if (!played) await report.skip('light client', 'a position', 'the chain has none: run the other parts first');
  else {
    try {
      const { spec, peer } = await light.specOf(second.rpc, { address: args.peer, file: args.spec, readFile });
      say(`light client: peer ${peer}, chain spec of ${JSON.stringify(spec).length.toLocaleString('en')} bytes${spec.lightSyncState ? ' with a light sync state' : ''}`);
      await light.play(second, { spec, ...played, pair: world.money }, report, (line) => log?.write(`${line}\n`));
    } catch (error) {
      await report('light client', 'begins', () => Promise.reject(error));
    }
  }
}

await Promise.allSettled([first.close(), second.close()]);
const count = (result) => rows.filter((row) => row.result === result).length;
const seconds = Math.round((Date.now() - begun) / 1_000);
console.log(`\n  ${count('ok')} ok, ${count('FAILED')} failed, ${count('skipped')} skipped, in ${seconds} s`);
if (args.json) {
  const summary = { url: args.url, genesis: first.genesis, spec: first.spec, ok: count('ok'), failed: count('FAILED'), skipped: count('skipped'), seconds, steps: rows };
  await writeFile(args.json, `${JSON.stringify(summary, null, 2)}\n`);
}
process.exit(count('FAILED') > 0 ? 1 : 0);
