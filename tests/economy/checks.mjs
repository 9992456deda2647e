// The chain's state at one finalised block against the books at the same block, to the last unit.

import { fromBe, plain } from './plain.mjs';
import { receivable } from './books.mjs';

const EXISTENTIAL_DEPOSIT = 10_000_000_000n;

export class Checks {
  constructor(world) {
    this.world = world;
    this.passed = new Map();
    this.failed = [];
    this.rounds = [];
  }

  same(what, found, expected) {
    const same =
      typeof expected === 'object' && expected !== null ? text(found) === text(expected) : found === expected;
    if (same) this.passed.set(kind(what), (this.passed.get(kind(what)) ?? 0) + 1);
    else if (this.failed.length < 200)
      this.failed.push(
        `block ${this.world.books.number}: ${what}: the chain has ${text(found)}, the books ${text(expected)}`,
      );
    return same;
  }

  /// Everything, at the block that the books stand at. The caller keeps them there meanwhile.
  async round({ number, hash, day }) {
    const { chain, books } = this.world;
    const began = Date.now();
    const before = this.failed.length;
    this.at = await chain.api.at(hash);
    this.day = day;
    await this.#series();
    await this.#positions();
    await this.#money();
    await this.#merchants();
    await this.#orders();
    await this.#campaigns();
    await this.#citizens();
    this.rounds.push({
      block: number,
      faults: books.faults.length,
      failed: this.failed.length - before,
      seconds: Math.round((Date.now() - began) / 1_000),
    });
  }

