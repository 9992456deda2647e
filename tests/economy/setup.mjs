// Before the play: licences, a methodology, money, series, offers, citizens. All by transactions.

import { execFile } from 'node:child_process';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { DAY, TANP, openingText } from './arithmetic.mjs';
import { Council } from './council.mjs';
import { sleep } from './chain.mjs';

const CITIZEN_FEES = 4n * TANP;
const MERCHANT_MONEY = 300n * TANP;
const TREASURY_MONEY = 200_000n * TANP;
const FUND = 20_000n * TANP;

/// Plancks for a hundredth of a point: they differ, and one is no round number.
export const PRICES = [1_000_000_000n, 1_234_567_891n, 800_000_000n, 2_500_000_000n, 999_999_937n];
export const NEW_PRICE = 1_300_000_000n;

/// `before` runs while the methodology is waited for.
export async function setUp(world, before) {
  const { chain, actors, args, plan, say } = world;
  const { api } = chain;
  const batches = batcher(world);
  const begun = Date.now();

  // The methodology takes the longest: consultation and notice, a day each. The CLI publishes it
  // with //Alice and //Bob, while this uses //Charlie and //Bob before Bob is needed there.
  const published = publish(world);
  published.catch(() => {});
  const council = new Council(chain, actors.charlie, actors.bob);

  say('money for everybody who signs');
  const endow = (actor, amount) => {
    actor.endowed += amount;
    return api.tx.balances.transferKeepAlive(actor.address, amount);
  };
  const staff = [
    ...actors.treasuries.map((one) => endow(one, TREASURY_MONEY)),
    ...actors.reporters.map((one) => endow(one, 2_000n * TANP)),
    ...actors.merchants.map((one) => endow(one, MERCHANT_MONEY)),
    endow(actors.sponsor, 50_000n * TANP),
    endow(actors.anybody, 2_000n * TANP),
  ];
  const staffPaid = batches(staff, 100);
  const citizensPaid = batches(
    actors.citizens.map((one) => endow(one, CITIZEN_FEES)),
    200,
  );

  say(`licences: ${args.operators} operators, ${args.merchants} merchants, an identity provider`);
  const expires = chain.now() + 400 * DAY;
  const license = (actor, name, terms) =>
    api.tx.participants.license(actor.address, name, blake2AsHex(`owner of ${name}`), terms, expires);
  await council.carry(
    api.tx.utility.batchAll([
      ...actors.treasuries.map((one, at) =>
        license(one, `Operator ${at}`, { Operator: { scope: 'All', dailyQuota: 1_000_000, bond: 0 } }),
      ),
      license(actors.provider, 'Identity provider', {
        IdentityProvider: { attestationKey: u8aToHex(actors.provider.pair.publicKey) },
      }),
      ...actors.merchants.map((one, at) => license(one, `Merchant ${at}`, 'Merchant')),
    ]),
    'licences',
  );
  for (const [id, { holder }] of world.books.participants) {
    for (const one of [...actors.treasuries, actors.provider, ...actors.merchants])
      if (one.address === holder) one.id = id;
  }
  actors.treasuries.forEach((one, at) => (actors.reporters[at].id = one.id));
  await staffPaid;

  say('reporting keys, funds, series, agreements');
  const outstanding = [];
  const must = async (actor, call) => outstanding.push(world.play.ok(actor, call, 'set-up'));
  for (const [at, treasury] of actors.treasuries.entries()) {
    await must(treasury, api.tx.participants.setReporter(treasury.id, actors.reporters[at].address, true));
    await must(treasury, api.tx.points.openSeries(treasury.id, PRICES[at % PRICES.length], seriesEnd(world, at)));
    if (at !== world.roles.tight) await must(treasury, api.tx.points.deposit(treasury.id, FUND));
  }
  const [first, second] = actors.treasuries;
  const terms = { daily: 5_000n * TANP, citizenDaily: 20n * TANP, expires: chain.now() + 60 * DAY };
  plan.terms = terms;
  const agree = async (from, to, by, other) => {
    await world.play.ok(by, api.tx.points.proposeAgreement(from, to, by.id, terms), 'set-up');
    await world.play.refused(
      other,
      api.tx.points.acceptAgreement(from, to, { ...terms, daily: terms.daily + 1n }),
      'points.TermsMismatch',
      'other terms than proposed',
    );
    await world.play.ok(other, api.tx.points.acceptAgreement(from, to, terms), 'set-up');
  };
  outstanding.push(agree(first.id, second.id, first, second), agree(second.id, first.id, second, first));

  say(`${args.citizens} citizens open their accounts`);
  await citizensPaid;
  const openings = [];
  const attestedUntil = chain.now() + 20 * DAY;
  for (const [at, citizen] of actors.citizens.entries()) {
    const statement = {
      genesis: chain.genesis,
      provider: actors.provider.id,
      nullifier: citizen.nullifier,
      key: u8aToHex(decodeAddress(citizen.address)),
      expires: attestedUntil,
    };
    const message = openingText(statement);
    openings.push(
      api.tx.carbonAccounts.open({
        provider: statement.provider,
        nullifier: statement.nullifier,
        epoch: 0,
        expires: statement.expires,
        key: citizen.address,
        providerSignature: u8aToHex(actors.provider.pair.sign(message)),
        keySignature: { Sr25519: u8aToHex(citizen.pair.sign(message)) },
      }),
    );
    if (at % 50 === 0) await sleep(0);
  }
  await batches(openings, 80);
  for (const citizen of actors.citizens) {
    citizen.id = world.books.keys.get(citizen.address);
    if (citizen.id === undefined) throw new Error(`${citizen.name} has no account`);
    world.byId.set(citizen.id, citizen);
  }

  say('they enrol, each by a transaction of their own; merchants list offers');
  let count = 0;
  for (const citizen of actors.citizens) {
    for (const at of citizen.joins) {
      const operator = actors.treasuries[at].id;
      await must(
        citizen,
        api.tx.carbonAccounts.enrol(operator, ['Entrusted', 'SelfHeld', 'RewardOnly'][(citizen.id + at) % 3]),
      );
      count += 1;
      if (count % 20 === 0) await sleep(0);
    }
  }
  for (const [at, merchant] of actors.merchants.entries()) {
    for (const offer of world.offersOf(at)) outstanding.push(listOffer(world, merchant, offer));
  }
  await Promise.all(outstanding);
  for (const citizen of actors.citizens) citizen.operators = citizen.joins.map((at) => actors.treasuries[at].id);
  await before();
  say(`set up in ${Math.round((Date.now() - begun) / 1_000)} s; waiting for the methodology`);
  const methodology = await published;
  world.methodology = methodology;
  return methodology;
}

