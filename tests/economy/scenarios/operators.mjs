// What operators do besides reporting: series, withdrawals, interchange, reversals; and the end of one.

import { DAY, TANP } from '../arithmetic.mjs';
import { NEW_PRICE } from '../setup.mjs';

export async function newSeries(world) {
  const { play, actors, chain, at } = world;
  const { api } = play;
  const [treasury, other] = actors.treasuries;
  await play.until(at(1.55));
  const open = (price, life) => api.tx.points.openSeries(treasury.id, price, chain.now() + life);
  await Promise.all([
    play.refused(other, open(NEW_PRICE, 700 * DAY), 'points.NotTreasury', "opening another operator's series"),
    play.refused(treasury, open(0n, 700 * DAY), 'points.ZeroPrice', 'opening a series for nothing'),
    play.refused(treasury, open(NEW_PRICE, 10 * DAY), 'points.ExpiryTooNear', 'opening a series that expires too soon'),
    play.ok(treasury, open(NEW_PRICE, 700 * DAY), 'new series'),
    play.refused(
      treasury,
      open(NEW_PRICE, 700 * DAY),
      'points.TooSoon',
      'opening two series within a day',
      chain.now() + DAY,
    ),
  ]);
}

/// A series that ends within the play: a new one in time, and the old one's points spoil.
export async function expiry(world) {
  const { play, actors, chain, roles, cast, books } = world;
  const { api } = play;
  if (roles.ending === null) return;
  const treasury = actors.treasuries[roles.ending];
  await play.until(15);
  await play.ok(treasury, api.tx.points.openSeries(treasury.id, NEW_PRICE + 1n, chain.now() + 500 * DAY), 'new series');
  const old = books.operator(treasury.id).series.get(0);
  await chain.until(old.expires + 0.1 * DAY);
  const points = books.position(treasury.id, cast.expiry.id).points.get(0) ?? 0n;
  if (points < 10n) throw new Error('nobody kept points of the series that ends');
  const request = play.request(actors.merchants[0], old.price * 10n);
  await play.refused(
    cast.expiry,
    play.payCall(request, [{ operator: treasury.id, series: 0, points: 10n }]),
    'points.SeriesExpired',
    'paying with an expired series',
  );
  await play.refused(
    actors.anybody,
    api.tx.points.closeSeries(treasury.id, 0),
    'points.SeriesStillOpen',
    'closing a series inside its refund window',
  );
}

export async function withdrawal(world) {
  const { play, actors, chain, args } = world;
  const { api } = play;
  const [treasury, other] = actors.treasuries;
  await play.until(0.1);
  const amount = 1_234n * TANP + 1n;
  await Promise.all([
    play.refused(treasury, api.tx.points.withdraw(treasury.id), 'points.NoRequest', 'withdrawing without notice'),
    play.refused(
      treasury,
      api.tx.points.requestWithdrawal(treasury.id, 30_000n * TANP),
      'points.NotFree',
      'a withdrawal beyond what is free',
    ),
    play.refused(
      other,
      api.tx.points.requestWithdrawal(treasury.id, amount),
      'points.NotTreasury',
      "withdrawing another's fund",
    ),
    play.ok(treasury, api.tx.points.requestWithdrawal(treasury.id, amount), 'withdrawals announced'),
    play.refused(treasury, api.tx.points.withdraw(treasury.id), 'points.NoticeRuns', 'withdrawing inside the notice'),
  ]);
  const from = chain.now() + 7 * DAY;
  if (args.days < 9) return;
  await chain.until(from + 0.3 * DAY);
  await play.ok(treasury, api.tx.points.withdraw(treasury.id), 'withdrawals');
  await play.refused(treasury, api.tx.points.withdraw(treasury.id), 'points.NoRequest', 'withdrawing twice');
}

export async function interchange(world) {
  const { play, actors, cast } = world;
  const [a, b] = actors.treasuries.map((one) => one.id);
  const last = actors.treasuries.at(-1).id;
  const one = cast.exchange;
  await play.points(one, TANP / 3n, [a]);
  for (let round = 0; round < 3; round += 1) {
    const own = play.purse(one, [a]).at(-1);
    if (!own) break;
    const there = await play.ok(one, play.exchange(a, own.series, own.points / 3n + BigInt(round), b, 1n), 'exchanges');
    const went = there.events.find((event) => event.method === 'PointsExchanged')?.data;
    if (!went) break;
    // And back again: never more than there was.
    const back = await play.ok(one, play.exchange(b, went.into, went.received, a, 1n), 'exchanges there and back');
    const came = back.events.find((event) => event.method === 'PointsExchanged')?.data;
    if (!came) break;
    const price = (operator, series) => play.books.price(operator, series);
    const before = went.burned * price(a, went.series);
    const after = came.received * price(a, came.into);
    const kept = (went.received - came.burned) * price(b, went.into);
    if (after + kept > before) play.failures.push(`an exchange there and back gained ${after + kept - before} plancks`);
    else play.note(play.sent, 'exchanges that gained nothing');
  }
  const own = play.purse(one, [a]).find((found) => found.price < play.books.price(b, 0)) ?? { series: 0 };
  await Promise.all([
    play.refused(
      one,
      play.exchange(a, own.series, 1n, b, 0n),
      'points.NothingReceived',
      'exchanging less than a hundredth',
    ),
    play.refused(
      one,
      play.exchange(a, own.series, 10n, b, 1_000n),
      'points.BelowLeast',
      'exchanging below the own limit',
    ),
    play.refused(
      one,
      play.exchange(a, own.series, 100_000n, b, 1n),
      'points.CitizenLimit',
      "exchanging beyond a citizen's daily limit",
    ),
    play.refused(
      one,
      play.exchange(a, own.series, 100_000_000n, b, 1n),
      'points.DailyLimit',
      'exchanging beyond the daily limit',
    ),
    play.refused(
      one,
      play.exchange(a, own.series, 10n, last, 1n),
      'points.NoAgreement',
      'exchanging without an agreement',
    ),
  ]);
}