  #query(pallet, item) {
    return this.at.query[pallet][item];
  }

  async #series() {
    const { books } = this.world;
    const funds = await this.#query('points', 'funds').entries();
    this.funds = new Map(funds.map(([key, value]) => [key.args[0].toNumber(), plain(value)]));
    this.same(
      'operators with a fund',
      [...this.funds.keys()].sort(order),
      [...books.operators]
        .filter(([, own]) => own.next > 0 || own.fund > 0n)
        .map(([id]) => id)
        .sort(order),
    );
    for (const [id, fund] of this.funds) {
      const own = books.operator(id);
      this.same(`fund of operator ${id}`, fund.balance, own.fund);
      this.same(`liability of operator ${id}`, fund.liability, books.liability(own));
      this.same(`money set aside by operator ${id}`, fund.setAside, own.setAside);
      this.same(`live series of operator ${id}`, fund.live, own.live);
      this.same(`wind-up of operator ${id}`, fund.windUp === null ? null : Number(fund.windUp.ends), own.windUp);
      this.same(
        `fund covers points and campaigns of operator ${id}`,
        fund.balance >= fund.liability + fund.setAside,
        true,
      );
    }
    const entries = await this.#query('points', 'seriesOf').entries();
    let count = 0;
    for (const [, own] of books.operators) count += own.series.size;
    this.same('number of series', entries.length, count);
    this.series = new Map();
    for (const [key, value] of entries) {
      const [operator, id] = key.args.map((arg) => arg.toNumber());
      const found = plain(value);
      const own = books.operator(operator).series.get(id);
      this.series.set(`${operator}/${id}`, found);
      const where = `of series ${operator}/${id}`;
      for (const term of ['price', 'issued', 'outstanding', 'spent', 'expired', 'reversed', 'exchanged', 'escrowed'])
        this.same(`${term} ${where}`, found[term], own[term]);
      this.same(
        `issued = outstanding + spent + expired + reversed + exchanged ${where}`,
        found.issued,
        found.outstanding + found.spent + found.expired + found.reversed + found.exchanged,
      );
      this.same(
        `fund >= outstanding x price ${where}`,
        this.funds.get(operator).balance >= found.outstanding * found.price,
        true,
      );
    }
    // The runtime API says the same.
    const solvency = await this.at.call.pointsApi.solvency(0);
    for (const each of solvency.map(plain)) {
      const own = books.operator(each.operator);
      this.same(
        `solvency of operator ${each.operator}`,
        [each.fund, each.outstanding, each.setAside, each.free],
        [own.fund, books.liability(own), own.setAside, books.free(each.operator)],
      );
    }
  }

  async #positions() {
    const { books } = this.world;
    const entries = await this.#query('carbonAccounts', 'positions').entries();
    let expected = 0;
    for (const [, own] of books.operators) expected += own.positions.size;
    this.same('number of positions', entries.length, expected);
    const sums = new Map();
    const grams = new Map();
    for (const [key, value] of entries) {
      const [operator, citizen] = key.args.map((arg) => fromBe(arg.toU8a(true)));
      const found = plain(value);
      const own = books.position(operator, citizen);
      const where = `of citizen ${citizen} with operator ${operator}`;
      if (!own) {
        this.same(`position ${where}`, true, false);
        continue;
      }
      this.same(`grams ${where}`, found.grams, own.grams);
      this.same(`growth ${where}`, found.growth, own.growth);
      this.same(`carry ${where}`, BigInt(found.carry), own.carry);
      this.same(
        `points ${where}`,
        found.points.map(([series, points]) => [series, points]),
        [...own.points].filter(([, points]) => points > 0n).sort((a, b) => a[0] - b[0]),
      );
      for (const [series, points] of found.points)
        sums.set(`${operator}/${series}`, (sums.get(`${operator}/${series}`) ?? 0n) + points);
      grams.set(operator, (grams.get(operator) ?? 0n) + found.grams);
    }
    for (const [key, series] of this.series) {
      if (!series.closed)
        this.same(`points in positions of series ${key} are outstanding`, sums.get(key) ?? 0n, series.outstanding);
    }
    for (const [operator, own] of books.operators) {
      if (own.positions.size === 0) continue;
      const totals = plain(await this.#query('carbonAccounts', 'operatorTotals')(operator));
      this.same(`grams of operator ${operator}`, totals.grams, own.grams);
      this.same(`grams of all positions of operator ${operator}`, grams.get(operator) ?? 0n, own.grams);
    }
    const batches = await this.#query('activityReports', 'batches').entries();
    this.same('number of batches', batches.length, books.batches.size);
    const classes = (await this.#query('activityReports', 'classes').entries()).map(([, value]) => plain(value));
    let all = 0n;
    for (const [, own] of books.operators) all += own.grams;
    this.same(
      'grams of all classes',
      classes.reduce((sum, one) => sum + one.grams, 0n),
      all,
    );
  }

  async #balance(address) {
    const account = await this.#query('system', 'account')(address);
    return {
      free: account.data.free.toBigInt(),
      reserved: account.data.reserved.toBigInt(),
      frozen: account.data.frozen.toBigInt(),
    };
  }

  async #held(address) {
    const holds = plain(await this.#query('balances', 'holds')(address));
    return holds.filter((hold) => hold.id.type === 'Points').reduce((sum, hold) => sum + hold.amount, 0n);
  }

  async #money() {
    const { books, pots, genesisIssuance } = this.world;
    let funds = 0n;
    for (const [, own] of books.operators) funds += own.fund;
    let owed = 0n;
    for (const [, own] of books.merchants) owed += receivable(own.totals);
    this.same('held for funds', await this.#held(pots.funds), funds);
    this.same('held for merchants and orders', await this.#held(pots.settlement), owed + books.escrow);
    this.same('escrow of open orders', (await this.#query('points', 'escrow')()).toBigInt(), books.escrow);
    for (const [name, held] of [
      ['funds', funds],
      ['settlement', owed + books.escrow],
    ]) {
      const { free, reserved } = await this.#balance(pots[name]);
      this.same(`the ${name} pot has nothing else`, [free, reserved], [EXISTENTIAL_DEPOSIT, held]);
    }
    const totals = plain(await this.at.call.pointsApi.systemTotals());
    this.same(
      'system totals',
      [totals.funds, totals.settlement, totals.escrow, totals.receivables],
      [funds, owed + books.escrow, books.escrow, owed],
    );
    this.same('total issuance', (await this.#query('balances', 'totalIssuance')()).toBigInt(), genesisIssuance);
    const fees = await this.#balance(pots.fees);
    this.same(
      'all fees, and nothing else, in the fee pot',
      fees.free + fees.reserved,
      EXISTENTIAL_DEPOSIT + books.fees,
    );
  }

  async #merchants() {
    const { books, actors, rng, firstDay } = this.world;
    const found = new Map(
      (await this.at.call.pointsApi.merchants(0)).map((pair) => [pair[0].toNumber(), plain(pair[1])]),
    );
    const draw = rng.checks.fork(`${books.number}`);
    for (const merchant of actors.merchants) {
      const own = books.merchant(merchant.id);
      const { totals } = own;
      const terms = (from) => [from.paid, from.released, from.toppedUp, from.refunded, from.settled];
      const chain = found.get(merchant.id) ?? { paid: 0n, released: 0n, toppedUp: 0n, refunded: 0n, settled: 0n };
      this.same(`book of merchant ${merchant.id}`, terms(chain), terms(totals));
      this.same(`receivable of merchant ${merchant.id}`, receivable(chain), receivable(totals));
      // The statement of the whole time, and of some days.
      const whole = plain(await this.at.call.pointsApi.statement(merchant.id, firstDay, this.day));
      this.same(
        `statement of merchant ${merchant.id}`,
        [whole.opening, ...terms(whole.movements), whole.closing],
        [0n, ...terms(totals), receivable(totals)],
      );
      const from = firstDay + draw.below(this.day - firstDay + 1);
      const to = from + draw.below(this.day - from + 1);
      const some = plain(await this.at.call.pointsApi.statement(merchant.id, from, to));
      const before = books.totalsAt(merchant.id, from - 1);
      const after = books.totalsAt(merchant.id, to);
      const moved = terms(after).map((value, at) => value - terms(before)[at]);
      this.same(
        `statement of some days of merchant ${merchant.id}`,
        [some.opening, ...terms(some.movements), some.closing],
        [receivable(before), ...moved, receivable(after)],
      );
    }
  }

  async #orders() {
    const { books } = this.world;
    const orders = (await this.#query('pointRedemption', 'orders').entries()).map(([key, value]) => [
      key.args.map(String).join('/'),
      plain(value),
    ]);
    this.same('open orders', orders.map(([key]) => key).sort(), [...books.orders.keys()].sort());
    for (const [key, order] of orders) {
      const own = books.orders.get(key);
      if (own) this.same(`order ${key}`, [order.value, order.stage.type.toLowerCase()], [own.value, own.stage]);
    }
    this.same(
      'escrow that orders count',
      (await this.#query('pointRedemption', 'escrowed')()).toBigInt(),
      books.escrow,
    );
    for (const [key, value] of await this.#query('pointRedemption', 'offers').entries()) {
      const found = plain(value);
      const own = books.offers.get(key.args[0].toNumber());
      this.same(`stock of offer ${key.args[0]}`, [found.left, found.orders], [own.left, own.live]);
    }
  }

  async #campaigns() {
    const { books } = this.world;
    const found = new Map();
    for (const [, list] of await this.#query('campaigns', 'campaigns').entries())
      for (const each of plain(list)) found.set(each.id, each);
    for (const [id, own] of books.campaigns) {
      const each = found.get(id);
      if (own.removed) {
        this.same(`campaign ${id} is gone`, each === undefined, true);
        continue;
      }
      this.same(`campaign ${id}`, each && [each.budget, each.paid, each.closed], [own.budget, own.paid, own.closed]);
      let given = 0n;
      for (const [, times] of own.bonuses) given += BigInt(times);
      this.same(`bonuses of campaign ${id}`, given * own.terms.bonus * books.price(own.operator, 0), own.paid);
    }
    // Money set aside is the campaigns' budgets.
    for (const [id, operator] of books.operators) {
      const budgets = [...books.campaigns.values()]
        .filter((own) => own.operator === id)
        .reduce((sum, own) => sum + own.budget, 0n);
      this.same(`set aside by operator ${id} is its campaigns' budgets`, operator.setAside, budgets);
    }
  }

  /// Everybody's own money: what they were given, less fees, and what came in and went out.
  async #citizens() {
    const { books, actors } = this.world;
    const people = [
      ...actors.citizens,
      ...actors.merchants,
      ...actors.treasuries,
      ...actors.reporters,
      actors.sponsor,
      actors.anybody,
    ];
    const at = this.#query('system', 'account');
    for (let from = 0; from < people.length; from += 500) {
      const some = people.slice(from, from + 500);
      const accounts = await at.multi(some.map((one) => one.address));
      some.forEach((one, place) => {
        const { free, reserved } = accounts[place].data;
        const role = one.name.split(' ')[0];
        this.same(
          `money of ${role === 'somebody' ? 'one without a role' : `${role} ${one.name}`}`,
          free.toBigInt() + reserved.toBigInt(),
          one.endowed + (books.flows.get(one.address) ?? 0n),
        );
      });
    }
  }
}

const order = (a, b) => a - b;
const text = (value) => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
/// One kind of check, whomever it is about.
const kind = (what) =>
  what
    .replace(/(citizen|merchant|operator|treasury|reporter) \1 \d+/, '$1')
    .replace(/ ?\d+(\/\d+)?/g, '')
    .replace(/ of citizen with operator$/, ' of a citizen with an operator');
