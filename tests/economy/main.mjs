// Plays a whole economy on a live chain and compares every unit with books kept apart from it.
// tests/economy.sh starts it, and the node.

import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { encodeAddress } from '@polkadot/util-crypto';
import { DAY, TANP } from './arithmetic.mjs';
import { makeActors } from './actors.mjs';
import { Books } from './books.mjs';
import { Chain, sleep } from './chain.mjs';
import { Checks } from './checks.mjs';
import { Council } from './council.mjs';
import { Crowd } from './crowd.mjs';
import { Play } from './play.mjs';
import { report } from './report.mjs';
import { Rides } from './rides.mjs';
import { Random } from './rng.mjs';
import { setUp } from './setup.mjs';
import { campaign, openCampaigns } from './scenarios/campaign.mjs';
import { expiry, interchange, newSeries, reversals, revocation, withdrawal } from './scenarios/operators.mjs';
import { shop } from './scenarios/shop.mjs';
import { suspension } from './scenarios/suspension.mjs';
import { schedules, till } from './scenarios/till.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    tanpu: { type: 'string' },
    root: { type: 'string' },
    home: { type: 'string' },
    citizens: { type: 'string' },
    merchants: { type: 'string' },
    operators: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
    kill: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const number = (name) => Number(values[name]);
const args = {
  ...values,
  citizens: number('citizens'),
  merchants: number('merchants'),
  operators: number('operators'),
  days: number('days'),
};
const few = args.citizens < 200;
// A small economy is busier, so that everything happens in a few days.
Object.assign(
  args,
  few
    ? { reportDays: 0.5, ridesPerPeriod: 0.8, actsPerDay: 2.5, merchantActsPerDay: 0.9 }
    : { reportDays: 1, ridesPerPeriod: 0.3, actsPerDay: 0.3, merchantActsPerDay: 0.5 },
);

const begun = Date.now();
const say = (text) => console.log(`   ${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${text}`);
const errors = [];

/// Parts that are played by somebody of their own; the numbers are operators that they join.
const CAST = {
  till: [0, 1],
  tillTwo: [0, 1],
  shop: [0, 1],
  shopTwo: [0, 1],
  suspended: [0, 1],
  suspendedTwo: [0, 1],
  revoked: [0, -1],
  exchange: [0, 1],
  reversed: [0],
  reversedTwo: [0],
  reversedThree: [0],
  expiry: [0, 2],
};

function cast(actors, rng) {
  const parts = {};
  Object.entries(CAST).forEach(([role, joins], at) => {
    const citizen = actors.citizens[at];
    citizen.role = role;
    citizen.joins = joins.map((one) => (one < 0 ? args.operators - 1 : one));
    parts[role] = citizen;
  });
  for (const citizen of actors.citizens) {
    citizen.joins ??= rng.shuffled(actors.treasuries.map((_, at) => at)).slice(0, rng.between(1, 3));
  }
  // Till and shop have merchants of their own; the crowd goes to all others.
  actors.merchants[0].role = 'till';
  actors.merchants[2].role = 'shop';
  return parts;
}

/// What a merchant offers.
function offersOf(world, at) {
  const price = (tenths, odd) => (BigInt(tenths) * TANP) / 10n + BigInt(odd);
  const within = few ? DAY : (1 + (at % 3)) * DAY;
  if (at === 0) return [];
  if (at === 2) {
    return [
      { price: price(2, 1), stock: 2, perCitizen: 1, within: DAY },
      { price: price(2, 12_345), stock: 60, perCitizen: 20, within: DAY },
    ];
  }
  const stock = Math.max(30, Math.ceil(args.citizens / 4));
  const offers = [{ price: price(1 + (at % 5), at * 7), stock, perCitizen: 4, within }];
  if (at % 3 === 0)
    offers.push({
      price: price(4, at),
      stock: Math.ceil(stock / 4),
      perCitizen: 2,
      within,
      only: [world.actors.treasuries[0].id, world.actors.treasuries[1].id].sort((a, b) => a - b),
    });
  return offers;
}

const pot = (id) => {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode(`modl${id}`));
  return encodeAddress(bytes, 42);
};

async function killAndRestart(world) {
  const { chain, play } = world;
  const day = args.days / 2 + 0.23;
  await play.until(day);
  const go = chain.pause();
  const began = Date.now();
  const out = chain.pending.size;
  say(`day ${day.toFixed(1)}: the node is killed, with ${out} transactions on their way`);
  writeFileSync(`${args.home}/kill`, 'now\n');
  while (!existsSync(`${args.home}/restarted`)) await sleep(100);
  const last = chain.last;
  // Not before it has finalised more than was read: until then nobody knows what it has lost.
  const end = Date.now() + 180_000;
  await chain.resend();
  while (!(chain.finalised > last && chain.last > last) && Date.now() < end) await sleep(300);
  await chain.resend();
  await chain.drained();
  const seconds = Math.round((Date.now() - began) / 1_000);
  world.killed = { day, seconds, pending: out };
  say(`the node is back; all ${out} got in; the play goes on after ${seconds} s`);
  go();
}

