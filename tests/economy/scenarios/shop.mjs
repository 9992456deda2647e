// At the shop: an order for each end that it can come to, and what is refused on the way.

import { DAY, TANP, partsFor } from '../arithmetic.mjs';

export async function shop(world) {
  const { play, actors, chain, cast, plan, books } = world;
  const { api } = play;
  const [one, two, merchant, other] = [cast.shop, cast.shopTwo, actors.merchants[2], actors.merchants[0]];
  const offers = [...plan.offers.values()].filter((offer) => offer.merchant === merchant);
  const scarce = offers.find((offer) => offer.perCitizen === 1);
  const plenty = offers.find((offer) => offer.perCitizen > 1);
  const id = (made) => made.id;

  const purse = await play.points(one, plenty.price * 2n);
  const parts = partsFor(scarce.price, purse);
  const refused = (offer, count, error, what, options = {}) => {
    const made = play.order(one, offer, count, options.parts ?? parts, { maxPrice: options.maxPrice });
    return play.refused(one, options.call?.(made) ?? made.call, `pointRedemption.${error}`, what);
  };
  await Promise.all([
    refused(scarce, 3, 'OutOfStock', 'ordering more than there is'),
    refused(scarce, 2, 'CitizenLimitExceeded', 'ordering more than one may'),
    refused(scarce, 0, 'CountZero', 'ordering nothing'),
    refused(scarce, 1, 'AboveMaxPrice', 'ordering above the own limit', { maxPrice: scarce.price - 1n }),
    refused(scarce, 1, 'Underpaid', 'ordering for less than the price', { parts: [{ ...parts[0], points: 1n }] }),
    refused(scarce, 1, 'Overpaid', 'ordering for a hundredth too much', {
      parts: parts.map((part, at) => (at === 0 ? { ...part, points: part.points + 1n } : part)),
    }),
    refused(scarce, 1, 'NumberMismatch', 'ordering under a number that is not next', {
      call: (made) =>
        api.tx.pointRedemption.redeem(
          scarce.id,
          made.kept.number + 1,
          1,
          parts,
          made.kept.secret.padEnd(66, '0'),
          TANP,
        ),
    }),
  ]);
  const order = async (citizen, offer) =>
    play.redeem(citizen, offer, 1, await play.points(citizen, (offer.price * 11n) / 10n));

  // Left to lapse: begun first, since it takes the longest.
  const lapsing = await order(one, plenty);
  const lapse = (async () => {
    const { deadline } = books.orders.get(lapsing.key);
    await chain.until(deadline + 0.2 * DAY);
    await Promise.all([
      play.refused(
        merchant,
        api.tx.pointRedemption.fulfil(id(lapsing), lapsing.kept.secret),
        'pointRedemption.DeadlinePassed',
        'fulfilling after the deadline',
        deadline + DAY,
      ),
      play.refused(
        actors.anybody,
        api.tx.pointRedemption.takeBack(id(lapsing)),
        'pointRedemption.TooEarly',
        'taking an order back inside the grace',
        deadline + DAY,
      ),
    ]);
    await chain.until(deadline + 1.1 * DAY);
    await play.ok(one, api.tx.pointRedemption.takeBack(id(lapsing)), 'orders taken back by hand', [
      'pointRedemption.OrderNotFound',
    ]);
  })();

  const ends = (async () => {
    const cancelled = await order(two, plenty);
    await play.refused(
      other,
      api.tx.pointRedemption.cancel(id(cancelled)),
      'pointRedemption.OtherMerchant',
      "cancelling another merchant's order",
    );
    await play.ok(merchant, api.tx.pointRedemption.cancel(id(cancelled)), 'orders cancelled');
    const given = await order(two, plenty);
    await play.ok(merchant, api.tx.pointRedemption.fulfil(id(given), given.kept.secret), 'orders fulfilled');
    await play.ok(two, api.tx.pointRedemption.dispute(given.id.number, `0x${'0c'.repeat(32)}`), 'disputes');
    await play.ok(merchant, api.tx.pointRedemption.cancel(id(given)), 'orders cancelled in a dispute');
  })();

  const disputed = await order(one, scarce);
  await Promise.all([
    play.refused(
      one,
      api.tx.pointRedemption.takeBack(id(disputed)),
      'pointRedemption.TooEarly',
      'taking an order back before the deadline',
      chain.now() + DAY,
    ),
    play.refused(
      one,
      api.tx.pointRedemption.dispute(disputed.id.number, `0x${'00'.repeat(32)}`),
      'pointRedemption.NotFulfilled',
      'disputing an open order',
    ),
    play.refused(
      other,
      api.tx.pointRedemption.fulfil(id(disputed), disputed.kept.secret),
      'pointRedemption.OtherMerchant',
      "fulfilling another merchant's order",
    ),
    play.refused(
      merchant,
      api.tx.pointRedemption.fulfil(id(disputed), `0x${'07'.repeat(16)}`),
      'pointRedemption.WrongVoucher',
      'fulfilling with a wrong secret',
    ),
    play.refused(
      merchant,
      api.tx.pointRedemption.fulfil(id(disputed), lapsing.kept.secret),
      'pointRedemption.WrongVoucher',
      "fulfilling with another order's secret",
    ),
  ]);
  await Promise.all([
    play.ok(merchant, api.tx.pointRedemption.fulfil(id(disputed), disputed.kept.secret), 'orders fulfilled'),
    play.refused(
      merchant,
      api.tx.pointRedemption.release(id(disputed)),
      'pointRedemption.DisputeWindowOpen',
      'releasing inside the dispute window',
      chain.now() + 1.8 * DAY,
    ),
  ]);
  await Promise.all([
    play.ok(one, api.tx.pointRedemption.dispute(disputed.id.number, `0x${'0a'.repeat(32)}`), 'disputes'),
    play.refused(
      one,
      api.tx.pointRedemption.dispute(disputed.id.number, `0x${'0b'.repeat(32)}`),
      'pointRedemption.InDispute',
      'disputing twice',
    ),
    play.refused(
      one,
      api.tx.pointRedemption.release(id(disputed)),
      'pointRedemption.InDispute',
      'releasing value in dispute',
    ),
  ]);
  plan.decisions.set(disputed.key, 375_001);
  await world.council.carry(api.tx.pointRedemption.resolve(id(disputed), 375_001), 'a dispute');
  await ends;

  if (play.days() < world.args.days - 2.3) {
    const sold = await order(one, plenty);
    await play.ok(merchant, api.tx.pointRedemption.fulfil(id(sold), sold.kept.secret), 'orders fulfilled');
  }
  await lapse;
}
