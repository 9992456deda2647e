// Every carbon_ method of a live node, compared with the storage that a wallet reads at the same
// block. What the chain has none of (no offers, no orders) is not compared, and said.
//
//   node rpc.mjs URL

import { ApiPromise, WsProvider } from '@polkadot/api';
import { encodeAddress } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import test from 'node:test';
import { carbon } from '../../docs/rpc/carbon.mjs';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node rpc.mjs URL');
  process.exit(2);
}

const provider = new WsProvider(url);
const api = await ApiPromise.create({ provider, rpc: { carbon }, noInitWarn: true });
const hash = (await api.rpc.chain.getFinalizedHead()).toHex();
const at = await api.at(hash);
const number = (await api.rpc.chain.getHeader(hash)).number.toNumber();
const prefix = at.registry.chainSS58;
test.after(() => api.disconnect());

// As a back end without @polkadot/api would ask: bare JSON.
const raw = (method, params) => provider.send(`carbon_${method}`, params);
const refused = async (code, method, params) => {
  const error = await raw(method, params).then(
    (answer) => assert.fail(`carbon_${method} answered ${JSON.stringify(answer)}`),
    (error) => error,
  );
  assert.equal(error.code, code, error.message);
};
const ask = async (method, ...params) => {
  // With the definitions, at the block; the answer must say that it is this one.
  const answer = (await api.rpc.carbon[method](...params, hash)).toJSON();
  assert.deepEqual(answer.block, { number, hash, finalized: true });
  return answer;
};

const be = (bytes) => [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);
const big = (value) => value.toBigInt().toString();
const total = (list) => list.reduce((sum, value) => sum + BigInt(value), 0n);
const unix = (moment) => moment?.unix ?? null;
const date = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);
// A sample that is the same each time and has both ends.
const some = (list, most = 12) => {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, index) => index % step === 0 || index === list.length - 1);
};

const citizens = (await at.query.carbonAccounts.citizens.entries()).map(([key, value]) => ({
  id: key.args[0].toNumber(),
  record: value.unwrap(),
}));
const positions = (await at.query.carbonAccounts.positions.entries()).map(([key, value]) => ({
  operator: be(key.args[0].toU8a(true)),
  citizen: be(key.args[1].toU8a(true)),
  position: value.unwrap(),
}));
const participants = (await at.query.participants.participants.entries()).map(([key, value]) => ({
  id: key.args[0].toNumber(),
  record: value.unwrap(),
}));
const named = (id) => participants.find((one) => one.id === id)?.record.name.toUtf8();
const funds = (await at.query.points.funds.entries()).map(([key, fund]) => ({ operator: key.args[0].toNumber(), fund }));
const series = (await at.query.points.seriesOf.entries()).map(([key, value]) => ({
  operator: key.args[0].toNumber(),
  id: key.args[1].toNumber(),
  series: value.unwrap(),
}));
const books = (await at.query.points.books.entries()).map(([key, book]) => ({ merchant: key.args[0].toNumber(), book }));
const receivable = ({ paid, released, toppedUp, refunded, settled }) =>
  paid.toBigInt() + released.toBigInt() + toppedUp.toBigInt() - refunded.toBigInt() - settled.toBigInt();
const classes = (await at.query.activityReports.classes.entries()).map(([key, value]) => ({
  id: key.args[0].toNumber(),
  record: value.unwrap(),
}));
const cases = new Map(
  (await at.query.verifiedReductions.cases.entries()).map(([key, value]) => [key.args[0].toNumber(), value.unwrap()]),
);
const issuances = new Map(
  (await at.query.verifiedReductions.issuances.entries()).map(([key, value]) => [key.args[0].toNumber(), value.unwrap()]),
);
const certificates = (await at.query.verifiedReductions.certificates.entries()).map(([key, value]) => ({
  id: key.args[0].toNumber(),
  record: value.unwrap(),
}));
const clock = await at.call.carbonApi.clock();
const now = clock.now.toNumber();

test('the methods are listed, and without a block the best one is used', async () => {
  const { methods } = await provider.send('rpc_methods', []);
  for (const name of Object.keys(carbon)) assert.ok(methods.includes(`carbon_${name}`), name);
  const { block } = await raw('clock', []);
  assert.ok(block.number >= number);
  assert.equal((await api.rpc.chain.getBlockHash(block.number)).toHex(), block.hash);
});