export async function reversals(world) {
  const { play, actors, chain, cast, args, council, books } = world;
  const { api } = play;
  const treasury = actors.treasuries[0];
  const { reversed, reversedTwo, reversedThree } = cast;
  for (const one of [reversed, reversedTwo, reversedThree]) await play.points(one, TANP / 4n, [treasury.id]);
  const reason = `0x${'0d'.repeat(32)}`;
  const propose = (citizen, points) => api.tx.points.proposeReversal(treasury.id, citizen.id, 0, points, reason);
  const had = books.position(treasury.id, reversedThree.id).points.get(0);
  await Promise.all([
    play.ok(treasury, propose(reversed, 40n), 'reversals announced'),
    play.ok(treasury, propose(reversedTwo, 55n), 'reversals announced'),
    play.ok(treasury, propose(reversedThree, 1_000_000n), 'reversals announced'),
    play.refused(treasury, propose(reversed, 1n), 'points.ReversalPending', 'a second reversal of one citizen'),
  ]);
  const from = chain.now() + 7 * DAY;
  await play.refused(
    reversedTwo,
    api.tx.points.appealReversal(treasury.id, reversed.id, reason),
    'points.NotYours',
    'appealing for another',
  );
  const appeal = async (citizen, upheld) => {
    await play.ok(citizen, api.tx.points.appealReversal(treasury.id, citizen.id, reason), 'appeals');
    await play.refused(
      citizen,
      api.tx.points.executeReversal(treasury.id, citizen.id),
      'points.UnderAppeal',
      'taking points back under appeal',
    );
    await council.carry(api.tx.points.decideAppeal(treasury.id, citizen.id, upheld), 'an appeal');
  };
  await appeal(reversed, true);
  await appeal(reversedTwo, false);
  await play.refused(
    actors.anybody,
    api.tx.points.executeReversal(treasury.id, reversed.id),
    'points.NoReversal',
    'a reversal that the council refused',
  );
  await play.refused(
    treasury,
    api.tx.points.executeReversal(treasury.id, reversedTwo.id),
    'points.NoticeRuns',
    'taking points back inside the notice',
  );
  // Spent in time: what is gone can't be taken.
  const price = books.price(treasury.id, 0);
  await play.pay(reversedThree, actors.merchants[3], price * (had / 2n), [
    { operator: treasury.id, series: 0, points: had / 2n },
  ]);
  if (args.days < 10) return;
  await chain.until(from + 0.4 * DAY);
  await play.ok(treasury, api.tx.points.executeReversal(treasury.id, reversedTwo.id), 'reversals');
  await play.ok(actors.anybody, api.tx.points.executeReversal(treasury.id, reversedThree.id), 'reversals');
}

/// An operator loses its licence with points out: they stay good, its merchants stay paid.
export async function revocation(world) {
  const { play, actors, cast, council, roles, rides, books, at, say } = world;
  const { api } = play;
  const place = roles.revoked;
  const [treasury, reporter] = [actors.treasuries[place], actors.reporters[place]];
  const one = cast.revoked;
  await play.until(at(2.55));
  const purse = await play.points(one, TANP / 10n, [treasury.id]);
  await play.refused(
    actors.anybody,
    api.tx.points.beginWindUp(treasury.id),
    'points.NotTreasury',
    'winding up a licensed operator',
  );
  rides.revoked.add(place);
  while (rides.held.get(place)) await new Promise((resolve) => setTimeout(resolve, 200));
  await council.carry(api.tx.participants.revoke(treasury.id), 'revoking an operator');
  const out = [...books.operator(treasury.id).series.values()].reduce((sum, series) => sum + series.outstanding, 0n);
  say(`operator ${treasury.id} is revoked with ${out / 100n} points outstanding`);
  if (out === 0n) play.failures.push('the revoked operator had no points outstanding');

  const batch = rides.batch(
    place,
    [{ citizen: one.id, start: Math.floor(world.chain.now() / 60) - 100, duration: 10, distance: 500 }],
    'after the end',
  );
  await Promise.all([
    play.refused(reporter, batch.call, 'activityReports.OperatorRevoked', 'a report of a revoked operator'),
    play.refused(
      treasury,
      api.tx.points.openSeries(treasury.id, 1_000n, world.chain.now() + 400 * DAY),
      'points.OperatorRevoked',
      'a series of a revoked operator',
    ),
    play.refused(
      treasury,
      api.tx.points.requestWithdrawal(treasury.id, 1n),
      'points.OperatorRevoked',
      'a withdrawal of a revoked operator',
    ),
  ]);

  const merchant = actors.merchants[2];
  const own = purse[0];
  const pay = async () => {
    const { request } = await play.pay(
      one,
      merchant,
      own.price * 25n,
      [{ operator: own.operator, series: own.series, points: 25n }],
      "payments with a revoked operator's points",
    );
    await play.ok(
      merchant,
      api.tx.points.settle(merchant.id, request.amount),
      "settlements of a revoked operator's points",
    );
  };
  await pay();
  await Promise.all([
    play.ok(actors.anybody, api.tx.points.beginWindUp(treasury.id), 'wind-ups begun'),
    play.refused(actors.anybody, api.tx.points.beginWindUp(treasury.id), 'points.WindingUp', 'winding up twice'),
    play.refused(
      actors.anybody,
      api.tx.points.finishWindUp(treasury.id),
      'points.SeriesLeft',
      'ending a wind-up with points out',
    ),
  ]);
  await pay();
}
