// The books: what must be true of the chain, kept apart from it. They are made of two things only:
// what the plan did (rows, requests, orders, in `plan`) and the events of finalised blocks, each read
// once. Every figure of an event is worked out here first and compared; what differs is a fault.
//
// Blocks are kept: where the node loses some, the books are made again from the others.

import { DAY, METRO, dayOf, dealOf, gramsOf, pointsOf, returnedOf, sameParts } from './arithmetic.mjs';

const REFUND_WINDOW = 30 * DAY;
const LEAST_USE = 7 * DAY;

/// Events that move nothing.
const IDLE = new Set([
  'points.WithdrawalRequested',
  'points.AgreementProposed',
  'points.AgreementCancelled',
  'points.ReversalAppealed',
  'points.Swept',
  'pointRedemption.OfferClosed',
  'pointRedemption.OfferRemoved',
]);

const zeroTotals = () => ({ paid: 0n, released: 0n, toppedUp: 0n, refunded: 0n, settled: 0n });
export const receivable = (totals) =>
  totals.paid + totals.released + totals.toppedUp - totals.refunded - totals.settled;

export class Books {
  constructor(plan) {
    this.plan = plan;
    this.blocks = [];
    this.#clear();
  }

  #clear() {
    this.operators = new Map();
    this.merchants = new Map();
    this.orders = new Map();
    this.customers = new Map();
    this.payments = new Map();
    this.campaigns = new Map();
    this.offers = new Map();
    this.agreements = new Map();
    this.reversals = new Map();
    this.citizens = new Map();
    this.keys = new Map();
    this.participants = new Map();
    this.busyTime = new Map();
    this.batches = new Map();
    this.flows = new Map();
    this.escrow = 0n;
    this.fees = 0n;
    this.counts = new Map();
    this.faults = [];
    this.now = 0;
    this.day = 0;
    this.number = 0;
    this.transactions = 0;
  }

  // --- blocks -------------------------------------------------------------------------------------

  block(block) {
    this.blocks.push(block);
    this.#apply(block);
  }

  rewind(number) {
    while (this.blocks.length > 0 && this.blocks.at(-1).number > number) this.blocks.pop();
    this.#clear();
    for (const block of this.blocks) this.#apply(block);
  }

  #apply(block) {
    this.now = block.now;
    this.day = block.day;
    this.number = block.number;
    this.transactions += block.transactions;
    // What an extrinsic's earlier events left for its later ones.
    let open = { spent: [], restored: [], issued: [], released: [] };
    let index;
    const close = () => {
      for (const [kind, left] of Object.entries(open)) {
        if (left.length > 0) this.#fault(`${kind} points that belong to nothing`, left);
      }
      open = { spent: [], restored: [], issued: [], released: [] };
    };
    for (const event of block.events) {
      if (event.index !== index) close();
      index = event.index;
      const apply = this[`${event.section}.${event.method}`];
      if (event.section !== 'transactionPayment')
        this.#count(`${event.section}.${event.method}${event.index === null ? ' (hook)' : ''}`);
      if (apply) apply.call(this, event.data, open, event);
      else if (
        ['points', 'pointRedemption', 'campaigns'].includes(event.section) &&
        !IDLE.has(`${event.section}.${event.method}`)
      ) {
        this.#fault(`an event that the books don't know: ${event.section}.${event.method}`);
      }
    }
    close();
    for (const [id, operator] of this.operators) {
      if (operator.fund < this.liability(operator) + operator.setAside)
        this.#fault(`operator ${id}: the fund doesn't cover its points`);
    }
    for (const [id, { totals }] of this.merchants) {
      if (receivable(totals) < 0n) this.#fault(`merchant ${id}: more went out than came in`);
    }
  }

  #count(kind, by = 1) {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + by);
  }

  #fault(text, detail) {
    if (this.faults.length < 200) {
      const shown =
        detail === undefined ? '' : ` ${JSON.stringify(detail, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`;
      this.faults.push(`block ${this.number}: ${text}${shown}`);
    }
  }

  #same(what, found, expected) {
    if (found !== expected) this.#fault(`${what}: ${found}, must be ${expected}`);
  }

  #flow(address, amount) {
    this.flows.set(address, (this.flows.get(address) ?? 0n) + amount);
  }

  // --- what there is --------------------------------------------------------------------------------

  operator(id) {
    let found = this.operators.get(id);
    if (!found) {
      found = {
        fund: 0n,
        setAside: 0n,
        live: [],
        next: 0,
        series: new Map(),
        positions: new Map(),
        windUp: null,
        grams: 0n,
        lastOpened: null,
      };
      this.operators.set(id, found);
    }
    return found;
  }

  position(operator, citizen) {
    return this.operator(operator).positions.get(citizen);
  }

  liability(operator) {
    let sum = 0n;
    for (const id of operator.live) {
      const series = operator.series.get(id);
      sum += series.outstanding * series.price;
    }
    return sum;
  }

  free(id) {
    const operator = this.operator(id);
    return operator.fund - operator.setAside - this.liability(operator);
  }

  expiry(operator, series) {
    return operator.windUp === null ? series.expires : Math.min(series.expires, operator.windUp);
  }

  /// The series in which points are issued: the newest that lasts long enough to use them.
  newest(id, now = this.now) {
    const operator = this.operator(id);
    if (operator.windUp !== null) return null;
    return (
      [...operator.live].reverse().find((series) => operator.series.get(series).expires >= now + LEAST_USE) ?? null
    );
  }

  price(operator, series) {
    return this.operator(operator).series.get(series).price;
  }

  value(parts) {
    return parts.reduce((sum, part) => sum + part.points * this.price(part.operator, part.series), 0n);
  }

  /// What a citizen can spend until `until`: `{operator, series, points, price}`.
  purse(citizen, until = this.now) {
    const purse = [];
    for (const [id, operator] of this.operators) {
      const position = operator.positions.get(citizen);
      if (!position) continue;
      for (const [series, points] of position.points) {
        const found = operator.series.get(series);
        if (points > 0n && !found.closed && until < this.expiry(operator, found))
          purse.push({ operator: id, series, points, price: found.price });
      }
    }
    return purse;
  }

  merchant(id) {
    let found = this.merchants.get(id);
    if (!found) {
      found = { totals: zeroTotals(), days: new Map(), schedule: null };
      this.merchants.set(id, found);
    }
    return found;
  }

  receivable(id) {
    return receivable(this.merchant(id).totals);
  }

  #book(id, change) {
    const merchant = this.merchant(id);
    change(merchant.totals);
    merchant.days.set(this.day, { ...merchant.totals });
  }

  /// A merchant's sums at the end of a day.
  totalsAt(id, day) {
    let found = zeroTotals();
    let at = -1;
    for (const [of, totals] of this.merchant(id).days) {
      if (of <= day && of > at) [found, at] = [totals, of];
    }
    return found;
  }

  openOrders(citizen) {
    return [...this.orders.values()].filter((order) => order.citizen === citizen && order.stage === 'open');
  }

  #take(position, series, points, what) {
    const have = position?.points.get(series) ?? 0n;
    if (have < points) return this.#fault(`${what}: more points than there are`, { have, points });
    if (have === points) position.points.delete(series);
    else position.points.set(series, have - points);
  }

  #add(position, series, points) {
    position.points.set(series, (position.points.get(series) ?? 0n) + points);
  }

  #issued(open, operator, series, points, what) {
    const at = open.issued.findIndex(
      (own) => own.operator === operator && own.series === series && own.points === points,
    );
    if (at < 0)
      this.#fault(`${what}: the chain issued another number of points`, {
        operator,
        series,
        points,
        issued: open.issued,
      });
    else open.issued.splice(at, 1);
  }

  #consume(list, matches, what) {
    const at = list.findIndex(matches);
    if (at < 0) this.#fault(`${what}: without the points`, list);
    else return list.splice(at, 1)[0];
  }

  // --- people and licences ----------------------------------------------------------------------------

  'carbonAccounts.AccountOpened'({ citizen, key }) {
    this.citizens.set(citizen, key);
    this.keys.set(key, citizen);
  }

  'carbonAccounts.Enrolled'({ citizen, operator }) {
    const positions = this.operator(operator).positions;
    if (!positions.has(citizen)) positions.set(citizen, { grams: 0n, growth: 0n, carry: 0n, points: new Map() });
  }

  'participants.Licensed'({ participant, role, holder }) {
    this.participants.set(participant, { role: role.type, holder, standing: 'active' });
  }

  'participants.Suspended'({ participant }) {
    this.participants.get(participant).standing = 'suspended';
  }

  'participants.SuspensionLifted'({ participant }) {
    this.participants.get(participant).standing = 'active';
  }

  'participants.Revoked'({ participant }) {
    this.participants.get(participant).standing = 'revoked';
  }

  'transactionPayment.TransactionFeePaid'({ who, actualFee }) {
    // A tip would be part of it.
    this.#flow(who, -actualFee);
    this.fees += actualFee;
  }

  // --- funds ------------------------------------------------------------------------------------------

  'points.Deposited'({ operator, from, amount }) {
    this.operator(operator).fund += amount;
    this.#flow(from, -amount);
  }

  'points.Withdrawn'({ operator, to, amount }) {
    this.operator(operator).fund -= amount;
    this.#flow(to, amount);
  }

  'points.WoundUp'({ operator, to, amount }) {
    this.operator(operator).fund -= amount;
    this.#flow(to, amount);
  }

  'points.SetAside'({ operator, from, amount }) {
    const found = this.operator(operator);
    found.setAside += amount;
    if (from === null) return;
    found.fund += amount;
    this.#flow(from, -amount);
  }

  'points.GivenBack'({ operator, to, amount }) {
    const found = this.operator(operator);
    found.setAside -= amount;
    if (to === null) return;
    found.fund -= amount;
    this.#flow(to, amount);
  }

  'points.SeriesOpened'({ operator, series, price, expires }) {
    const found = this.operator(operator);
    this.#same(`operator ${operator}: the number of a series`, series, found.next);
    found.next += 1;
    found.live.push(series);
    found.lastOpened = this.now;
    const none = { issued: 0n, outstanding: 0n, spent: 0n, expired: 0n, reversed: 0n, exchanged: 0n, escrowed: 0n };
    found.series.set(series, { price, opened: this.now, expires: Number(expires), closed: false, ...none });
  }

  'points.SeriesClosed'({ operator, series, expired, freed }) {
    const found = this.operator(operator);
    const own = found.series.get(series);
    this.#same('expired points', expired, own.outstanding);
    this.#same('freed money', freed, own.outstanding * own.price);
    own.expired += own.outstanding;
    own.outstanding = 0n;
    own.closed = true;
    found.live = found.live.filter((live) => live !== series);
  }

  'points.WindUpBegan'({ operator, ends }) {
    this.#same('the end of a wind-up', Number(ends), this.now + 90 * DAY);
    this.operator(operator).windUp = Number(ends);
  }

  'points.Issued'({ operator, series, points }, open) {
    this.#same(`operator ${operator}: the series of new points`, series, this.newest(operator));
    const own = this.operator(operator).series.get(series);
    own.issued += points;
    own.outstanding += points;
    open.issued.push({ operator, series, points });
  }

  // --- reports ------------------------------------------------------------------------------------------

  'activityReports.BatchProcessed'({ operator, id, index, credited, grams, pointsDue, outcomes }, open) {
    const batch = this.plan.batches.get(id);
    if (!batch) return this.#fault('a batch that nobody sent', id);
    this.#same('the operator of a batch', operator, batch.operator);
    if (this.batches.has(id)) this.#fault('a batch was processed twice', id);
    this.batches.set(id, index);
    const series = this.newest(operator);
    let [count, sum, due] = [0, 0n, 0n];
    batch.rows.forEach((row, at) => {
      const expected = this.#credit(operator, row, series);
      if (expected.grams !== undefined) {
        count += 1;
        sum += expected.grams;
        due += expected.points;
      }
      const outcome = outcomes[at];
      const found =
        outcome.type === 'Credited' ? `Credited ${outcome.value.grams}` : `${outcome.type} ${outcome.value.type ?? ''}`;
      const wanted = expected.grams !== undefined ? `Credited ${expected.grams}` : `Rejected ${expected.reason}`;
      this.#same(`row ${at} of batch ${id.slice(0, 10)}`, found, wanted);
      this.#count(expected.grams !== undefined ? 'rides credited' : `rides rejected: ${expected.reason}`);
    });
    this.#same('rows credited', credited, count);
    this.#same('grams of a batch', grams, sum);
    this.#same('points of a batch', pointsDue, due);
    this.operator(operator).grams += sum;
    if (due > 0n) this.#issued(open, operator, series, due, `batch ${index}`);
  }

  /// What one row must come to, and the position with it.
  #credit(operator, row, series) {
    const position = this.position(operator, row.citizen);
    if (!position) return { reason: 'NotEnrolled' };
    const end = row.start + row.duration;
    if (end * 60 > this.now) return { reason: 'InTheFuture' };
    if (row.distance > METRO.maxDistance) return { reason: 'Formula' };
    const grams = gramsOf(row.distance);
    if (grams === 0n) return { reason: 'NoReduction' };
    let times = this.busyTime.get(row.citizen);
    if (!times) this.busyTime.set(row.citizen, (times = []));
    if (times.some(([from, to]) => row.start < to && from < end)) return { reason: 'Overlap' };
    times.push([row.start, end]);
    const [points, carry] = pointsOf(grams, position.carry);
    position.grams += grams;
    position.growth += grams * METRO.growthPerKg;
    position.carry = carry;
    if (points > 0n) this.#add(position, series, points);
    return { grams, points };
  }

  /// What rows would come to now, in points: nothing changes.
  preview(operator, rows, now) {
    const carries = new Map();
    let due = 0n;
    for (const row of rows) {
      const position = this.position(operator, row.citizen);
      const grams = gramsOf(row.distance);
      const end = row.start + row.duration;
      const times = this.busyTime.get(row.citizen) ?? [];
      if (
        !position ||
        end * 60 > now ||
        row.distance > METRO.maxDistance ||
        times.some(([from, to]) => row.start < to && from < end)
      )
        continue;
      const [points, carry] = pointsOf(grams, carries.get(row.citizen) ?? position.carry);
      carries.set(row.citizen, carry);
      due += points;
    }
    return due;
  }

  // --- spending -----------------------------------------------------------------------------------------

  'points.Spent'({ citizen, parts, value }, open) {
    this.#same('the value of what was spent', value, this.value(parts));
    for (const { operator, series, points } of parts) {
      const found = this.operator(operator);
      const own = found.series.get(series);
      if (own.closed || this.now >= this.expiry(found, own))
        this.#fault('points of an expired series were spent', { operator, series });
      this.#take(found.positions.get(citizen), series, points, `citizen ${citizen} spends`);
      own.outstanding -= points;
      own.spent += points;
      found.fund -= points * own.price;
    }
    open.spent.push({ citizen, parts, value });
  }

  'points.Restored'({ citizen, parts, value }, open) {
    this.#same('the value of what was restored', value, this.value(parts));
    for (const { operator, series, points } of parts) {
      const found = this.operator(operator);
      const own = found.series.get(series);
      this.#add(found.positions.get(citizen), series, points);
      own.outstanding += points;
      own.spent -= points;
      found.fund += points * own.price;
    }
    open.restored.push({ citizen, parts, value });
  }

  'points.Paid'({ payment, merchant, citizen, value, amount, receipt }, open) {
    const request = this.plan.requests.get(payment.id);
    if (!request) return this.#fault('a payment that nobody asked for', payment);
    if (this.payments.has(payment.id)) this.#fault('a request was paid twice', payment);
    this.#same('the merchant of a request', merchant, request.merchant);
    this.#same('the amount of a request', amount, request.amount);
    this.#same('the receipt of a request', receipt, request.receipt);
    this.#same('the day of a request', payment.day, dayOf(request.expires, this.plan.offset));
    if (this.now >= request.expires) this.#fault('an expired request was paid', payment);
    const spent = this.#consume(open.spent, (own) => own.citizen === citizen, 'a payment');
    if (!spent) return;
    const dearest = spent.parts.reduce((most, part) => {
      const price = this.price(part.operator, part.series);
      return price > most ? price : most;
    }, 0n);
    this.#same('the value of a payment', value, spent.value);
    if (value < amount || value - amount >= dearest)
      this.#fault('a payment of too little or too much', { value, amount });
    this.#book(merchant, (totals) => (totals.paid += value));
    this.payments.set(payment.id, {
      ref: payment,
      merchant,
      citizen,
      value,
      refunded: 0n,
      parts: spent.parts,
      paidAt: this.now,
    });
    this.#count(spent.parts.length > 1 ? 'payments with several parts' : 'payments with one part');
    if (new Set(spent.parts.map((part) => part.operator)).size > 1) this.#count('payments with several operators');
    if (spent.parts.some((part) => this.participants.get(part.operator)?.standing === 'revoked'))
      this.#count("payments with a revoked operator's points");
  }

  'points.Refunded'({ payment, merchant, citizen, value, toppedUp }, open) {
    const found = this.payments.get(payment.id);
    if (!found) return this.#fault('a refund of nothing', payment);
    const restored = this.#consume(open.restored, (own) => own.citizen === citizen, 'a refund');
    if (!restored) return;
    if (this.now >= found.paidAt + REFUND_WINDOW) this.#fault('a refund too late', payment);
    this.#same('the merchant of a refund', merchant, found.merchant);
    this.#same('the citizen of a refund', citizen, found.citizen);
    this.#same('the value of a refund', value, restored.value);
    const owed = this.receivable(merchant);
    this.#same('what a merchant topped up', toppedUp, value > owed ? value - owed : 0n);
    this.#book(merchant, (totals) => {
      totals.toppedUp += toppedUp;
      totals.refunded += value;
    });
    this.#flow(this.participants.get(merchant).holder, -toppedUp);
    found.refunded += value;
    if (found.refunded > found.value) this.#fault('more was refunded than paid', payment);
    const left = found.parts.map((part) => {
      const back = restored.parts.find((own) => own.operator === part.operator && own.series === part.series);
      return back ? { ...part, points: part.points - back.points } : part;
    });
    this.#count(
      left.every((part) => part.points === 0n) && found.refunded === value
        ? 'refunds in full at once'
        : 'refunds in part',
    );
    if (toppedUp > 0n) this.#count('refunds topped up by the merchant');
    found.parts = left.filter((part) => part.points > 0n);
  }

  'points.Released'({ merchant, value }, open) {
    this.#book(merchant, (totals) => (totals.released += value));
    open.released.push({ merchant, value });
  }

  'points.Settled'({ merchant, to, amount }, _, { index }) {
    this.#same('the account that is paid', to, this.participants.get(merchant).holder);
    if (amount > this.receivable(merchant)) this.#fault('more was paid out than owed', { merchant, amount });
    if (index === null) {
      const { schedule } = this.merchant(merchant);
      if (!schedule || amount !== this.receivable(merchant) || amount < schedule.least || this.day < schedule.next)
        this.#fault('a settlement off the schedule', { merchant, amount });
      if (schedule) schedule.next = this.day + schedule.period;
    }
    this.#book(merchant, (totals) => (totals.settled += amount));
    this.#flow(to, amount);
  }

  'points.ScheduleSet'({ merchant, schedule }) {
    // A copy: the event is read again where blocks are lost.
    this.merchant(merchant).schedule = schedule && { ...schedule };
  }

  'points.SettlementSkipped'({ merchant, next }) {
    const { schedule } = this.merchant(merchant);
    if (!schedule || this.receivable(merchant) >= schedule.least)
      this.#fault('a settlement was skipped that was due', { merchant });
    if (schedule) schedule.next = next;
  }

  // --- interchange and reversal -----------------------------------------------------------------------------

  'points.AgreementAccepted'({ from, to }) {
    this.agreements.set(`${from}>${to}`, true);
  }

  'points.PointsExchanged'({ citizen, from, series, burned, to, into, received, moved }, open, { asked }) {
    const source = this.operator(from);
    const target = this.operator(to);
    const own = source.series.get(series);
    if (!this.agreements.get(`${from}>${to}`)) this.#fault('an exchange without an agreement', { from, to });
    if (asked === undefined) this.#fault('an exchange that nobody asked for', { citizen });
    else {
      const deal = dealOf(asked, own.price, target.series.get(into).price);
      this.#same('points burned by an exchange', burned, deal.burned);
      this.#same('points received by an exchange', received, deal.received);
      this.#same('money moved by an exchange', moved, deal.moved);
    }
    if (moved > burned * own.price) this.#fault('an exchange that gains', { citizen, moved });
    this.#take(source.positions.get(citizen), series, burned, `citizen ${citizen} exchanges`);
    own.outstanding -= burned;
    own.exchanged += burned;
    source.fund -= moved;
    target.fund += moved;
    this.#issued(open, to, into, received, 'an exchange');
    this.#add(target.positions.get(citizen), into, received);
  }

  'points.ReversalProposed'({ operator, citizen, series, points, from }) {
    this.reversals.set(`${operator}/${citizen}`, { series, points, from: Number(from) });
  }

  'points.AppealDecided'({ operator, citizen, upheld }) {
    this.#count(upheld ? 'appeals upheld' : 'appeals rejected');
    if (upheld) this.reversals.delete(`${operator}/${citizen}`);
  }

  'points.Reversed'({ operator, citizen, series, points }) {
    const found = this.operator(operator);
    const own = found.series.get(series);
    const asked = this.reversals.get(`${operator}/${citizen}`);
    const have = found.positions.get(citizen).points.get(series) ?? 0n;
    if (!asked) this.#fault('a reversal that nobody announced', { operator, citizen });
    else this.#same('points taken back', points, asked.points < have ? asked.points : have);
    this.reversals.delete(`${operator}/${citizen}`);
    this.#take(found.positions.get(citizen), series, points, 'a reversal');
    own.outstanding -= points;
    own.reversed += points;
  }

  'points.ReversalLapsed'({ operator, citizen }) {
    this.reversals.delete(`${operator}/${citizen}`);
  }

  // --- campaigns ----------------------------------------------------------------------------------------------

  'campaigns.Created'({ operator, campaign, terms }) {
    this.campaigns.set(campaign, {
      operator,
      terms,
      budget: 0n,
      paid: 0n,
      closed: false,
      removed: false,
      bonuses: new Map(),
    });
  }

  'campaigns.Funded'({ campaign, amount, budget }) {
    const found = this.campaigns.get(campaign);
    found.budget += amount;
    this.#same('the budget of a campaign', budget, found.budget);
  }

  'campaigns.BonusPaid'({ operator, campaign, citizen, points, value }, open) {
    const found = this.campaigns.get(campaign);
    const series = this.newest(operator);
    this.#same('the points of a bonus', points, found.terms.bonus);
    this.#same('the value of a bonus', value, points * this.price(operator, series));
    if (found.budget < value) this.#fault('a bonus beyond the budget', { campaign });
    found.budget -= value;
    found.paid += value;
    this.operator(operator).setAside -= value;
    const times = (found.bonuses.get(citizen) ?? 0) + 1;
    found.bonuses.set(citizen, times);
    if (found.terms.trigger.type === 'FirstAct' && times > 1)
      this.#fault('a bonus was paid twice', { campaign, citizen });
    this.#issued(open, operator, series, points, 'a bonus');
    this.#add(this.position(operator, citizen), series, points);
    this.#count(`bonuses: ${found.terms.trigger.type}`);
  }

  'campaigns.Closed'({ campaign, returned }) {
    const found = this.campaigns.get(campaign);
    this.#same('what a campaign gave back', returned, found.budget);
    found.budget = 0n;
    found.closed = true;
  }

  'campaigns.Removed'({ campaign }) {
    this.campaigns.get(campaign).removed = true;
  }

  // --- offers and orders -----------------------------------------------------------------------------------------

  'pointRedemption.Offered'({ offer, merchant, price, stock }) {
    this.offers.set(offer, { merchant, price, left: stock, had: new Map(), live: 0 });
  }

  'pointRedemption.Restocked'({ offer, units, left }) {
    const found = this.offers.get(offer);
    found.left += units;
    this.#same('units left of an offer', left, found.left);
  }

  'pointRedemption.Ordered'({ citizen, number, offer, merchant, count, value, deadline }, open) {
    const key = `${citizen}/${number}`;
    const asked = this.plan.orders.get(key);
    if (!asked) return this.#fault('an order that nobody made', { citizen, number });
    const spent = this.#consume(open.spent, (own) => own.citizen === citizen, 'an order');
    if (!spent) return;
    const found = this.offers.get(offer);
    this.#same('the number of an order', number, this.customers.get(citizen) ?? 0);
    this.#same('the offer of an order', offer, asked.offer);
    this.#same('the merchant of an order', merchant, found.merchant);
    this.#same('the units of an order', count, asked.count);
    this.#same('the value of an order', value, spent.value);
    this.#same('the parts of an order', sameParts(spent.parts, asked.parts), true);
    this.#same('the deadline of an order', Number(deadline), this.now + asked.within);
    this.customers.set(citizen, number + 1);
    found.left -= count;
    found.live += 1;
    found.had.set(citizen, (found.had.get(citizen) ?? 0) + count);
    if (found.left < 0) this.#fault('more was ordered than there was', { offer });
    for (const part of spent.parts) this.operator(part.operator).series.get(part.series).escrowed += part.points;
    this.escrow += value;
    this.orders.set(key, {
      key,
      citizen,
      number,
      offer,
      merchant,
      count,
      parts: spent.parts,
      value,
      ordered: this.now,
      deadline: Number(deadline),
      stage: 'open',
    });
  }

  'pointRedemption.Fulfilled'({ citizen, number }) {
    const order = this.orders.get(`${citizen}/${number}`);
    if (order?.stage !== 'open') return this.#fault('an order was fulfilled that is not open', { citizen, number });
    order.stage = 'fulfilled';
    order.at = this.now;
  }

  'pointRedemption.Disputed'({ citizen, number }) {
    const order = this.orders.get(`${citizen}/${number}`);
    if (order?.stage !== 'fulfilled')
      return this.#fault('a dispute about an order that is not fulfilled', { citizen, number });
    order.stage = 'disputed';
    order.disputedAt = this.now;
  }

  /// Takes an order off the books. `back`: whether the stock is free again.
  #finish(citizen, number) {
    const order = this.orders.get(`${citizen}/${number}`);
    if (!order) return this.#fault('an order that is not there ended', { citizen, number });
    this.orders.delete(order.key);
    this.escrow -= order.value;
    for (const part of order.parts) this.operator(part.operator).series.get(part.series).escrowed -= part.points;
    const offer = this.offers.get(order.offer);
    offer.live -= 1;
    if (order.stage === 'open') {
      offer.left += order.count;
      offer.had.set(citizen, offer.had.get(citizen) - order.count);
    }
    return order;
  }

  'pointRedemption.Released'({ citizen, number, merchant, value }, open) {
    const order = this.#finish(citizen, number);
    if (!order) return;
    const due = order.stage === 'disputed' ? order.disputedAt + 7 * DAY : order.at + 2 * DAY;
    if (order.stage === 'open' || this.now < due)
      this.#fault('value in dispute, or that could be, was released', { citizen, number });
    this.#same('the value of an order', value, order.value);
    this.#consume(open.released, (own) => own.merchant === merchant && own.value === value, 'a release');
  }

  #returned(citizen, number, value, open) {
    const order = this.#finish(citizen, number);
    if (!order) return null;
    this.#same('the value of an order that went back', value, order.value);
    const restored = this.#consume(open.restored, (own) => own.citizen === citizen, 'an order that went back');
    if (restored) this.#same('the points of an order that went back', sameParts(restored.parts, order.parts), true);
    return order;
  }

  'pointRedemption.Cancelled'({ citizen, number, value }, open) {
    this.#returned(citizen, number, value, open);
  }

  'pointRedemption.TakenBack'({ citizen, number, value, lapsed }, open) {
    const order = this.#returned(citizen, number, value, open);
    if (!order) return;
    if (order.stage !== 'open') this.#fault('an order was taken back that was fulfilled', { citizen, number });
    if (lapsed && this.now < order.deadline + DAY)
      this.#fault('an order was taken back inside the grace', { citizen, number });
    const standing = this.participants.get(order.merchant)?.standing;
    if (!lapsed && standing === 'active') this.#count('orders taken back after a suspension');
    if (!lapsed && standing === 'suspended') this.#count('orders taken back from a suspended merchant');
    if (lapsed) this.#count('orders that lapsed');
  }

  'pointRedemption.Resolved'({ citizen, number, toMerchant, returned }, open) {
    const share = this.plan.decisions.get(`${citizen}/${number}`);
    const order = this.#finish(citizen, number);
    if (!order) return;
    if (share === undefined) return this.#fault('a decision that nobody made', { citizen, number });
    const back = order.parts
      .map((part) => ({ ...part, points: returnedOf(part.points, share) }))
      .filter((part) => part.points > 0n);
    const value = this.value(back);
    this.#same('what the citizen got of a dispute', returned, value);
    this.#same('what the merchant got of a dispute', toMerchant, order.value - value);
    if (value > 0n) {
      const restored = this.#consume(open.restored, (own) => own.citizen === citizen, 'a decision');
      if (restored) this.#same('the points of a decision', sameParts(restored.parts, back), true);
    }
    if (order.value > value)
      this.#consume(
        open.released,
        (own) => own.merchant === order.merchant && own.value === order.value - value,
        'a decision',
      );
    if (value > 0n && value < order.value) this.#count('disputes decided in shares');
  }
}