test('clock', async () => {
  const answer = await ask('clock');
  assert.equal(answer.now.unix, now);
  assert.equal(Date.parse(answer.now.iso), now * 1000);
  assert.equal(answer.today, date(clock.today.toNumber()));
  assert.equal(answer.now.iso.slice(0, 10), answer.today);
  assert.equal(answer.scale, clock.scale.toNumber());
});

test('unknown blocks are refused by name', async () => {
  await refused(20_001, 'clock', [`0x${'77'.repeat(32)}`]);
  await refused(-32_602, 'clock', ['latest']);
});

test('accounts', async () => {
  assert.ok(citizens.length > 0, 'the chain has no citizen');
  for (const { id, record } of some(citizens)) {
    const account = await ask('account', id);
    const own = positions.filter((one) => one.citizen === id).sort((a, b) => a.operator - b.operator);
    assert.equal(account.key, record.key.isSome ? encodeAddress(record.key.unwrap().toU8a(), prefix) : null);
    assert.equal(account.status, record.status.type.toLowerCase());
    assert.equal(account.opened.unix, record.opened.toNumber());
    assert.equal(BigInt(account.grams), total(own.map(({ position }) => position.grams.toBigInt())));
    assert.deepEqual(account.positions.map((one) => one.operator), own.map((one) => one.operator));
    let value = 0n;
    for (const [index, { operator, position }] of own.entries()) {
      const shown = account.positions[index];
      assert.equal(shown.name, named(operator));
      assert.equal(shown.enrolled, position.enrolled.isTrue);
      assert.equal(shown.disposition.replace('-', ''), position.disposition.type.toLowerCase());
      assert.equal(shown.grams, big(position.grams));
      assert.equal(shown.growthMillis, big(position.growth));
      assert.equal(shown.points.length, position.points.length);
      for (const [at, [id, cents]] of position.points.entries()) {
        const point = shown.points[at];
        assert.deepEqual([point.series, point.cents], [id.toNumber(), big(cents)]);
        const found = series.find((one) => one.operator === operator && one.id === id.toNumber()).series;
        const { fund } = funds.find((one) => one.operator === operator);
        const ends = fund.windUp.isSome ? fund.windUp.unwrap().ends.toNumber() : Infinity;
        const expires = Math.min(found.expires.toNumber(), ends);
        assert.equal(point.spendable, !found.closed.isTrue && now < expires);
        if (!point.spendable) continue;
        assert.equal(BigInt(point.value), cents.toBigInt() * found.price.toBigInt());
        assert.equal(unix(point.expires), expires);
        value += BigInt(point.value);
      }
    }
    assert.equal(BigInt(account.spendableValue), value);
    const grown = total(own.map(({ position }) => position.growth.toBigInt()));
    const earned = (await at.query.growth.earned(id)).toBigInt();
    assert.equal(BigInt(account.growth.millis), grown + earned);
    for (const equivalent of account.growth.equivalents) {
      assert.equal(BigInt(equivalent.countMillis), (BigInt(account.grams) * 1000n) / BigInt(equivalent.gramsEach));
    }
  }
  await refused(20_003, 'account', [4_294_967_295, hash]);
  await refused(-32_602, 'account', ['x', hash]);
});

test('who a key or a nullifier belongs to', async () => {
  const nullifiers = await at.query.carbonAccounts.citizenByNullifier.entries();
  for (const [key, value] of some(nullifiers, 4)) {
    const { citizen, matched } = await ask('citizenOf', key.args[0].toHex());
    assert.deepEqual([citizen, matched], [value.unwrap().toNumber(), 'nullifier']);
  }
  const keys = await at.query.carbonAccounts.citizenByKey.entries();
  for (const [key, value] of some(keys, 4)) {
    for (const who of [encodeAddress(key.args[0].toU8a(), prefix), encodeAddress(key.args[0].toU8a(), 0), key.args[0].toHex()]) {
      const { citizen, matched } = await ask('citizenOf', who);
      assert.deepEqual([citizen, matched], [value.unwrap().toNumber(), 'key']);
    }
  }
  const nobody = await ask('citizenOf', `0x${'00'.repeat(32)}`);
  assert.deepEqual([nobody.citizen, nobody.matched], [null, null]);
  await refused(-32_602, 'citizenOf', ['5Grwva']);
});

