// At the till: paying, what a till and the chain refuse, refunds in parts and in full, one that the
// merchant tops up.

import { DAY, TANP, sorted } from '../arithmetic.mjs';

export async function till(world) {
  const { play, chain, actors, books, cast } = world;
  const { api } = play;
  const [one, two, merchant, other] = [cast.till, cast.tillTwo, actors.merchants[0], actors.merchants[2]];
  const purse = await play.points(one, TANP / 2n);
  const own = purse[0];
  const part = (points) => [{ operator: own.operator, series: own.series, points }];
  const worth = (points) => points * own.price;
  const refused = (request, parts, error, what, who = one) =>
    play.refused(who, play.payCall(request, parts), `points.${error}`, what);

  // What is refused changes nothing: all of it at once. One signer's transactions stay in order.
  // Ten times what there is, so that rides which are credited meanwhile don't matter.
  const much = own.points * 10n;
  const request = (...rest) => play.request(merchant, worth(10n), ...rest);
  const first = play.request(merchant, worth(120n) - 7n);
  await Promise.all([
    refused(play.request(merchant, worth(much)), part(much), 'InsufficientPoints', 'paying more points than one has'),
    refused(play.request(merchant, worth(10n) + 1n), part(10n), 'Underpaid', 'paying one planck too little'),
    refused(request(), part(11n), 'Overpaid', 'paying a hundredth too much'),
    refused(request({ expires: chain.now() - 600 }), part(10n), 'RequestExpired', 'paying an expired request'),
    refused(
      request({ expires: chain.now() + 3 * DAY }),
      part(10n),
      'RequestTooFar',
      'paying a request that is good for too long',
    ),
    refused(
      request({ genesis: `0x${'11'.repeat(32)}` }),
      part(10n),
      'ForeignRequest',
      "paying another chain's request",
    ),
    refused(
      play.request({ id: own.operator }, worth(10n)),
      part(10n),
      'NotAMerchant',
      'paying somebody who is no merchant',
    ),
    refused(request(), part(10n), 'NotACitizen', 'paying without being a citizen', actors.anybody),
    refused(request(), [...part(10n), ...part(1n)], 'PartsNotSorted', 'paying with one series twice'),
    refused(request(), part(0n), 'EmptyPart', 'paying with a part of nothing'),
    // An amount that is no multiple of the price: the next hundredth, and the rest is the merchant's.
    play.ok(one, play.payCall(first, part(120n)), 'payments'),
    refused(first, part(120n), 'AlreadyPaid', 'paying a request twice'),
  ]);
  await Promise.all([
    refused(first, part(120n), 'AlreadyPaid', "paying another's request again", two),
    play.refused(
      actors.anybody,
      api.tx.points.settle(merchant.id, books.receivable(merchant.id) + 1n),
      'points.ReceivableShort',
      'settling more than is owed',
    ),
  ]);

  // Refunds: a part, more than is left, the rest, again.
  const ref = play.paymentRef(first);
  const refund = (parts) => api.tx.points.refund(ref, parts);
  const second = play.request(merchant, worth(90n));
  await Promise.all([
    play.refused(other, refund(null), 'points.NotHolder', "refunding another merchant's payment"),
    play.ok(merchant, refund(part(20n)), 'refunds'),
    play.refused(merchant, refund(part(101n)), 'points.MoreThanPaid', 'refunding more than was paid'),
    play.ok(merchant, refund(null), 'refunds'),
    play.refused(merchant, refund(null), 'points.NothingToRefund', 'refunding twice'),
    play.ok(one, play.payCall(second, part(90n)), 'payments'),
  ]);

  // Paid out first, refunded then: the merchant pays it back itself.
  const owed = books.receivable(merchant.id);
  await play.ok(actors.anybody, api.tx.points.settle(merchant.id, 1n), 'settlements');
  await Promise.all([
    play.ok(merchant, api.tx.points.settle(merchant.id, owed - 1n), 'settlements'),
    play.ok(merchant, api.tx.points.refund(play.paymentRef(second), null), 'refunds'),
  ]);
  await play.pay(one, merchant, worth(50n), part(50n));

  // Points of two operators in one payment.
  const both = await play.when(() => {
    const found = play.purse(two);
    return new Set(found.map((each) => each.operator)).size > 1 ? found : null;
  });
  if (both) {
    const parts = sorted(both.map(({ operator, series }) => ({ operator, series, points: 30n })));
    await play.pay(two, merchant, books.value(parts), parts);
  }
}

/// A merchant that is settled every day by itself.
export async function schedules(world) {
  const { play, actors } = world;
  const { api } = play;
  const [merchant, other] = [actors.merchants[4], actors.merchants[3]];
  const set = (schedule) => api.tx.points.setSchedule(merchant.id, schedule);
  await play.until(0.2);
  merchant.scheduled = true;
  const { clock } = world.chain;
  const midnight = Math.ceil((world.chain.now() + clock.offset) / DAY) * DAY - clock.offset;
  await Promise.all([
    play.refused(merchant, set([0, TANP]), 'points.BadPeriod', 'a schedule without a period'),
    play.refused(merchant, set([1, 0n]), 'points.ZeroAmount', 'a schedule for nothing'),
    play.refused(other, set([1, TANP]), 'points.NotHolder', "another merchant's schedule"),
    play.refused(merchant, api.tx.points.runSchedule(merchant.id), 'points.NotScheduled', 'running no schedule'),
    play.ok(merchant, set([1, TANP / 100n]), 'schedules set'),
    play.refused(
      merchant,
      api.tx.points.runSchedule(merchant.id),
      'points.NotDue',
      'running a schedule before its day',
      midnight,
    ),
  ]);
}
