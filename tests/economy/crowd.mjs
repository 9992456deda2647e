// The crowd: what citizens and merchants do on every day of the play, drawn from the seed.

import { DAY, TANP, partsFor, sorted } from './arithmetic.mjs';
import { sleep } from './chain.mjs';

export class Crowd {
  constructor(world) {
    this.world = world;
    /// What is under way, and since when of the play.
    this.running = new Map();
    this.avoid = new Set();
    this.towards = new Map();
    this.locked = new Set();
    this.orderBusy = new Set();
    this.attempts = new Map();
  }

  #start(name, matter) {
    const running = matter().catch((error) => {
      if (!this.world.chain.stopped) this.world.play.failures.push(`the crowd: ${error.stack}`);
    });
    this.running.set(running, `${name}, since day ${this.world.play.days().toFixed(2)}`);
    running.finally(() => this.running.delete(running));
  }

  /// Merchants that the crowd goes to.
  merchants() {
    return this.world.actors.merchants.filter((one) => !one.role && !this.avoid.has(one.id));
  }

  /// Waits until nothing is on its way to a merchant that is avoided.
  async quiet(merchant) {
    const busy = () => [...this.orderBusy].some((key) => this.world.books.orders.get(key)?.merchant === merchant.id);
    while ((this.towards.get(merchant.id) ?? 0) > 0 || this.locked.has(merchant.id) || busy()) await sleep(100);
  }

  async #to(merchant, matter) {
    this.towards.set(merchant.id, (this.towards.get(merchant.id) ?? 0) + 1);
    try {
      return await matter();
    } finally {
      this.towards.set(merchant.id, this.towards.get(merchant.id) - 1);
    }
  }

  async run() {
    const { play, args, actors } = this.world;
    await play.until(0);
    const orders = this.#followOrders();
    for (let day = 0; day < args.days; day += 1) {
      const rng = this.world.rng.crowd.fork(`day ${day}`);
      const acts = [];
      for (const citizen of actors.citizens) {
        if (citizen.role) continue;
        for (let act = 0; act < args.actsPerDay; act += 1) {
          if (rng.chance(Math.min(1, args.actsPerDay - act)))
            acts.push({ at: day + rng.below(10_000) / 10_000, citizen });
        }
      }
      const merchantActs = [];
      for (const merchant of actors.merchants) {
        if (merchant.role) continue;
        if (rng.chance(args.merchantActsPerDay)) merchantActs.push({ at: day + rng.below(9_000) / 10_000, merchant });
      }
      for (const act of [...acts, ...merchantActs].sort((a, b) => a.at - b.at)) {
        await play.until(act.at);
        if (this.world.chain.paused) await this.world.chain.paused;
        if (play.days() > args.days - 0.15) break;
        if (act.citizen) this.#citizen(act.citizen, rng);
        else this.#merchant(act.merchant, rng);
        await sleep(0);
      }
    }
    await Promise.all(this.running.keys());
    this.over = true;
    await orders;
  }

  // --- citizens -------------------------------------------------------------------------------------------

  #citizen(citizen, rng) {
    const { play } = this.world;
    const purse = play.purse(citizen);
    if (citizen.busy || play.worth(purse) < TANP / 100n)
      return play.note(play.skipped, citizen.busy ? 'citizens still busy' : 'citizens without points');
    const draw = rng.below(1_000);
    const shuffled = rng.shuffled(purse);
    const act = rng.fork(`${citizen.id}`);
    let matter;
    const name = `${citizen.name} ${draw < 650 ? 'pays' : draw < 900 ? 'redeems' : 'exchanges'}`;
    if (draw < 450) matter = () => this.#pay(citizen, shuffled.slice(0, 1), act);
    else if (draw < 650) matter = () => this.#pay(citizen, shuffled, act, true);
    else if (draw < 900) matter = () => this.#redeem(citizen, shuffled, act);
    else matter = () => this.#exchange(citizen, shuffled, act);
    this.#start(name, () => play.hold(citizen, matter));
  }

  async #pay(citizen, purse, rng, several = false) {
    const { play } = this.world;
    const worth = play.worth(purse);
    const merchant = rng.pick(this.merchants());
    let amount = rng.share(worth, several ? 5_500 : 800, several ? 9_500 : 6_000) + BigInt(rng.below(1_000));
    if (amount === 0n) amount = 1n;
    let parts = partsFor(amount, purse);
    if (several && purse.length > 1) parts = spread(amount, purse) ?? parts;
    if (!parts) return play.note(play.skipped, 'payments that no points fit');
    await this.#to(merchant, () => play.pay(citizen, merchant, amount, parts));
  }

  async #redeem(citizen, purse, rng) {
    const { play, plan, books } = this.world;
    const open = books.openOrders(citizen.id).length;
    const fits = [...plan.offers.values()].filter(
      (offer) =>
        !offer.merchant.role &&
        !this.avoid.has(offer.merchant.id) &&
        (books.offers.get(offer.id)?.left ?? 0) - (offer.pending ?? 0) > 0 &&
        (books.offers.get(offer.id)?.had.get(citizen.id) ?? 0) < offer.perCitizen &&
        play.worth(purse.filter((own) => !offer.only || offer.only.includes(own.operator))) > (offer.price * 11n) / 10n,
    );
    // One that lets orders lapse may hold one at a time only: nobody holds more than two.
    if (fits.length === 0 || open >= 2 || (citizen.lapsed ?? 0) >= 2) return this.#pay(citizen, purse, rng);
    const offer = rng.pick(fits);
    const draw = rng.below(1_000);
    const fate =
      draw < 620
        ? 'fulfilled'
        : draw < 740
          ? 'disputed'
          : draw < 840
            ? 'cancelled'
            : draw < 900
              ? 'disputed and cancelled'
              : 'lapses';
    if (fate === 'lapses') citizen.lapsed = (citizen.lapsed ?? 0) + 1;
    offer.pending = (offer.pending ?? 0) + 1;
    try {
      await this.#to(offer.merchant, () =>
        play.redeem(
          citizen,
          offer,
          1,
          purse.filter((own) => !offer.only || offer.only.includes(own.operator)),
          { fate },
        ),
      );
    } finally {
      offer.pending -= 1;
    }
  }

  async #exchange(citizen, purse, rng) {
    const { play, actors, plan } = this.world;
    const pair = [actors.treasuries[0].id, actors.treasuries[1].id];
    const from = purse.find((own) => pair.includes(own.operator));
    const to = pair.find((one) => one !== from?.operator);
    if (!from || !citizen.operators.includes(to)) return this.#pay(citizen, purse, rng);
    const points = rng.share(from.points, 1_000, 5_000) + 1n;
    if (points * from.price < 10_000_000_000n || points * from.price > plan.terms.citizenDaily / 10n)
      return this.#pay(citizen, purse, rng);
    await play.ok(citizen, play.exchange(from.operator, from.series, points, to, 1n), 'exchanges');
  }

  // --- merchants --------------------------------------------------------------------------------------------

  #merchant(merchant, rng) {
    if (this.avoid.has(merchant.id) || this.locked.has(merchant.id)) return;
    const { play, books } = this.world;
    const act = rng.fork(`merchant ${merchant.id}`);
    const draw = rng.below(1_000);
    this.locked.add(merchant.id);
    this.#start(`${merchant.name} ${draw < 400 ? 'refunds' : draw < 850 ? 'settles' : 'schedules'}`, async () => {
      try {
        if (draw < 400) await this.#refund(merchant, act);
        else if (draw < 850) await this.#settle(merchant, act);
        else if (merchant.scheduled) return;
        else if (books.merchant(merchant.id).schedule) {
          await play.ok(merchant, play.api.tx.points.setSchedule(merchant.id, null), 'schedules ended');
        } else {
          const least = BigInt(act.between(1, 40)) * (TANP / 10n);
          await play.ok(
            merchant,
            play.api.tx.points.setSchedule(merchant.id, [act.between(1, 3), least]),
            'schedules set',
          );
        }
      } finally {
        this.locked.delete(merchant.id);
      }
    });
  }

  async #refund(merchant, rng) {
    const { play, books, chain } = this.world;
    const recent = [...books.payments.values()].filter(
      (payment) =>
        payment.merchant === merchant.id &&
        payment.parts.length > 0 &&
        payment.paidAt > chain.now() - 20 * DAY &&
        !this.world.byId.get(payment.citizen).role,
    );
    if (recent.length === 0) return;
    const payment = rng.pick(recent.slice(-30));
    let parts = null;
    if (rng.chance(0.5)) {
      parts = sorted(
        payment.parts
          .filter(() => rng.chance(0.7))
          .map((part) => ({ ...part, points: rng.share(part.points, 500, 9_500) })),
      ).filter((part) => part.points > 0n);
      if (parts.length === 0) parts = null;
    }
    await play.ok(merchant, play.api.tx.points.refund(payment.ref, parts), 'refunds');
  }

  async #settle(merchant, rng) {
    const { play, books, actors } = this.world;
    const owed = books.receivable(merchant.id);
    // A schedule pays whenever its day comes: by hand only where there is none.
    if (owed === 0n || books.merchant(merchant.id).schedule) return;
    const amount = rng.chance(0.4) ? owed : rng.chance(0.1) ? 1n : rng.share(owed, 100, 9_900) || 1n;
    await play.ok(
      rng.chance(0.5) ? merchant : actors.anybody,
      play.api.tx.points.settle(merchant.id, amount),
      'settlements',
    );
  }

  // --- orders ---------------------------------------------------------------------------------------------------

  /// Does with every order what was drawn for it, when it is time. What is due by itself the chain's
  /// hook does too: who comes second finds nothing, which is no fault.
  async #followOrders() {
    const { books, plan, chain, play } = this.world;
    while (!this.over) {
      if (chain.paused) await chain.paused;
      for (const order of [...books.orders.values()]) {
        const kept = plan.orders.get(order.key);
        if (!kept || kept.fate === 'by hand' || this.orderBusy.has(order.key)) continue;
        const step = this.#step(order, kept);
        if (!step) continue;
        this.orderBusy.add(order.key);
        this.#start(`order ${order.key}, ${order.stage}, ${kept.fate}`, async () => {
          try {
            await step();
          } finally {
            this.orderBusy.delete(order.key);
          }
        });
      }
      if (play.days() > this.world.args.days - 0.1 && this.running.size === 0) await sleep(500);
      await sleep(700);
    }
  }

  #step(order, kept) {
    const { play, chain, byId, plan, roles } = this.world;
    const { api } = play;
    const now = chain.now();
    const merchant = this.world.merchantById.get(order.merchant);
    const citizen = byId.get(order.citizen);
    const id = { citizen: order.citizen, number: order.number };
    const aged = (days) => now > order.ordered + days * DAY;
    const rng = () => this.world.rng.crowd.fork(`order ${order.key}`);
    if (this.avoid.has(order.merchant)) return null;
    if (play.days() > this.world.args.days - 0.15) return null;
    if (order.stage === 'open') {
      if (kept.fate === 'lapses') {
        // In the grace nobody can do anything; after it the citizen takes it back, or the hook.
        if (now > order.deadline + 0.15 * DAY && now < order.deadline + 0.6 * DAY && !kept.tried) {
          kept.tried = true;
          return async () => {
            await play.refused(
              merchant,
              api.tx.pointRedemption.fulfil(id, kept.secret),
              'pointRedemption.DeadlinePassed',
              'fulfilling after the deadline',
              order.deadline + DAY,
            );
            await play.refused(
              citizen,
              api.tx.pointRedemption.takeBack(id),
              'pointRedemption.TooEarly',
              'taking an order back inside the grace',
              order.deadline + DAY,
            );
          };
        }
        return null;
      }
      if (!aged(0.2) || now > order.deadline - 0.3 * DAY) return null;
      if (kept.fate === 'cancelled')
        return () =>
          play.ok(merchant, api.tx.pointRedemption.cancel(id), 'orders cancelled', ['pointRedemption.OrderNotFound']);
      return () =>
        play.ok(merchant, api.tx.pointRedemption.fulfil(id, kept.secret), 'orders fulfilled', [
          'pointRedemption.DeadlinePassed',
          'pointRedemption.OrderNotFound',
        ]);
    }
    if (
      order.stage === 'fulfilled' &&
      kept.fate.startsWith('disputed') &&
      now > order.at + 0.2 * DAY &&
      now < order.at + 1.6 * DAY
    ) {
      return () =>
        play.hold(citizen, () =>
          play.ok(citizen, api.tx.pointRedemption.dispute(order.number, kept.secret.padEnd(66, '0')), 'disputes', [
            'pointRedemption.DisputeWindowOver',
            'pointRedemption.OrderNotFound',
          ]),
        );
    }
    if (
      order.stage === 'disputed' &&
      now > order.disputedAt + 0.3 * DAY &&
      now < order.disputedAt + 6 * DAY &&
      !kept.decided
    ) {
      if (kept.fate === 'disputed and cancelled') {
        kept.decided = true;
        return () => play.ok(merchant, api.tx.pointRedemption.cancel(id), 'orders cancelled in a dispute');
      }
      // The council decides some a day; the others lapse to the merchant.
      if (this.deciding || (this.decisions ?? 0) >= roles.maxDecisions) return null;
      kept.decided = true;
      this.decisions = (this.decisions ?? 0) + 1;
      const draw = rng();
      const share = draw.chance(0.2) ? (draw.chance(0.5) ? 0 : 1_000_000) : draw.between(1, 999_999);
      plan.decisions.set(order.key, share);
      this.deciding = true;
      return async () => {
        try {
          // Undecided within its time the value goes to the merchant, whoever is late.
          const late = ['pointRedemption.OrderNotFound'];
          const done = await this.world.council.carry(api.tx.pointRedemption.resolve(id, share), 'a dispute', late);
          if (!done) {
            plan.decisions.delete(order.key);
            play.note(play.overtaken, 'decisions of disputes: too late');
          }
        } finally {
          this.deciding = false;
        }
      };
    }
    return null;
  }
}

/// Pays with every series there is, some of each but the last.
function spread(amount, purse) {
  const parts = [];
  let rest = amount;
  const worth = purse.reduce((sum, own) => sum + own.points * own.price, 0n);
  for (const [at, own] of purse.entries()) {
    const last = at === purse.length - 1;
    const take = last ? (rest + own.price - 1n) / own.price : (own.points * amount) / worth;
    if (take > own.points || rest < 0n) return null;
    if (take > 0n) parts.push({ operator: own.operator, series: own.series, points: take });
    rest -= take * own.price;
    if (rest <= 0n) break;
  }
  return rest > 0n ? null : sorted(parts);
}