test('solvency is what the books say, and ties', async () => {
  const operators = [];
  const merchants = [];
  let answer = { next: null };
  do {
    answer = await ask('solvency', null, answer.next);
    operators.push(...answer.operators);
    merchants.push(...answer.merchants);
    assert.equal(answer.ties, true);
  } while (answer.next !== null);
  const rising = (list) => [...list].sort((a, b) => a - b);
  assert.deepEqual(operators.map((one) => one.operator), rising(funds.map((one) => one.operator)));
  assert.deepEqual(merchants.map((one) => one.merchant), rising(books.map((one) => one.merchant)));
  for (const shown of operators) {
    const { fund } = funds.find((one) => one.operator === shown.operator);
    assert.equal(shown.name, named(shown.operator));
    assert.deepEqual(
      [shown.fund, shown.outstanding, shown.setAside],
      [fund.balance, fund.liability, fund.setAside].map(big),
    );
    assert.equal(BigInt(shown.free), BigInt(shown.fund) - BigInt(shown.outstanding) - BigInt(shown.setAside));
    assert.equal(shown.covered, true);
    assert.deepEqual(shown.series.map((one) => one.series), fund.live.map((id) => id.toNumber()));
    // Worked out here, from citizens' own positions: what is outstanding is what they hold.
    let worth = 0n;
    for (const one of shown.series) {
      const held = positions
        .filter(({ operator }) => operator === shown.operator)
        .flatMap(({ position }) => [...position.points])
        .filter(([id]) => id.toNumber() === one.series);
      assert.equal(BigInt(one.outstandingCents), total(held.map(([, cents]) => cents.toBigInt())));
      assert.equal(
        BigInt(one.issuedCents),
        total([one.outstandingCents, one.spentCents, one.expiredCents, one.reversedCents, one.exchangedCents]),
      );
      worth += BigInt(one.outstandingCents) * BigInt(one.price);
    }
    assert.equal(worth, BigInt(shown.outstanding));
    const alone = await ask('solvency', shown.operator, null);
    assert.deepEqual([alone.operators, alone.merchants, alone.next], [[shown], [], null]);
  }
  for (const shown of merchants) {
    const { book } = books.find((one) => one.merchant === shown.merchant);
    assert.equal(BigInt(shown.receivable), receivable(book.totals));
  }
  const escrow = (await at.query.points.escrow()).toBigInt();
  assert.equal(total(operators.map((one) => one.fund)), BigInt(answer.totals.funds));
  assert.equal(total(merchants.map((one) => one.receivable)), BigInt(answer.totals.receivables));
  assert.equal(BigInt(answer.totals.escrow), escrow);
  assert.equal(BigInt(answer.totals.settlement), escrow + BigInt(answer.totals.receivables));
  assert.equal(BigInt(answer.books.escrow), escrow);
  assert.equal(answer.books.merchants, books.length);
  await refused(20_004, 'solvency', [65_535, null, hash]);
});

test('merchants and their statements', async (t) => {
  const licensed = participants.filter(({ record }) => record.terms.isMerchant);
  if (!licensed.length) t.diagnostic('the chain has no merchant');
  const today = clock.today.toNumber();
  for (const { id, record } of some(licensed)) {
    const shown = await ask('merchant', id);
    const book = await at.query.points.books(id);
    assert.equal(shown.name, record.name.toUtf8());
    assert.equal(shown.holder, encodeAddress(record.holder.toU8a(), prefix));
    for (const of of ['paid', 'released', 'toppedUp', 'refunded', 'settled']) assert.equal(shown[of], big(book.totals[of]));
    assert.equal(BigInt(shown.receivable), receivable(book.totals));
    assert.equal(shown.schedule?.periodDays ?? null, book.schedule.isSome ? book.schedule.unwrap().period.toNumber() : null);
    const whole = await ask('statement', id, date(0), date(today)).catch((error) => error);
    // Whoever has more days than are kept has no statement of all of them.
    if (book.forgotten.isNone) {
      assert.equal(whole.closing, shown.receivable);
      assert.equal(whole.opening, '0');
      assert.equal(whole.ties, true);
      for (const of of ['paid', 'released', 'toppedUp', 'refunded', 'settled']) assert.equal(whole.movements[of], shown[of]);
      // Yesterday's closing is today's opening.
      const [until, since] = [await ask('statement', id, date(0), date(today - 1)), await ask('statement', id, date(today), date(today))];
      assert.equal(until.closing, since.opening);
      assert.equal(since.closing, shown.receivable);
    }
    await refused(-32_602, 'statement', [id, date(today), date(today - 1), hash]);
  }
  await refused(20_005, 'merchant', [65_535, hash]);
  await refused(20_005, 'statement', [65_535, date(today), date(today), hash]);
});