/// The first series of the last operator but those with a part to play ends within a long play.
const seriesEnd = (world, at) =>
  world.chain.now() + (at === world.roles.ending ? 30 * DAY + 3_600 : (365 + 30 * at) * DAY);

export async function listOffer(world, merchant, { price, stock, perCitizen, within, only }) {
  const { chain } = world;
  const now = chain.now();
  const record = await world.play.ok(
    merchant,
    chain.api.tx.pointRedemption.offer(merchant.id, {
      title: {
        hash: blake2AsHex(`title of ${merchant.name} at ${price}`),
        uri: `https://example.org/offers/${merchant.id}`,
      },
      picture: null,
      price,
      issuers: only ? { Only: only } : 'All',
      stock,
      perCitizen,
      from: now - DAY,
      until: now + 100 * DAY,
      fulfilWithin: within,
    }),
    'offers',
  );
  const { offer } = record.events.find((event) => event.method === 'Offered').data;
  world.plan.offers.set(offer, { id: offer, merchant, price, perCitizen, within, only, stock });
  return offer;
}

/// Sends calls in batches by rich accounts in turn; resolves when all are in.
function batcher({ chain, actors, play }) {
  let turn = 0;
  return async (calls, size) => {
    const sent = [];
    for (let at = 0; at < calls.length; at += size) {
      const bank = actors.banks[turn % actors.banks.length];
      turn += 1;
      sent.push(play.ok(bank, chain.api.tx.utility.batchAll(calls.slice(at, at + size)), 'set-up'));
      await sleep(0);
    }
    await Promise.all(sent);
  };
}

/// Publishes the metro methodology and the exclusion groups with the CLI.
async function publish({ chain, args, say }) {
  const cli = (...words) =>
    new Promise((resolve, reject) => {
      execFile(
        args.tanpu,
        ['--url', chain.url, '--wait', 'best', '--json', '--suri', '//Alice', ...words, '--approve-with', '//Bob'],
        { encoding: 'utf8', maxBuffer: 1 << 26 },
        (error, out, err) =>
          error
            ? reject(new Error(`tanpu ${words.slice(0, 2).join(' ')}: ${err || error.message}`))
            : resolve(JSON.parse(out)),
      );
    });
  const file = `${args.root}/methodologies/shenzhen-metro.toml`;
  // Sooner than `earliest`, which leaves a whole day for the motion. Too soon, it is refused and
  // the CLI's own choice is taken.
  const wanted = new Date((Math.ceil(chain.now() / 60) * 60 + 2.6 * DAY) * 1_000).toISOString().replace('.000', '');
  const done = await cli('methodology', 'publish', file, '--effective', wanted).catch((error) => {
    say(`the methodology at the earliest instead: ${error.message.trim().split('\n').at(-1)}`);
    return cli('methodology', 'publish', file, '--effective', 'earliest');
  });
  if (done.state !== 'published') throw new Error(`the methodology is not published: ${JSON.stringify(done)}`);
  const effective = Number(done.effective);
  say(
    `methodology ${done.methodology} published, in force ${((effective - chain.now()) / DAY).toFixed(1)} days from now`,
  );
  await cli('groups', 'apply', `${args.root}/methodologies/groups.toml`);
  return { methodology: Number(done.methodology), version: Number(done.version ?? 1), effective };
}