async function main() {
  const chain = await Chain.connect(args.url);
  const rng = new Random(args.seed);
  const streams = Object.fromEntries(
    ['rides', 'crowd', 'receipts', 'secrets', 'checks', 'cast'].map((name) => [name, rng.fork(name)]),
  );
  const actors = makeActors(args);
  const plan = {
    batches: new Map(),
    requests: new Map(),
    orders: new Map(),
    offers: new Map(),
    decisions: new Map(),
    nonce: 0,
    offset: 28_800,
  };
  const books = new Books(plan);
  const world = {
    args,
    chain,
    actors,
    plan,
    books,
    rng: streams,
    say,

    byId: new Map(),
    merchantById: new Map(),
  };
  world.roles = {
    revoked: args.operators - 1,
    tight: args.operators >= 4 ? args.operators - 2 : args.operators - 1,
    ending: args.operators >= 5 && args.days >= 29 ? 2 : null,
    maxDecisions: Math.ceil(args.days * 2),
  };
  world.at = (day) => day * Math.max(1, args.days / 4);
  world.cast = cast(actors, streams.cast);
  world.offersOf = (at) => offersOf(world, at);
  world.pots = { funds: pot('tanp/fnd'), settlement: pot('tanp/set'), fees: pot('tanp/fee') };
  const play = (world.play = new Play(world));
  const checks = (world.checks = new Checks(world));
  world.rides = new Rides(world);
  world.crowd = new Crowd(world);

  const genesis = await chain.api.at(chain.genesis);
  world.genesisIssuance = (await genesis.query.balances.totalIssuance()).toBigInt();
  let wanted = null;
  chain.listeners.push({
    async block(block) {
      books.block(block);
      if (!wanted) return;
      const settle = wanted;
      wanted = null;
      try {
        await chain.steady(() => checks.round(block));
      } catch (error) {
        errors.push(`the check at block ${block.number}: ${error.stack}`);
      }
      const last = checks.rounds.at(-1);
      say(
        `checked at block ${block.number}: ${last?.failed ?? '?'} differ, ${books.faults.length} events were not as worked out`,
      );
      settle();
    },
    rewind(number) {
      books.rewind(number);
    },
  });
  const check = () => new Promise((settle) => (wanted = settle));
  await chain.start();
  plan.offset = chain.clock.offset;
  world.firstDay = Math.floor((chain.clock.start + chain.clock.offset) / DAY);
  world.council = new Council(chain, actors.alice, actors.bob);

  const watch = (async () => {
    for (;;) {
      await sleep(1_000);
      if (chain.broken) throw chain.broken;
      if (world.over) return;
      // What was begun before the end comes to an end in a minute or two, or never.
      if (play.days() < args.days + (few ? 6 : 8)) continue;
      const left = [...world.crowd.running.values()].slice(0, 5);
      throw new Error(
        `the play does not end: ${world.crowd.running.size} matters under way (${left.join('; ')}), ` +
          `${chain.pending.size} transactions on their way (${chain.waiting().join('; ')})`,
      );
    }
  })();
  const played = (async () => {
    const methodology = await setUp(world, () => openCampaigns(world));
    for (const merchant of actors.merchants) world.merchantById.set(merchant.id, merchant);
    play.begins = Math.max(methodology.effective, chain.now()) + 120;
    await check();
    say(`the play begins ${((play.begins - chain.now()) / 60).toFixed(0)} minutes of chain time from now`);

    const scenarios = {
      till,
      schedules,
      shop,
      suspension,
      newSeries,
      withdrawal,
      interchange,
      reversals,
      revocation,
      campaign,
      expiry,
    };
    const running = Object.entries(scenarios).map(([name, scenario]) =>
      scenario(world).then(
        () => say(`done: ${name}`),
        (error) => {
          errors.push(`${name}: ${error.stack}`);
          say(`FAILED: ${name}: ${error.message}`);
        },
      ),
    );
    running.push(world.crowd.run());
    for (const at of actors.treasuries.keys()) running.push(world.rides.run(at));
    if (args.kill) running.push(killAndRestart(world));
    running.push(
      (async () => {
        const every = Math.max(1, Math.round(args.days / 8));
        for (let day = every; day < args.days; day += every) {
          await play.until(day - 0.1);
          await check();
        }
      })(),
    );
    const progress = (async () => {
      let told = 0;
      for (let day = 1; day <= args.days; day += 1) {
        await play.until(day);
        const faults = [...play.failures, ...books.faults];
        for (const fault of faults.slice(told, told + 5)) say(`FAULT ${fault}`);
        told = faults.length;
        const count = (kind) => books.counts.get(kind) ?? 0;
        say(
          `day ${day}: block ${chain.last}, ${books.transactions} transactions, ${chain.pending.size} on their way; ` +
            `${count('rides credited')} rides, ${count('points.Paid')} payments, ${count('pointRedemption.Ordered')} orders, ` +
            `${count('points.Refunded')} refunds, ${count('points.Settled') + count('points.Settled (hook)')} settlements; ${play.failures.length + books.faults.length} faults`,
        );
      }
    })();
    await Promise.all([...running, progress]);
    await chain.drained();
    await check();
  })();
  await Promise.race([played, watch]).catch((error) => errors.push(error.stack ?? String(error)));
  world.over = true;
  const good = report(world, { errors, seconds: Math.round((Date.now() - begun) / 1_000), killed: world.killed });
  await Promise.race([chain.stop(), sleep(5_000)]);
  process.exit(good ? 0 : 1);
}

await main();