test('payments', async (t) => {
  const payments = await at.query.points.payments.entries();
  if (!payments.length) t.diagnostic('the chain keeps no payment');
  for (const [key, value] of some(payments)) {
    const day = be(key.args[0].toU8a(true));
    const id = key.args[1].toHex();
    const found = value.unwrap();
    const shown = await ask('payment', { day: date(day), id });
    assert.deepEqual(shown.reference, { day: date(day), id });
    assert.equal(shown.payment.merchant, found.merchant.toNumber());
    assert.equal(shown.payment.citizen, found.citizen.toNumber());
    assert.equal(shown.payment.paidAt.unix, found.paidAt.toNumber());
    assert.deepEqual([shown.payment.value, shown.payment.refunded], [found.value, found.refunded].map(big));
    assert.deepEqual(
      shown.payment.parts,
      found.parts.map(({ operator, series, points }) => ({
        operator: operator.toNumber(),
        series: series.toNumber(),
        cents: points.toBigInt().toString(),
      })),
    );
    assert.deepEqual((await ask('payment', { day, id })).payment, shown.payment);
  }
  const none = { day: date(clock.today.toNumber()), id: `0x${'00'.repeat(32)}` };
  assert.equal((await ask('payment', none)).payment, null);
  // A request is as good as its reference.
  const request = { genesis: api.genesisHash.toHex(), merchant: 1, amount: '5', expires: now + 60, receipt: none.id, nonce: '7' };
  const reference = (await at.call.pointsApi.paymentRef(request)).unwrap();
  const shown = await ask('payment', request);
  assert.deepEqual(shown.reference, { day: date(reference.day.toNumber()), id: reference.id.toHex() });
  await refused(-32_602, 'payment', [{ ...request, genesis: none.id }, hash]);
});

test('offers', async (t) => {
  const offers = (await at.query.pointRedemption.offers.entries()).map(([key, value]) => ({
    id: key.args[0].toNumber(),
    offer: value.unwrap(),
  }));
  if (!offers.length) t.diagnostic('the chain has no offer');
  const shown = [];
  let page = { next: null };
  do {
    page = await ask('offers', page.next);
    shown.push(...page.offers);
  } while (page.next !== null);
  assert.deepEqual(shown.map((one) => one.offer), offers.map((one) => one.id).sort((a, b) => a - b));
  for (const one of shown) {
    const { offer } = offers.find(({ id }) => id === one.offer);
    assert.equal(one.price, big(offer.terms.price));
    assert.equal(one.title.uri, offer.terms.title.uri.toUtf8());
    // A struct's own `hash` is the codec's: read as JSON.
    assert.equal(one.title.hash, offer.terms.title.toJSON().hash);
    assert.equal(one.picture === null, offer.terms.picture.isNone);
    assert.deepEqual(one.issuers, offer.terms.issuers.isAll ? null : offer.terms.issuers.asOnly.map((id) => id.toNumber()));
    assert.deepEqual([one.left, one.orders, one.closed], [offer.left.toNumber(), offer.orders.toNumber(), offer.closed.isTrue]);
    assert.deepEqual([one.from.unix, one.until.unix], [offer.terms.from.toNumber(), offer.terms.until.toNumber()]);
    assert.equal(one.name, named(offer.merchant.toNumber()));
  }
});

test('orders', async (t) => {
  const orders = (await at.query.pointRedemption.orders.entries()).map(([key, value]) => ({
    citizen: key.args[0].toNumber(),
    number: key.args[1].toNumber(),
    order: value.unwrap(),
  }));
  if (!orders.length) t.diagnostic('the chain has no unfinished order');
  for (const { citizen, number, order } of some(orders)) {
    const { finished, order: shown } = await ask('order', citizen, number);
    assert.equal(finished, false);
    assert.equal(shown.value, big(order.value));
    assert.equal(shown.voucher, order.voucher.toHex());
    assert.equal(shown.stage, order.stage.type.toLowerCase());
    assert.equal(shown.ordered.unix, order.ordered.toNumber());
    assert.equal(BigInt(shown.value), BigInt(big(order.value)));
    const deadlines = (await at.call.pointsApi.order({ citizen, number })).unwrap()[1];
    assert.equal(shown.fulfilBefore.unix, deadlines.fulfilBefore.toNumber());
    assert.equal(unix(shown.releaseFrom), deadlines.releaseFrom.isSome ? deadlines.releaseFrom.unwrap().toNumber() : null);
    const all = await ask('orders', citizen);
    assert.deepEqual(all.orders.map((one) => one.number), orders.filter((one) => one.citizen === citizen).map((one) => one.number).sort((a, b) => a - b));
    assert.deepEqual(all.orders.find((one) => one.number === number), shown);
  }
  const { id } = citizens[0];
  const { next } = await ask('orders', id);
  assert.equal(next, (await at.query.pointRedemption.customers(id)).next.toNumber());
  await refused(20_006, 'order', [id, next, hash]);
  await refused(20_003, 'orders', [4_294_967_295, hash]);
});

