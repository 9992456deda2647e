// Campaigns: a first ride out of a sponsor's budget, which runs out and is filled up; rides on two days
// in a row out of the operator's own fund.

import { DAY, TANP } from '../arithmetic.mjs';

/// Before the first report.
export async function openCampaigns(world) {
  const { play, actors, chain, books, args } = world;
  const { api } = play;
  const treasury = actors.treasuries[1];
  const { sponsor } = actors;
  const today = Math.floor((chain.now() + chain.clock.offset) / DAY);
  const terms = (trigger, bonus, payer) => ({
    trigger,
    bonus,
    from: today,
    until: today + Math.min(9, Math.ceil(args.days) + 4),
    sponsor: payer,
  });
  const first = terms({ FirstAct: { acts: 'Any' } }, 150, sponsor.address);
  const refusals = [
    play.refused(
      sponsor,
      api.tx.campaigns.create(treasury.id, first),
      'campaigns.NotTreasury',
      "promising another operator's points",
    ),
    play.refused(
      treasury,
      api.tx.campaigns.create(treasury.id, { ...first, bonus: 0 }),
      'campaigns.BonusZero',
      'a campaign without a bonus',
    ),
  ];
  const created = async (what) => {
    const record = await play.ok(treasury, api.tx.campaigns.create(treasury.id, what), 'campaigns');
    return record.events.find((event) => event.method === 'Created').data.campaign;
  };
  const [id, streak] = await Promise.all([
    created(first),
    created(terms({ Streak: { acts: 'Any', days: 2 } }, 50, null)),
  ]);
  const members = actors.citizens.filter((one) => one.joins.includes(1)).length;
  const cost = 150n * books.price(treasury.id, 0);
  await Promise.all([
    ...refusals,
    play.refused(
      treasury,
      api.tx.campaigns.fund(treasury.id, id, TANP),
      'campaigns.NotPayer',
      "paying into a sponsor's campaign",
    ),
    // Enough for two fifths of the operator's citizens, and some plancks that are no bonus.
    play.ok(
      sponsor,
      api.tx.campaigns.fund(treasury.id, id, cost * BigInt(Math.max(1, Math.floor(members * 0.4))) + 17n),
      "sponsors' budgets",
    ),
    play.ok(treasury, api.tx.campaigns.fund(treasury.id, streak, 900n * TANP), "budgets out of an operator's fund"),
    play.refused(
      actors.anybody,
      api.tx.campaigns.close(treasury.id, id, 10),
      'campaigns.NotEnded',
      'closing a campaign before its end',
    ),
  ]);
  world.campaign = { id, streak, cost };
}

export async function campaign(world) {
  const { play, actors, books, args } = world;
  const { api } = play;
  const treasury = actors.treasuries[1];
  const { id, cost } = world.campaign;
  // Asked of the books each time: they are made again where the node loses blocks.
  const found = () => books.campaigns.get(id);
  if (!(await play.when(() => found().budget < cost, 6))) throw new Error('the campaign was never used up');
  const positions = () => books.operator(treasury.id).positions;
  const due = () =>
    [...positions()]
      .filter(([citizen, position]) => position.grams > 0n && !found().bonuses.has(citizen))
      .map(([citizen]) => citizen);
  const claim = (citizen) => api.tx.campaigns.claim(treasury.id, id, citizen);
  const waiting = await play.when(() => (due().length > 2 ? due() : null), 3);
  const [paid] = found().bonuses.keys();
  await play.refused(actors.anybody, claim(paid), 'campaigns.NothingDue', 'claiming a bonus twice');
  if (waiting) {
    await play.refused(
      actors.anybody,
      claim(waiting.at(-1)),
      'campaigns.BudgetExhausted',
      'claiming beyond the budget',
    );
    await play.ok(
      actors.sponsor,
      api.tx.campaigns.fund(treasury.id, id, cost * BigInt(Math.ceil(positions().size / 3))),
      "sponsors' budgets",
    );
    // A report may pay it in the same moment.
    for (const citizen of due().reverse().slice(0, 3))
      await play.ok(actors.anybody, claim(citizen), 'bonuses claimed', [
        'campaigns.NothingDue',
        'campaigns.BudgetExhausted',
      ]);
  }
  const close = async () => {
    for (const each of [id, world.campaign.streak])
      await play.ok(actors.anybody, api.tx.campaigns.close(treasury.id, each, 2_500), 'campaigns closed');
  };
  const until = found().terms.until + 15;
  const begin = (until * DAY - world.chain.clock.offset - play.begins) / DAY;
  if (begin + 0.3 > args.days - 0.5) return;
  await play.until(begin + 0.3);
  await close();
}
