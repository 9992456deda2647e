// One of everything that points can be in, on a chain that scripts/run.sh --setup-only left: an
// operator with a fund and a series, a citizen with a key, two payments (one partly refunded), four
// orders (open, fulfilled, disputed, cancelled), a settlement and a schedule. For rpc.mjs to read.
//
//   node spend.mjs URL TANPU HOME
//
// HOME is where run.sh left context.sh and evidence.key. Only for a development chain: its keys are
// known to everybody.

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a, cryptoWaitReady } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [url, tanpu, home] = process.argv.slice(2);
if (!home) {
  console.error('usage: node spend.mjs URL TANPU HOME');
  process.exit(2);
}
const context = Object.fromEntries(
  [...readFileSync(`${home}/context.sh`, 'utf8').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);
const cli = (...args) =>
  JSON.parse(execFileSync(tanpu, ['--url', url, '--json', '--wait', 'best', ...args], { encoding: 'utf8', cwd: home }));

await cryptoWaitReady();
const keys = new Keyring({ type: 'sr25519' });
const key = (uri) => keys.addFromUri(uri);
const [treasury, reporter, shop, citizenKey, provider] = ['//One//stash', '//One', '//Two//stash', '//Two', '//Ferdie'].map(key);
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const now = async () => (await api.call.carbonApi.clock()).now.toNumber();

const send = (call, signer) =>
  new Promise((resolve, reject) => {
    call
      .signAndSend(signer, { nonce: -1 }, ({ status, dispatchError, events }) => {
        if (dispatchError?.isModule) {
          const { section, name } = api.registry.findMetaError(dispatchError.asModule);
          reject(new Error(`${call.method.section}.${call.method.method}: ${section}.${name}`));
        } else if (dispatchError) {
          reject(new Error(`${call.method.section}.${call.method.method}: ${dispatchError}`));
        } else if (status.isInBlock) {
          resolve(events.map(({ event }) => event));
        }
      })
      .catch(reject);
  });

// Only the development accounts of the genesis have money.
const TANP = 10n ** 12n;
for (const { address } of [treasury, reporter, shop, citizenKey]) {
  await send(api.tx.balances.transferKeepAlive(address, 10_000n * TANP), key('//Alice//stash'));
}

const license = (kind, name, holder, ...more) => {
  const find = () => cli('participants', 'list').find((one) => one.name === name)?.participant;
  if (find() === undefined) {
    cli('--suri', '//Alice', 'participants', kind, '--name', name, '--entity', name, '--holder', holder.address, ...more, '--approve-with', '//Bob');
  }
  return find();
};
const operator = license('license-operator', 'Night bus', treasury);
const merchant = license('license-merchant', 'Tea house 茶馆', shop);
cli('--suri', '//One//stash', 'participants', 'set-reporter', String(operator), reporter.address);

await send(api.tx.points.deposit(operator, 500n * TANP), treasury);
// A hundredth of a TANP for each hundredth of a point.
const life = api.consts.points.minSeriesLife.toNumber();
await send(api.tx.points.openSeries(operator, TANP / 100n, (await now()) + 2 * life), treasury);
const series = (await api.query.points.funds(operator)).live.at(-1).toNumber();

// A citizen with a key of their own: provider and key sign the same text.
const nullifier = blake2AsHex('spend.mjs');
const expires = (await now()) + 86_400;
const text = stringToU8a(
  `<Bytes>Tanpu identity attestation v1\npurpose: open\nchain: ${api.genesisHash.toHex()}\nprovider: ${context.provider}\n` +
    `nullifier: ${nullifier}\nkey: ${u8aToHex(citizenKey.publicKey)}\noperator: none\ndisposition: none\nepoch: 0\nexpires: ${expires}</Bytes>`,
);
const attestation = {
  provider: context.provider,
  nullifier,
  epoch: 0,
  expires,
  key: citizenKey.publicKey,
  providerSignature: provider.sign(text),
  keySignature: { Sr25519: citizenKey.sign(text) },
};
await send(api.tx.carbonAccounts.open(attestation), citizenKey);
const citizen = (await api.query.carbonAccounts.citizenByKey(citizenKey.publicKey)).unwrap().toNumber();
await send(api.tx.carbonAccounts.enrol(operator, 'RewardOnly'), citizenKey);

// Two rides of 90 km, an hour each.
const local = (seconds) => new Date((seconds + 28_800) * 1000).toISOString().slice(0, 19).replace('T', ' ');
const ended = (await now()) - 600;
const rides = [ended - 7_200, ended - 3_600].map((start) => `night,${local(start)},${local(start + 3_540)},90`);
writeFileSync(`${home}/rides.csv`, ['user,start,end,distance', ...rides, ''].join('\n'));
writeFileSync(`${home}/riders.csv`, `user,citizen\nnight,${citizen}\n`);
cli('--suri', '//One', 'report', 'rides.csv', '--operator', String(operator), '--methodology', context.methodology, '--users', 'riders.csv', '--utc-offset', '+08:00', '--evidence-key', 'evidence.key');
const held = (await api.query.carbonAccounts.positions.entries()).map(([, value]) => value.unwrap()).find(({ disposition }) => disposition.isRewardOnly);
assert.ok(held.points[0][1].toNumber() > 5_000, 'the rides gave no points');

const part = (points) => [{ operator, series, points }];
const request = async (amount, nonce) => ({
  genesis: api.genesisHash.toHex(),
  merchant,
  amount,
  expires: (await now()) + 43_200,
  receipt: blake2AsHex(`receipt ${nonce}`),
  nonce,
});
// 3.00 points exactly, and an amount that costs the next hundredth.
await send(api.tx.points.pay(await request(3n * TANP, 1), part(300)), citizenKey);
const [paid] = (await send(api.tx.points.pay(await request(2n * TANP - 1n, 2), part(200)), citizenKey)).filter(({ method }) => method === 'Paid');
await send(api.tx.points.refund(paid.data.payment, part(50)), shop);

const link = (name) => ({ hash: blake2AsHex(name), uri: `https://example.org/${name}` });
const opened = await now();
await send(
  api.tx.pointRedemption.offer(merchant, {
    title: link('tea'),
    picture: link('tea.jpg'),
    price: 5n * TANP,
    issuers: { Only: [operator] },
    stock: 10,
    perCitizen: 9,
    from: opened,
    until: opened + 30 * 86_400,
    fulfilWithin: 3 * 86_400,
  }),
  shop,
);
const offer = (await api.query.pointRedemption.nextOfferId()).toNumber() - 1;
const secret = (number) => blake2AsU8a(`secret ${number}`).slice(0, 16);
const le = (value) => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
const order = async (number) => {
  const voucher = blake2AsHex(u8aConcat('tanpu/voucher/v1', api.genesisHash, le(citizen), le(number), secret(number)));
  await send(api.tx.pointRedemption.redeem(offer, number, 1, part(500), voucher, 5n * TANP), citizenKey);
  return { citizen, number };
};
const cancelled = await order(0);
await send(api.tx.pointRedemption.cancel(cancelled), shop);
const disputed = await order(1);
await send(api.tx.pointRedemption.fulfil(disputed, u8aToHex(secret(1))), shop);
await send(api.tx.pointRedemption.dispute(1, blake2AsHex('cold')), citizenKey);
await send(api.tx.pointRedemption.fulfil(await order(2), u8aToHex(secret(2))), shop);
await order(3);

await send(api.tx.points.settle(merchant, TANP), reporter);
await send(api.tx.points.setSchedule(merchant, [7, TANP]), shop);
console.log(JSON.stringify({ operator, merchant, citizen, series, offer }));
await api.disconnect();