test('formulas are computed and explained by the chain', async () => {
  const versions = await at.query.methodologyRegistry.versions.entries();
  assert.ok(versions.length > 0, 'the chain has no methodology');
  for (const [key, value] of some(versions)) {
    const [methodology, version] = key.args.map((arg) => arg.toNumber());
    const { inputs, program } = value.unwrap().definition;
    const least = inputs.map(({ kind }) => (kind.isNumber ? big(kind.asNumber.max) : '0'));
    const explained = await ask('explain', methodology, version, least);
    const computed = await at.call.carbonApi.evaluate({ methodology, version }, least);
    assert.equal(explained.grams, computed.isOk ? big(computed.asOk) : null);
    assert.equal(explained.failure === null, computed.isOk);
    assert.equal(explained.steps.length, program.ops.length + 1);
    assert.equal(explained.steps.at(-1).operation, 'result');
    if (computed.isOk) {
      const { grams } = await ask('evaluate', methodology, version, least);
      assert.equal(grams, explained.grams);
      const exact = explained.steps.at(-1).result;
      assert.equal(exact.unit, 'gCO2e');
      // Floored to a gram, never negative.
      assert.equal(grams, exact.value.startsWith('-') ? '0' : exact.value.split('.')[0]);
    }
    await refused(20_008, 'evaluate', [methodology, version, inputs.length ? [] : ['1'], hash]);
  }
  await refused(20_007, 'evaluate', [65_535, 1, [], hash]);
  await refused(-32_602, 'evaluate', [0, 1, [-1], hash]);
});

test('shortfall', async (t) => {
  const operators = participants.filter(({ record }) => record.terms.isOperator);
  if (!operators.length) t.diagnostic('the chain has no operator');
  for (const { id } of some(operators)) {
    const cents = '123456789012';
    const shown = await ask('shortfall', id, cents);
    assert.equal(shown.shortfall, big(await at.call.pointsApi.shortfall(id, cents)));
    if (shown.price !== null) {
      const { operators: [{ free }] } = await ask('solvency', id, null);
      const lacking = BigInt(cents) * BigInt(shown.price) - BigInt(free);
      assert.equal(BigInt(shown.shortfall), lacking > 0n ? lacking : 0n);
      assert.equal(shown.issuable, lacking <= 0n);
    } else {
      assert.equal(shown.issuable, false);
    }
  }
  await refused(20_004, 'shortfall', [65_535, '1', hash]);
});

