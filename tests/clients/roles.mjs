// Every role's main calls, signed through one library. Each library plays with an operator, a merchant, an identity
// provider, a citizen, verifiers, settlement officers and a buyer of its own, on one chain. The verifiers are drawn
// among those of all libraries.
//
// A game is played in parts, so that what takes days of the chain's clock passes while another library plays:
// `begin` to the report, `spend`, `verify` (stage by stage), `read`.

import { stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';

export const TANP = 10n ** 12n;
const DAY = 86_400;
/// A ride of 90 km, in the methodology's hundredths of a kilometre; two of them are below its daily cap.
const DISTANCE = 9_000n;

const bytes = (text) => stringToU8a(text);
const unit = (type) => ({ type, value: undefined });
const le = (value) => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
const be = (value, length) => u8aToHex(Uint8Array.from({ length }, (_, at) => (value >> (8 * (length - 1 - at))) & 255));
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/// `world`: { keyring, money, council, methodology, run, patience, verifiers }; `report(role, what, matter)` runs a step
/// and notes it. Null where nothing can be played.
export async function begin(chain, world, report) {
  const { keyring, council, money, methodology, run } = world;
  const own = (name) => keyring.addFromUri(`//clients//${run}//${chain.name}//${name}`);
  const key = Object.fromEntries(
    [
      'treasury', 'reporter', 'shop', 'provider', 'citizen', 'verifier', 'verifier2', 'verifier3', 'buyer', 'validator', 'teller', 'checker',
    ].map((name) => [name, own(name)]),
  );
  const sent = async (pallet, call, args, pair, options) => chain.send(chain.call(pallet, call, args), pair, options);
  const must = async (pallet, call, args, pair) => {
    const done = await sent(pallet, call, args, pair);
    assert.ok(done.ok, `${pallet}.${call}: ${done.error}`);
    return done;
  };
  const refused = async (error, pallet, call, args, pair) => {
    const done = await sent(pallet, call, args, pair);
    assert.equal(done.error, error);
    return `refused: ${error}`;
  };
  const event = (done, pallet, name) => {
    const found = done.events.find((one) => one.pallet === pallet && one.name === name);
    assert.ok(found, `no event ${pallet}.${name} among ${done.events.map((one) => `${one.pallet}.${one.name}`).join(', ')}`);
    return found.data;
  };
  const now = async () => Number((await chain.runtime('CarbonApi', 'clock')).now);

  // --- everybody ---------------------------------------------------------------------------------------------
  await report('anybody', 'follows finality', async () => {
    const heads = await chain.finalised(3);
    for (const [at, head] of heads.entries())
      if (at > 0) assert.ok(head.number > heads[at - 1].number, 'finality went back');
    return `blocks ${heads.map(({ number }) => number).join(', ')} final`;
  });
  await report('anybody', 'Balances.transfer_keep_alive; Utility.batch_all', async () => {
    // The citizen gets nothing: within the allowance no fee is due.
    const transfer = (who) => ({ dest: { type: 'Id', value: who.address }, value: 2_000n * TANP });
    await must('Balances', 'transfer_keep_alive', transfer(key.treasury), money);
    const others = Object.entries(key).filter(([name]) => name !== 'citizen' && name !== 'treasury');
    const calls = [];
    for (const [, who] of others) calls.push(await chain.nested(chain.call('Balances', 'transfer_keep_alive', transfer(who))));
    await must('Utility', 'batch_all', { calls }, money);
    return `${others.length + 1} accounts with 2,000 TANP each`;
  });

  // --- the council -------------------------------------------------------------------------------------------
  const motion = async (pallet, call, args) => {
    const proposal = chain.call(pallet, call, args);
    const encoded = await chain.encoded(proposal);
    const hash = blake2AsHex(encoded);
    const proposed = await must(
      'Council',
      'propose',
      { threshold: 2, proposal: await chain.nested(proposal), length_bound: encoded.length },
      council[0],
    );
    const index = Number(event(proposed, 'Council', 'Proposed').proposalIndex);
    await Promise.all(
      council.slice(0, 2).map((member) => must('Council', 'vote', { proposal: hash, index, approve: true }, member)),
    );
    const closed = await must(
      'Council',
      'close',
      { proposal_hash: hash, index, proposal_weight_bound: await chain.weight(proposal), length_bound: encoded.length },
      council.at(-1),
    );
    const { result } = event(closed, 'Council', 'Executed');
    assert.equal(result.type, 'Ok', `${pallet}.${call}: ${JSON.stringify(result.value)}`);
    return closed;
  };
  const licences = {};
  await report('council', 'propose, vote, close', async () => {
    const expires = BigInt((await now()) + 300 * DAY);
    const wanted = [
      ['operator', key.treasury, { type: 'Operator', value: { scope: unit('All'), daily_quota: 10_000, bond: 0n } }],
      ['merchant', key.shop, unit('Merchant')],
      ['provider', key.provider, { type: 'IdentityProvider', value: { attestation_key: u8aToHex(key.provider.publicKey) } }],
      ...['verifier', 'verifier2', 'verifier3'].map((name) => [name, key[name], { type: 'Verifier', value: { scope: unit('All') } }]),
    ];
    const calls = wanted.map(([name, holder, terms]) =>
      chain.call('Participants', 'license', {
        holder: holder.address,
        name: bytes(`${chain.name} ${name} ${run}`),
        owner: blake2AsHex(`${chain.name} ${name} ${run}`),
        terms,
        expires,
      }),
    );
    const nested = [];
    for (const call of calls) nested.push(await chain.nested(call));
    const closed = await motion('Utility', 'batch_all', { calls: nested });
    const given = closed.events.filter((one) => one.name === 'Licensed').map(({ data }) => Number(data.participant));
    wanted.forEach(([name], at) => (licences[name] = given[at]));
    for (const name of ['verifier', 'verifier2', 'verifier3']) world.verifiers.set(licences[name], key[name]);
    return `${given.length} licences in one motion: ${given.join(', ')}`;
  });
  const { operator, merchant, provider, verifier } = licences;
  if (operator === undefined) return null;

  // --- the operator ------------------------------------------------------------------------------------------
  let series;
  await report('operator', 'Participants.set_reporter', () =>
    must('Participants', 'set_reporter', { participant: operator, key: key.reporter.address, enabled: true }, key.treasury),
  );
  await report('operator', 'Points.deposit', () => must('Points', 'deposit', { operator, amount: 500n * TANP }, key.treasury));
  await report('operator', 'Points.open_series', async () => {
    const expires = BigInt((await now()) + 400 * DAY);
    const done = await must('Points', 'open_series', { operator, price: TANP / 100n, expires }, key.treasury);
    series = Number(event(done, 'Points', 'SeriesOpened').series);
    return `series ${series}, a point for 1 TANP`;
  });

  // --- identity provider and citizen ---------------------------------------------------------------------------
  let citizen;
  await report('provider', 'attests; CarbonAccounts.open', async () => {
    const nullifier = blake2AsHex(`${chain.name} person ${run}`);
    const expires = (await now()) + DAY;
    const text = bytes(
      `<Bytes>Tanpu identity attestation v1\npurpose: open\nchain: ${chain.genesis}\nprovider: ${provider}\n` +
        `nullifier: ${nullifier}\nkey: ${u8aToHex(key.citizen.publicKey)}\noperator: none\ndisposition: none\n` +
        `epoch: 0\nexpires: ${expires}</Bytes>`,
    );
    const attestation = {
      provider,
      nullifier,
      epoch: 0,
      expires: BigInt(expires),
      key: key.citizen.address,
      provider_signature: u8aToHex(key.provider.sign(text)),
      key_signature: { type: 'Sr25519', value: u8aToHex(key.citizen.sign(text)) },
    };
    // The same with another provider's number: another text, so the signature is none.
    await refused('CarbonAccounts.ProviderNotLicensed', 'CarbonAccounts', 'open', { attestation: { ...attestation, provider: merchant } }, key.provider);
    const done = await must('CarbonAccounts', 'open', { attestation }, key.provider);
    citizen = Number(event(done, 'CarbonAccounts', 'AccountOpened').citizen);
    return `citizen ${citizen}`;
  });
  await report('citizen', 'CarbonAccounts.enrol, no balance, no fee', async () => {
    const enrol = chain.call('CarbonAccounts', 'enrol', { operator, disposition: unit('SelfHeld') });
    assert.equal(BigInt(await chain.fee(enrol, key.citizen)), 0n, 'a wallet would show a fee');
    const done = await chain.send(enrol, key.citizen);
    assert.ok(done.ok, done.error);
    const { data } = await chain.query('System', 'Account', key.citizen.address);
    assert.equal(data.free, '0');
  });
  await report('citizen', 'the same again is refused by name', () =>
    refused('CarbonAccounts.AlreadyEnrolled', 'CarbonAccounts', 'enrol', { operator, disposition: unit('SelfHeld') }, key.citizen),
  );
  await report('operator', 'without a reporting key, refused by name', () =>
    refused(
      'ActivityReports.NotAReporter',
      'ActivityReports',
      'submit',
      { id: blake2AsHex(`nobody ${run}`), methodology: methodology ?? { methodology: 0, version: 1 }, evidence_root: undefined, rows: [] },
      key.shop,
    ),
  );

  // --- a report ------------------------------------------------------------------------------------------------
  let credited = false;
  if (!methodology) await report.skip('operator', 'ActivityReports.submit', 'no methodology is in force on this chain');
  else
    await report('operator', 'ActivityReports.submit', async () => {
      const minute = Math.floor((await now()) / 60);
      const rows = [minute - 140, minute - 70].map((start) => ({ citizen, start, duration: 60, inputs: [DISTANCE], claims: [] }));
      const each = await chain.runtime('CarbonApi', 'evaluate', methodology, [DISTANCE]);
      assert.equal(each.type, 'Ok');
      const batch = { id: blake2AsHex(`${chain.name} batch ${run}`), methodology, evidence_root: blake2AsHex(`rows ${run}`), rows };
      const done = await must('ActivityReports', 'submit', batch, key.reporter);
      const outcome = event(done, 'ActivityReports', 'BatchProcessed');
      assert.deepEqual(outcome.outcomes.map(({ type }) => type), ['Credited', 'Credited'], JSON.stringify(outcome.outcomes));
      assert.equal(BigInt(outcome.grams), 2n * BigInt(each.value));
      const again = await must('ActivityReports', 'submit', batch, key.reporter);
      event(again, 'ActivityReports', 'BatchUnchanged');
      credited = true;
      return `${outcome.grams} g as the chain computes them; the same again changes nothing`;
    });

  // --- what points are spent on, and what the settlement office and a validator do --------------------------------
  let payment;
  const points_spent = async () => {
    if (!credited) {
      for (const [role, what] of [
        ['citizen', 'Points.pay'],
        ['merchant', 'Points.refund'],
        ['merchant', 'Points.settle'],
        ['merchant', 'PointRedemption.offer'],
        ['citizen', 'PointRedemption.redeem'],
        ['merchant', 'PointRedemption.fulfil'],
      ])
        await report.skip(role, what, 'nothing was credited');
      return;
    }
    const parts = (points) => [{ operator, series, points }];
    await report('citizen', 'Points.pay', async () => {
      const request = {
        genesis: chain.genesis,
        merchant,
        amount: 3n * TANP,
        // At most a day, which a fast clock makes half a minute.
        expires: BigInt((await now()) + (DAY / 10) * 9),
        receipt: blake2AsHex('receipt'),
        nonce: 1n,
      };
      payment = event(await must('Points', 'pay', { request, parts: parts(300n) }, key.citizen), 'Points', 'Paid').payment;
      await refused('Points.AlreadyPaid', 'Points', 'pay', { request, parts: parts(300n) }, key.citizen);
      return '3.00 points at the till; twice is refused';
    });
    await report('merchant', 'Points.refund', async () => {
      const reference = { day: Number(payment.day), id: payment.id };
      await must('Points', 'refund', { payment: reference, parts: parts(50n) }, key.shop);
    });
    await report('merchant', 'Points.settle', () => must('Points', 'settle', { merchant, amount: TANP }, key.shop));
    let offer;
    await report('merchant', 'PointRedemption.offer', async () => {
      const from = await now();
      const done = await must(
        'PointRedemption',
        'offer',
        {
          merchant,
          terms: {
            title: { hash: blake2AsHex('tea'), uri: bytes('https://example.org/tea') },
            picture: undefined,
            price: 5n * TANP,
            issuers: unit('All'),
            stock: 10,
            per_citizen: 2,
            from: BigInt(from - 1),
            until: BigInt(from + 30 * DAY),
            fulfil_within: BigInt(3 * DAY),
          },
        },
        key.shop,
      );
      offer = Number(event(done, 'PointRedemption', 'Offered').offer);
      return `offer ${offer}`;
    });
    const secret = blake2AsU8a(`secret ${run}`).slice(0, 16);
    await report('citizen', 'PointRedemption.redeem', async () => {
      const voucher = blake2AsHex(u8aConcat('tanpu/voucher/v1', chain.genesis, le(citizen), le(0), secret));
      await must(
        'PointRedemption',
        'redeem',
        { offer, number: 0, count: 1, parts: parts(500n), voucher, max_price: 5n * TANP },
        key.citizen,
      );
    });
    await report('merchant', 'PointRedemption.fulfil', () =>
      must('PointRedemption', 'fulfil', { order: { citizen, number: 0 }, secret: u8aToHex(secret) }, key.shop),
    );
  };
  const settlement = async () => {
    const appointed = [
      [key.teller, 'Propose'],
      [key.checker, 'Confirm'],
    ];
    const batch = async (calls) => {
      const nested = [];
      for (const [call, args] of calls) nested.push(await chain.nested(chain.call('Settlement', call, args)));
      return motion('Utility', 'batch_all', { calls: nested });
    };
    let appointment = false;
    await report('council', 'Settlement.appoint, set_daily_limit', async () => {
      const limit = BigInt(await chain.query('Settlement', 'DailyLimit'));
      const calls = appointed.map(([who, duty]) => ['appoint', { who: who.address, duty: unit(duty) }]);
      if (limit < 1_000n * TANP) calls.push(['set_daily_limit', { limit: 1_000_000n * TANP }]);
      await batch(calls);
      appointment = true;
      return 'one who enters, one who confirms';
    });
    if (!appointment) return;
    await report('settlement', 'propose_mint, confirm_mint', async () => {
      const deposit = { to: key.buyer.address, amount: 100n * TANP, record: blake2AsHex(`${chain.name} deposit ${run}`) };
      const free = async () => BigInt((await chain.query('System', 'Account', key.buyer.address)).data.free);
      const before = await free();
      await must('Settlement', 'propose_mint', deposit, key.teller);
      await refused('Settlement.NotConfirmer', 'Settlement', 'confirm_mint', deposit, key.teller);
      await refused('Settlement.DoesNotMatch', 'Settlement', 'confirm_mint', { ...deposit, amount: 101n * TANP }, key.checker);
      event(await must('Settlement', 'confirm_mint', deposit, key.checker), 'Settlement', 'Minted');
      assert.equal((await free()) - before, 100n * TANP);
      return '100 TANP; one person alone, or another amount, is refused';
    });
    await report('settlement', 'report_payment, confirm_payment', async () => {
      const request = { amount: 10n * TANP, destination: blake2AsHex('an account at a bank') };
      const { id } = event(await must('Settlement', 'request_withdrawal', request, key.buyer), 'Settlement', 'WithdrawalRequested');
      const record = blake2AsHex(`${chain.name} payment ${run}`);
      await must('Settlement', 'report_payment', { id: Number(id), record }, key.teller);
      const done = await must('Settlement', 'confirm_payment', { id: Number(id), amount: request.amount, record }, key.checker);
      event(done, 'Settlement', 'Burned');
      return '10 TANP that the buyer asked for are paid out and burned';
    });
    await report('council', 'Settlement.dismiss', async () => {
      await batch(appointed.map(([who]) => ['dismiss', { who: who.address }]));
    });
  };
  const validator = async () => {
    await report('validator', 'Session.set_keys; ValidatorSet.apply, withdraw, purge_keys', async () => {
      // Unsafe, so only where the node is one's own; keys and proof are the node's.
      let made;
      try {
        made = await chain.rpc('author_rotateKeysWithOwner', [u8aToHex(key.validator.publicKey)]);
      } catch (error) {
        if (/unsafe/i.test(error.message)) return report.SKIP('the node lets nobody make keys over this port');
        throw error;
      }
      const decoded = sessionKeys(made.keys);
      const forged = bytesOf(made.proof);
      forged[forged.length - 1] ^= 1;
      await must('Session', 'set_keys', { keys: decoded, proof: bytesOf(made.proof) }, key.validator);
      await refused('Session.InvalidProof', 'Session', 'set_keys', { keys: decoded, proof: forged }, key.buyer);
      await refused('ValidatorSet.NoKeys', 'ValidatorSet', 'apply', {}, key.buyer);
      await must('ValidatorSet', 'apply', {}, key.validator);
      assert.ok((await chain.view('ValidatorSet', 'candidates')).includes(key.validator.address));
      // Not admitted: nobody would validate with these keys.
      await must('ValidatorSet', 'withdraw', {}, key.validator);
      await must('ValidatorSet', 'purge_keys', {}, key.validator);
      return 'with proof of possession; without one refused';
    });
  };

  // --- from the credited grams to a certificate ---------------------------------------------------------------------
  /// What the examples of docs/rpc.md are asked with.
  const known = { operator, merchant, citizen, series, number: 0, who: key.citizen.address, ...methodology, inputs: [DISTANCE.toString()], cents: '12345' };
  Object.defineProperty(known, 'reference', { enumerable: true, get: () => (payment ? { day: Number(payment.day), id: payment.id } : undefined) });
  const [beneficiary, purpose] = [bytes('A buyer 买家'), bytes('2026')];
  const red = 'VerifiedReductions';
  const fails = async (role, pallet, call, args, pair) =>
    report(role, `${pallet}.${call}`, async () => {
      // Of a class that doesn't exist: the call is signed, taken and answered by a pallet's own name for it.
      const done = await sent(pallet, call, args, pair);
      assert.ok(!done.ok, 'something about a class that does not exist was accepted');
      assert.match(done.error, /^[A-Z]\w+\.[A-Z]\w+$/);
      return `of a class that does not exist, refused: ${done.error}`;
    });
  /// Sends until it is no longer too early.
  const insist = async (early, minutes, call, args, pair) => {
    const until = Date.now() + minutes * 60_000;
    for (;;) {
      const done = await sent(red, call, args, pair);
      if (done.ok) return done;
      assert.ok(done.error === early && Date.now() < until, `${red}.${call}: ${done.error}`);
      await sleep(6_000);
    }
  };
  /// Yields between its stages, so that several libraries go through them together.
  async function* verify() {
    const step = async (...words) => {
      const matter = words.pop();
      let good = false;
      await report(...words, async () => {
        const text = await matter();
        good = true;
        return text;
      });
      return good;
    };
    const clock = await chain.runtime('CarbonApi', 'clock');
    const wait = async (moment) => {
      // A block later, too: its clock must have got there.
      while ((await now()) <= moment) await sleep(2_000);
    };
    const entry = credited ? (await chain.carbon.provenance(citizen)).contributions.find((one) => one.operator === operator) : undefined;
    const minutes = entry ? (entry.sealsFrom.unix - (await now())) / Number(clock.scale) / 60 : Infinity;
    if (minutes > world.patience) {
      const absent = 0xffff_fff0;
      await report.skip('verifier', 'a class until its certificate', entry ? `it can be sealed in ${Math.ceil(minutes)} minutes: --patience` : 'nothing was credited');
      await fails('verifier', red, 'seal', { class: absent }, key.verifier);
      await fails('verifier', red, 'give_opinion', { class: absent, verifier, opinion: unit('Unmodified'), failed: 0, void: 0, report: blake2AsHex('report') }, key.verifier);
      await fails('citizen', red, 'claim', { class: absent, citizen }, key.buyer);
      await fails('buyer', red, 'retire', { class: absent, grams: 1_000n, beneficiary, purpose }, key.buyer);
      await fails('buyer', 'ReductionMarket', 'buy', { order: absent, grams: 1_000n, max_price: TANP, retire: { beneficiary, purpose } }, key.buyer);
      return;
    }
    const number = entry.class;
    known.class = number;
    if (
      !(await step('verifier', `${red}.seal`, async () => {
        const early = minutes > 0.2 && (await refused(`${red}.NotClosed`, red, 'seal', { class: number }, key.verifier));
        await wait(entry.sealsFrom.unix);
        const done = event(await must(red, 'seal', { class: number }, key.verifier), red, 'Sealed');
        return `class ${number}, ${done.grams} g${early ? `; before, ${early}` : ''}`;
      }))
    )
      return;
    yield;
    let drawn;
    if (
      !(await step('verifier', `${red}.draw`, async () => {
        drawn = event(await insist(`${red}.RandomnessNotReady`, 12, 'draw', { class: number }, key.verifier), red, 'Drawn');
        assert.deepEqual((await chain.view(red, 'sample', number)).verifiers, drawn.verifiers);
        return `${drawn.points} points for verifiers ${drawn.verifiers.join(', ')}`;
      }))
    )
      return;
    yield;
    if (
      !(await step('verifier', `${red}.give_opinion, conclude`, async () => {
        const opinion = { class: number, opinion: unit('Unmodified'), failed: 0, void: 0, report: blake2AsHex('report') };
        for (const one of drawn.verifiers) {
          const holder = world.verifiers.get(Number(one));
          assert.ok(holder, `verifier ${one} is nobody's whose key is here`);
          await refused(`${red}.NotVerifier`, red, 'give_opinion', { ...opinion, verifier: Number(one) }, key.buyer);
          await must(red, 'give_opinion', { ...opinion, verifier: Number(one) }, holder);
        }
        event(await must(red, 'conclude', { class: number }, key.verifier), red, 'Noticed');
        return `${drawn.verifiers.length} opinions, each by its verifier's own key; the public notice begins`;
      }))
    )
      return;
    yield;
    let mine;
    if (
      !(await step('anybody', `${red}.issue`, async () => {
        await refused(`${red}.NoticeOpen`, red, 'issue', { class: number }, key.buyer);
        await wait((await chain.carbon.class(number)).audit.noticed.until.unix);
        const done = event(await insist(`${red}.NoticeOpen`, 2, 'issue', { class: number }, key.buyer), red, 'Issued');
        return `after its notice, not before: ${done.issued} g, ${done.buffer} g of them buffered`;
      }))
    )
      return;
    yield;
    if (
      !(await step('citizen', `${red}.claim, no fee`, async () => {
        await refused(`${red}.NotTheCitizen`, red, 'claim', { class: number, citizen }, key.buyer);
        const claimed = event(await must(red, 'claim', { class: number, citizen }, key.citizen), red, 'Claimed');
        mine = BigInt(claimed.grams);
        assert.ok(mine > 100n, `${mine} g`);
        return `${mine} g of ${claimed.contributed} contributed`;
      }))
    )
      return;
    const price = TANP / 2_500n;
    let order;
    if (
      !(await step('citizen', 'ReductionMarket.sell', async () => {
        // An order has a deposit, and a fee: the first money that the citizen ever has.
        await must('Balances', 'transfer_keep_alive', { dest: { type: 'Id', value: key.citizen.address }, value: 20n * TANP }, key.treasury);
        const expires = BigInt((await now()) + 20 * DAY);
        const terms = { class: number, grams: mine, price, least_lot: 10n, expires };
        order = Number(event(await must('ReductionMarket', 'sell', terms, key.citizen), 'ReductionMarket', 'Placed').order);
        return `order ${order}: ${mine} g at 400 TANP a tonne`;
      }))
    )
      return;
    yield;
    const half = mine / 2n;
    await step('buyer', 'ReductionMarket.buy', async () => {
      const bought = { order, grams: half, max_price: price, retire: undefined };
      await refused('ReductionMarket.AboveMaxPrice', 'ReductionMarket', 'buy', { ...bought, max_price: price - 1n }, key.buyer);
      const { paid } = event(await must('ReductionMarket', 'buy', bought, key.buyer), 'ReductionMarket', 'Traded');
      assert.equal(BigInt(paid), half * price);
      return `${half} g, paid to the planck`;
    });
    await step('buyer', `${red}.retire`, async () => {
      const done = await must(red, 'retire', { class: number, grams: half, beneficiary, purpose }, key.buyer);
      known.certificate = Number(event(done, red, 'Retired').certificate);
      const shown = await chain.carbon.certificate(known.certificate);
      assert.equal(shown.grams, half.toString());
      assert.equal(shown.beneficiary, 'A buyer 买家');
      known.serial = shown.from;
      const traced = await chain.carbon.trace(number, known.serial);
      assert.equal(traced.certificate, known.certificate);
      return `certificate ${known.certificate}: ${shown.serials}, traced back to batch ${traced.batch.batch}`;
    });
    await step('buyer', 'ReductionMarket.buy, retired at once', async () => {
      const rest = { order, grams: mine - half, max_price: price, retire: { beneficiary, purpose } };
      const { certificate } = event(await must('ReductionMarket', 'buy', rest, key.buyer), 'ReductionMarket', 'Traded');
      assert.ok(certificate !== null, 'no certificate');
      const { totals } = await chain.carbon.class(number);
      assert.equal(totals.ties, true);
      assert.equal(totals.listed, '0');
      return `certificate ${certificate}; of the class ${totals.retired} g retired, ${totals.buffer} g buffered`;
    });
  }

  // --- reading ---------------------------------------------------------------------------------------------------
  const read = async () => {
    await report('anybody', 'view functions and runtime APIs agree', async () => {
      const position = await chain.view('CarbonAccounts', 'position', operator, citizen);
      assert.ok(position, 'no position');
      const [same] = await chain.runtime('CarbonApi', 'positions_with', operator, [citizen]);
      assert.deepEqual(same, position);
      assert.deepEqual(await chain.query('CarbonAccounts', 'Positions', be(operator, 2), be(citizen, 4)), position);
      assert.equal(await chain.view('CarbonAccounts', 'citizen_of_key', key.citizen.address), String(citizen));
      assert.equal(await chain.runtime('CarbonApi', 'citizen_of_key', key.citizen.address), String(citizen));
      const solvent = await chain.view('Points', 'solvency', operator);
      assert.deepEqual(await chain.runtime('PointsApi', 'solvency_of', operator), solvent);
      assert.ok(BigInt(solvent.fund) >= BigInt(solvent.outstanding), 'a fund that does not cover its points');
      const left = Number(await chain.view('CarbonAccounts', 'free_calls_left', key.citizen.address));
      // Of the day of the last one: on a fast clock another day may have begun since.
      const { used } = await chain.query('CarbonAccounts', 'FreeCallsUsed', citizen);
      assert.ok(Number(used) > 0 && left <= 20, 'no free call was counted');
      return `${position.grams} g; ${left} free calls left`;
    });
    await report('anybody', 'carbon_ methods over the same connection', async () => {
      const account = await chain.carbon.account(citizen);
      assert.equal(account.citizen, citizen);
      const position = await chain.view('CarbonAccounts', 'position', operator, citizen);
      const shown = account.positions.find((one) => one.operator === operator);
      assert.equal(shown.grams, position.grams);
      await assert.rejects(chain.carbon.account(0xffff_ffff), (error) => error.code === 20_003);
      return `carbon_account(${citizen}): ${account.spendableCents} cents`;
    });
    await report('anybody', 'every transaction became final', async () => {
      const count = await Promise.race([
        chain.settled(),
        sleep(120_000).then(() => Promise.reject(new Error('not final after two minutes'))),
      ]);
      return `${count} transactions`;
    });
  };

  return {
    chain,
    report,
    async spend() {
      await points_spent();
      await settlement();
      await validator();
    },
    verify,
    read,
    known,
  };
}

const bytesOf = (hex) => Uint8Array.from(hex.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/// babe, grandpa, authority discovery: 32 bytes each.
function sessionKeys(hex) {
  const raw = hex.slice(2);
  assert.equal(raw.length, 192, 'three keys of 32 bytes');
  return {
    babe: `0x${raw.slice(0, 64)}`,
    grandpa: `0x${raw.slice(64, 128)}`,
    authority_discovery: `0x${raw.slice(128)}`,
  };
}
