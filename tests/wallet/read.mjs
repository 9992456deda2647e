// Reads a live chain as a wallet does and compares every figure with what the script worked out
// apart from the chain, and with what the CLI shows.
//
//   node read.mjs URL EXPECTED.json TANPU [OPERATOR]
//
// EXPECTED.json is what scripts/lib/sample.py expect printed; TANPU the command line's path.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import test from 'node:test';

const [url, expectedPath, tanpu, operatorText = '0'] = process.argv.slice(2);
if (!tanpu) {
  console.error('usage: node read.mjs URL EXPECTED.json TANPU [OPERATOR]');
  process.exit(2);
}
const expected = JSON.parse(readFileSync(expectedPath, 'utf8'));
const operator = Number(operatorText);

const be = (value, bytes) => {
  const out = new Uint8Array(bytes);
  for (let at = bytes - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256)) out[at] = rest % 256;
  return out;
};
const fromBe = (bytes) => [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);
const cli = (...args) =>
  JSON.parse(execFileSync(tanpu, ['--url', url, '--json', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }));

const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
// One finalised block for all that is compared.
const at = await api.at(await api.rpc.chain.getFinalizedHead());

const positions = (await at.query.carbonAccounts.positions.entries())
  .map(([key, value]) => ({
    operator: fromBe(key.args[0].toU8a(true)),
    citizen: fromBe(key.args[1].toU8a(true)),
    position: value.unwrap(),
  }))
  .filter((entry) => entry.operator === operator);

test.after(() => api.disconnect());

test('metadata names what a wallet shows', () => {
  for (const pallet of ['clock', 'participants', 'methodologyRegistry', 'carbonAccounts', 'activityReports', 'points', 'pointRedemption', 'growth', 'campaigns']) {
    assert.ok(at.query[pallet], `${pallet} is missing`);
  }
  assert.equal(api.registry.chainDecimals[0], 12);
  assert.equal(api.registry.chainTokens[0], 'TANP');
  const submit = api.tx.activityReports.submit.meta;
  assert.ok(submit.docs.length > 5, 'submit has no documentation');
});

test('every citizen of the sample has a position', () => {
  assert.equal(positions.length, expected.citizens);
});

test('positions add up to the grams and points worked out apart from the chain', async () => {
  const grams = positions.reduce((sum, { position }) => sum + position.grams.toBigInt(), 0n);
  assert.equal(grams, BigInt(expected.grams));
  const series = (await at.query.points.seriesOf.entries(operator)).map(([, value]) => value.unwrap());
  const sum = (of) => series.reduce((all, one) => all + of(one).toBigInt(), 0n);
  // What was issued is what the trips earned; what citizens hold is what of it is not spent.
  assert.equal(sum((one) => one.issued), BigInt(expected.points_due.replace('.', '')));
  const held = positions.reduce((all, { position }) => all + position.points.reduce((own, [, points]) => own + points.toBigInt(), 0n), 0n);
  assert.equal(held, sum((one) => one.outstanding));
  assert.equal(sum((one) => one.issued), held + sum((one) => one.spent) + sum((one) => one.expired) + sum((one) => one.reversed) + sum((one) => one.exchanged));
  assert.equal(positions.filter(({ position }) => !position.grams.toBigInt()).length, expected.citizens - expected.earning_citizens);
});

test('batches add up to the same', async () => {
  const batches = (await at.query.activityReports.batches.entries())
    .map(([, value]) => value.unwrap())
    .filter((batch) => batch.operator.toNumber() === operator);
  assert.equal(batches.reduce((sum, batch) => sum + batch.grams.toBigInt(), 0n), BigInt(expected.grams));
  assert.equal(batches.reduce((sum, batch) => sum + batch.credited.toNumber(), 0), expected.credited);
});

test('classes add up to the same', async () => {
  const classes = (await at.query.activityReports.classes.entries())
    .map(([, value]) => value.unwrap())
    .filter((one) => one.operator.toNumber() === operator);
  assert.equal(classes.reduce((sum, one) => sum + one.grams.toBigInt(), 0n), BigInt(expected.grams));
});

test('the CLI shows what the wallet reads', () => {
  const step = Math.max(1, Math.floor(positions.length / 6));
  for (let index = 0; index < positions.length; index += step) {
    const { citizen, position } = positions[index];
    const shown = cli('accounts', 'show', String(citizen));
    const own = shown.positions.find((one) => Number(one.operator) === operator);
    assert.ok(own, `citizen ${citizen}: the CLI shows no position`);
    assert.equal(BigInt(own.grams), position.grams.toBigInt(), `citizen ${citizen}`);
  }
});

test('a record explained by the CLI is the record that the wallet reads', () => {
  const { citizen, position } = positions.find(({ position }) => position.grams.toBigInt() > 0n);
  const explained = cli('explain', '--citizen', String(citizen));
  const records = Array.isArray(explained) ? explained : explained.records;
  const grams = records.reduce((sum, record) => sum + BigInt(record.credited), 0n);
  assert.equal(grams, position.grams.toBigInt());
});

test('a runtime API answers through @polkadot/api', async () => {
  const reading = await at.call.carbonApi.clock();
  assert.ok(reading.now.toBigInt() > 0n);
  const { citizen, position } = positions[0];
  const [answer] = await at.call.carbonApi.positionsWith(operator, [citizen]);
  assert.equal(answer.unwrap().grams.toBigInt(), position.grams.toBigInt());
});