test('classes of reductions are what storage says, and tie', async (t) => {
  if (!classes.length) t.diagnostic('the chain has no class');
  const listed = [];
  let page = { next: null };
  do {
    page = await ask('classes', page.next);
    listed.push(...page.classes);
  } while (page.next !== null);
  assert.deepEqual(listed.map((one) => one.class), classes.map((one) => one.id).sort((a, b) => a - b));
  for (const { id, record } of some(classes)) {
    const shown = await ask('class', id, null);
    const { audit, issuance, exchange, batchesPage, nextBatch, block, ...entry } = shown;
    assert.deepEqual(entry, listed.find((one) => one.class === id));
    assert.deepEqual(
      [shown.operator, shown.methodology, shown.version, shown.grams],
      [record.operator.toNumber(), record.methodology.methodology.toNumber(), record.methodology.version.toNumber(), big(record.grams)],
    );
    assert.equal(shown.name, named(shown.operator));
    const by = shown.byDisposition;
    assert.equal(total([by.entrusted, by.selfHeld, by.rewardOnly]), BigInt(shown.grams));
    const kept = cases.get(id);
    assert.equal(shown.stage, kept ? kept.stage.type.toLowerCase() : 'open');
    assert.equal(audit === null, kept === undefined);
    // Citizens' own contributions, added up here: those that are unsettled are no more than the class has.
    const open = positions.flatMap(({ position }) => [...position.contributions]).filter(([of]) => of.toNumber() === id);
    assert.ok(total(open.map(([, grams]) => grams.toBigInt())) <= BigInt(shown.grams));
    if (!kept) assert.equal(total(open.map(([, grams]) => grams.toBigInt())), BigInt(shown.grams));
    // Its batches, one after the other.
    const batches = [...batchesPage];
    for (let next = nextBatch; next !== null; ) {
      const more = await ask('class', id, next);
      batches.push(...more.batchesPage);
      next = more.nextBatch;
    }
    assert.equal(batches.length, shown.batches);
    let through = 0n;
    for (const batch of batches) {
      assert.equal(BigInt(batch.from), through);
      through = BigInt(batch.to);
      const stored = (await at.query.activityReports.batches(batch.batch)).unwrap();
      assert.deepEqual([batch.id, batch.content], [stored.id.toHex(), stored.content.toHex()]);
    }
    assert.equal(through, BigInt(shown.credited));
    const issued = issuances.get(id);
    assert.equal(issuance === null, issued === undefined);
    if (!issued) continue;
    const { totals } = shown;
    assert.equal(totals.issued, big(issued.issued));
    assert.equal(totals.ties, true);
    const parts = [totals.held, totals.listed, totals.pool, totals.claimable, totals.buffer, totals.retired, totals.cancelled];
    assert.equal(total(parts), BigInt(totals.issued));
    const supply = (await at.query.assets.asset(id)).unwrap().supply.toBigInt();
    assert.equal(supply, BigInt(totals.issued) - BigInt(totals.retired) - BigInt(totals.cancelled));
    // The first gram and the last lead to a batch of the class.
    for (const serial of ['1', totals.issued]) {
      const traced = await ask('trace', id, serial);
      const batch = batches.find((one) => one.batch === traced.batch.batch);
      const place = BigInt(traced.gram);
      assert.ok(BigInt(batch.from) <= place && place < BigInt(batch.to));
      assert.equal(BigInt(traced.offset), place - BigInt(batch.from));
      assert.ok(issuance.serials.startsWith(traced.text.split('-').slice(0, -2).join('-')));
      const holder = certificates.find(
        ({ record }) =>
          record.class.toNumber() === id &&
          record.from.toBigInt() <= BigInt(serial) &&
          BigInt(serial) < record.from.toBigInt() + record.grams.toBigInt(),
      );
      assert.equal(traced.certificate, holder?.id ?? null);
    }
    await refused(20_014, 'trace', [id, (BigInt(totals.issued) + 1n).toString(), hash]);
    await refused(20_014, 'trace', [id, '0', hash]);
  }
  await refused(20_012, 'class', [4_294_967_295, null, hash]);
  await refused(20_012, 'trace', [4_294_967_295, '1', hash]);
});

test('certificates', async (t) => {
  if (!certificates.length) t.diagnostic('the chain has no certificate');
  for (const { id, record } of some(certificates)) {
    const shown = await ask('certificate', id);
    assert.equal(shown.class, record.class.toNumber());
    assert.deepEqual([shown.from, shown.grams], [record.from, record.grams].map(big));
    assert.equal(BigInt(shown.to), BigInt(shown.from) + BigInt(shown.grams) - 1n);
    assert.ok(shown.serials.endsWith(`-${shown.class}-${shown.from}-${shown.to}`));
    assert.equal(shown.by, encodeAddress(record.by.toU8a(), prefix));
    assert.equal(shown.beneficiary, record.beneficiary.toUtf8());
    assert.equal(shown.retiredIn, record.block.toNumber());
  }
  await refused(20_013, 'certificate', [4_294_967_295, hash]);
});

test('what a citizen contributes leads to classes and batches', async () => {
  for (const { id } of some(citizens)) {
    const shown = await ask('provenance', id, null);
    const own = positions.filter((one) => one.citizen === id).sort((a, b) => a.operator - b.operator);
    const expected = own.flatMap(({ operator, position }) =>
      [...position.contributions].map(([of, grams]) => [operator, of.toNumber(), big(grams), position.disposition.type.toLowerCase()]),
    );
    assert.equal(shown.next, null);
    assert.deepEqual(
      shown.contributions.map((one) => [one.operator, one.class, one.contributed, one.disposition.replace('-', '')]),
      expected,
    );
    for (const record of shown.records) {
      const batch = (await at.query.activityReports.batches(record.batch)).unwrap();
      assert.ok(record.row < batch.rows.toNumber());
      assert.ok(own.some(({ operator }) => operator === batch.operator.toNumber()));
    }
  }
  await refused(20_003, 'provenance', [4_294_967_295, null, hash]);
});
