// What every part of the play is made of: sending what must succeed or be refused, waiting for
// moments of chain time, and not using one person twice at a time.

import { u8aToHex } from '@polkadot/util';
import { DAY, partsFor, requestId, voucherOf } from './arithmetic.mjs';
import { sleep } from './chain.mjs';

export class Play {
  constructor(world) {
    this.world = world;
    this.sent = new Map();
    this.refusals = new Map();
    this.failures = [];
    this.overtaken = new Map();
    this.skipped = new Map();
    this.begins = null;
  }

  get books() {
    return this.world.books;
  }

  get api() {
    return this.world.chain.api;
  }

  note(map, kind, by = 1) {
    map.set(kind, (map.get(kind) ?? 0) + by);
  }

  // --- time ------------------------------------------------------------------------------------------

  /// Days since the play began.
  days() {
    return this.begins === null ? 0 : (this.world.chain.now() - this.begins) / DAY;
  }

  /// Waits for a day of the play.
  async until(days) {
    while (this.begins === null) await sleep(200);
    await this.world.chain.until(this.begins + days * DAY);
  }

  /// Waits until something holds; false where it doesn't within so many days.
  async when(holds, days = 3) {
    const end = this.world.chain.now() + days * DAY;
    for (;;) {
      const value = holds();
      if (value) return value;
      if (this.world.chain.now() > end) return null;
      if (this.world.chain.stopped) throw new Error('stopped');
      await sleep(300);
    }
  }

  // --- transactions ------------------------------------------------------------------------------------

  /// Sends what must succeed. `late`: errors that are no fault where a restart of the node held it up.
  async ok(actor, call, kind, late = []) {
    const record = await this.world.chain.send(actor, call);
    await record.done;
    if (!record.error) this.note(this.sent, kind);
    else if (late.includes(record.error)) this.note(this.overtaken, `${kind}: ${record.error}`);
    else this.failures.push(`${kind} of ${actor.name}: ${record.error} in block ${record.block}`);
    return record;
  }

  /// Sends what must be refused with this error.
  /// `before`: the chain time from which it is refused for another reason, or not at all; a busy
  /// machine can be that late, which is no fault of the chain's.
  async refused(actor, call, error, what, before = call.before ?? Infinity) {
    const record = await this.world.chain.send(actor, call);
    await record.done;
    if (record.error === error) this.note(this.refusals, `${what}: ${error}`);
    else if (record.now >= before) this.note(this.overtaken, `${what}: too late`);
    else
      this.failures.push(
        `${what} of ${actor.name}: ${record.error ?? 'accepted'} in block ${record.block}, must be refused with ${error}`,
      );
    return record;
  }

  /// Holds a person for one matter at a time.
  async hold(actor, matter) {
    while (actor.busy) await sleep(100);
    actor.busy = true;
    try {
      return await matter();
    } finally {
      actor.busy = false;
    }
  }

  // --- what a till and a shop need ----------------------------------------------------------------------

  request(
    merchant,
    amount,
    { expires = this.world.chain.now() + Math.round(0.9 * DAY), genesis = this.world.chain.genesis } = {},
  ) {
    const { plan, rng } = this.world;
    plan.nonce += 1;
    const request = {
      genesis,
      merchant: merchant.id,
      amount,
      expires,
      receipt: u8aToHex(rng.receipts.bytes(32)),
      nonce: plan.nonce,
    };
    request.id = requestId(request);
    plan.requests.set(request.id, request);
    return request;
  }

  payCall({ genesis, merchant, amount, expires, receipt, nonce }, parts) {
    const call = this.api.tx.points.pay({ genesis, merchant, amount, expires, receipt, nonce }, parts);
    call.before = expires > this.world.chain.now() ? expires : Infinity;
    return call;
  }

  exchange(from, series, points, to, least) {
    const call = this.api.tx.points.exchange(from, series, points, to, least);
    call.asked = points;
    return call;
  }

  paymentRef(request) {
    return { day: Math.floor((request.expires + this.world.chain.clock.offset) / DAY), id: request.id };
  }

  async pay(citizen, merchant, amount, parts, kind = 'payments') {
    const request = this.request(merchant, amount);
    const record = await this.ok(citizen, this.payCall(request, parts), kind, ['points.RequestExpired']);
    return { request, record };
  }

  /// An order: its call, with a new secret that the plan keeps.
  order(citizen, offer, count, parts, { fate = 'by hand', maxPrice } = {}) {
    const { plan, rng, chain } = this.world;
    const number = this.books.customers.get(citizen.id) ?? 0;
    const secret = rng.secrets.bytes(16);
    const kept = {
      citizen: citizen.id,
      number,
      offer: offer.id,
      count,
      parts,
      secret: u8aToHex(secret),
      fate,
      within: offer.within,
    };
    const value = this.books.value(parts);
    const call = this.api.tx.pointRedemption.redeem(
      offer.id,
      number,
      count,
      parts,
      voucherOf(chain.genesis, citizen.id, number, secret),
      maxPrice ?? value,
    );
    return {
      call,
      kept,
      key: `${citizen.id}/${number}`,
      id: { citizen: citizen.id, number },
      keep: () => plan.orders.set(`${citizen.id}/${number}`, kept),
    };
  }

  async redeem(citizen, offer, count, purse, options) {
    const parts = partsFor(offer.price * BigInt(count), purse);
    if (!parts) return null;
    const made = this.order(citizen, offer, count, parts, options);
    made.keep();
    made.record = await this.ok(citizen, made.call, 'orders', ['pointRedemption.NoLongerValid']);
    return made.record.error ? null : made;
  }

  /// What a citizen can spend for the next half day.
  purse(citizen, operators) {
    const purse = this.books.purse(citizen.id, this.world.chain.now() + DAY / 2);
    return operators ? purse.filter((own) => operators.includes(own.operator)) : purse;
  }

  worth(purse) {
    return purse.reduce((sum, own) => sum + own.points * own.price, 0n);
  }

  /// Waits until a citizen has points worth so much.
  async points(citizen, least, operators) {
    const found = await this.when(() => {
      const purse = this.purse(citizen, operators);
      return this.worth(purse) >= least ? purse : null;
    }, 6);
    if (!found) throw new Error(`${citizen.name} never had points worth ${least} plancks`);
    return found;
  }
}
