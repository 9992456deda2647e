// A merchant is suspended with orders open: they go back; what it earned it keeps; later it goes on.

export async function suspension(world) {
  const { play, actors, cast, plan, books, crowd, council, at } = world;
  const { api } = play;
  const merchant = actors.merchants[1];
  const [one, two] = [cast.suspended, cast.suspendedTwo];
  const offer = [...plan.offers.values()].find((found) => found.merchant === merchant && !found.only);
  await play.until(at(1.0));

  const purse = await play.points(one, (offer.price * 5n) / 2n);
  const paid = await play.pay(one, merchant, purse[0].price * 60n, [
    { operator: purse[0].operator, series: purse[0].series, points: 60n },
  ]);
  const first = await play.redeem(one, offer, 1, play.purse(one));
  const second = await play.redeem(two, offer, 1, await play.points(two, (offer.price * 11n) / 10n));

  crowd.avoid.add(merchant.id);
  await crowd.quiet(merchant);
  actors.charlie.nonce = undefined;
  const suspend = api.tx.participants.suspend(merchant.id, `0x${'05'.repeat(32)}`);
  await Promise.all([
    play.ok(actors.charlie, suspend, 'merchants suspended'),
    play.refused(actors.charlie, suspend, 'participants.AlreadySuspended', 'suspending twice'),
  ]);

  const left = (await play.points(one, offer.price / 4n))[0];
  const few = [{ operator: left.operator, series: left.series, points: 5n }];
  await Promise.all([
    play.refused(
      one,
      play.payCall(play.request(merchant, left.price * 5n), few),
      'points.MerchantSuspended',
      'paying a suspended merchant',
    ),
    play.refused(
      one,
      play.order(one, offer, 1, few).call,
      'pointRedemption.MerchantSuspended',
      'ordering from a suspended merchant',
    ),
    play.refused(
      merchant,
      api.tx.pointRedemption.fulfil(first.id, first.kept.secret),
      'pointRedemption.MerchantSuspended',
      'fulfilling while suspended',
    ),
    play.refused(
      two,
      api.tx.pointRedemption.takeBack(first.id),
      'pointRedemption.NotYourOrder',
      "taking back another's order",
    ),
  ]);

  // Every open order goes back, to whoever asks for their own.
  const open = [...books.orders.values()].filter((order) => order.merchant === merchant.id && order.stage === 'open');
  world.say(`a merchant is suspended with ${open.length} open orders`);
  await Promise.all(
    open.map((order) => {
      const citizen = world.byId.get(order.citizen);
      return play.hold(citizen, () =>
        play.ok(
          citizen,
          api.tx.pointRedemption.takeBack({ citizen: order.citizen, number: order.number }),
          'orders taken back from a suspended merchant',
        ),
      );
    }),
  );
  if (books.orders.has(second.key)) play.failures.push('an order of a suspended merchant did not go back');

  // What it earned stays its own, and so does what it owes.
  await play.ok(
    merchant,
    api.tx.points.refund(play.paymentRef(paid.request), [{ ...paidPart(books, paid), points: 15n }]),
    'refunds by a suspended merchant',
  );
  const owed = books.receivable(merchant.id);
  if (owed > 1n && !books.merchant(merchant.id).schedule)
    await play.ok(actors.anybody, api.tx.points.settle(merchant.id, owed / 2n), 'settlements of a suspended merchant');

  await play.until(at(1.0) + 1.2);
  await council.carry(api.tx.participants.liftSuspension(merchant.id), 'lifting a suspension');
  actors.charlie.nonce = undefined;
  await play.refused(actors.charlie, suspend, 'participants.CoolingDown', 'suspending again within 30 days');
  crowd.avoid.delete(merchant.id);
  const later = await play.points(one, left.price * 20n);
  await play.pay(
    one,
    merchant,
    later[0].price * 10n,
    [{ operator: later[0].operator, series: later[0].series, points: 10n }],
    'payments after a suspension',
  );
}

const paidPart = (books, { request }) => books.payments.get(request.id).parts[0];
