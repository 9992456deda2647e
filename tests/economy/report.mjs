// What was played, what was refused, what was checked: a table and JSON.

import { writeFileSync } from 'node:fs';
import { points, tanp } from './arithmetic.mjs';
import { receivable } from './books.mjs';
import { json } from './plain.mjs';

/// Kinds that must really have happened, as the books count them.
export function wanted({ days }) {
  const always = [
    'payments with one part',
    'payments with several parts',
    'payments with several operators',
    "payments with a revoked operator's points",
    'points.Refunded',
    'refunds in full at once',
    'refunds in part',
    'refunds topped up by the merchant',
    'points.Settled',
    'points.Settled (hook)',
    'points.ScheduleSet',
    'points.PointsExchanged',
    'points.AgreementAccepted',
    'points.WithdrawalRequested',
    'points.WindUpBegan',
    'points.ReversalProposed',
    'points.ReversalAppealed',
    'appeals upheld',
    'appeals rejected',
    'pointRedemption.Ordered',
    'pointRedemption.Fulfilled',
    'pointRedemption.Cancelled',
    'pointRedemption.Disputed',
    'pointRedemption.Resolved',
    'disputes decided in shares',
    'orders taken back from a suspended merchant',
    'orders that lapsed',
    'participants.Suspended',
    'participants.SuspensionLifted',
    'participants.Revoked',
    'campaigns.Created',
    'campaigns.Funded',
    'bonuses: FirstAct',
    'activityReports.BatchUnchanged',
    'rides credited',
    'rides rejected: Overlap',
    'rides rejected: NotEnrolled',
    'rides rejected: Formula',
    'rides rejected: InTheFuture',
  ];
  if (days >= 3) always.push('bonuses: Streak');
  if (days >= 9)
    always.push('points.Withdrawn', 'points.Reversed', 'points.Settled (hook)', 'rides rejected: NoReduction');
  if (days >= 26) always.push('campaigns.Closed');
  return always;
}

const WANTED_REFUSALS = (days) => [
  'points.InsufficientPoints',
  'points.Underpaid',
  'points.Overpaid',
  'points.RequestExpired',
  'points.RequestTooFar',
  'points.ForeignRequest',
  'points.NotAMerchant',
  'points.NotACitizen',
  'points.AlreadyPaid',
  'points.ReceivableShort',
  'points.NotHolder',
  'points.MoreThanPaid',
  'points.NothingToRefund',
  'points.FundShort',
  'points.NotFree',
  'points.NoticeRuns',
  'points.TooSoon',
  'points.ZeroPrice',
  'points.TermsMismatch',
  'points.NothingReceived',
  'points.CitizenLimit',
  'points.DailyLimit',
  'points.NoAgreement',
  'points.MerchantSuspended',
  'points.OperatorRevoked',
  'points.WindingUp',
  'points.UnderAppeal',
  'points.NotYours',
  'pointRedemption.OutOfStock',
  'pointRedemption.CitizenLimitExceeded',
  'pointRedemption.WrongVoucher',
  'pointRedemption.OtherMerchant',
  'pointRedemption.TooEarly',
  'pointRedemption.DeadlinePassed',
  'pointRedemption.DisputeWindowOpen',
  'pointRedemption.InDispute',
  'pointRedemption.MerchantSuspended',
  'pointRedemption.NotYourOrder',
  'pointRedemption.NumberMismatch',
  'pointRedemption.Overpaid',
  'campaigns.NothingDue',
  'campaigns.BudgetExhausted',
  'campaigns.NotEnded',
  'activityReports.BatchIdReused',
  'activityReports.NotAReporter',
  'activityReports.OperatorRevoked',
  'participants.CoolingDown',
  ...(days >= 29 ? ['points.SeriesExpired', 'points.SeriesStillOpen'] : []),
];

export function report(world, { errors, seconds, killed }) {
  const { books, play, checks, chain, args } = world;
  const line = (left, right) => console.log(`  ${String(left).padEnd(72)} ${right}`);
  const head = (title) => console.log(`\n${title}`);

  head(
    `Played: ${args.operators} operators, ${args.merchants} merchants, ${args.citizens} citizens, ${args.days} days, seed ${args.seed}`,
  );
  for (const [kind, count] of [...books.counts].sort()) line(kind, count);
  head('Refused, each with its error');
  for (const [kind, count] of [...play.refusals].sort()) line(kind, count);
  if (play.overtaken.size > 0) {
    head('Sent too late, or done by the chain itself first');
    for (const [kind, count] of [...play.overtaken].sort()) line(kind, count);
  }
  if (chain.changed.length > 0) {
    head('Came out otherwise when it was sent again, after blocks were lost');
    for (const each of chain.changed) line(each, '');
  }
  if (play.skipped.size > 0) {
    head('Drawn but not played');
    for (const [kind, count] of [...play.skipped].sort()) line(kind, count);
  }
  head('Series: issued = outstanding + spent + expired + reversed + exchanged, in points');
  for (const [id, operator] of [...books.operators].sort((a, b) => a[0] - b[0])) {
    for (const [number, own] of operator.series) {
      const terms = [own.issued, own.outstanding, own.spent, own.expired, own.reversed, own.exchanged].map(points);
      line(
        `operator ${id}, series ${number} at ${tanp(own.price * 100n)} TANP a point`,
        `${terms[0]} = ${terms.slice(1).join(' + ')}`,
      );
    }
  }
  head('Money');
  let [funds, owed, settled] = [0n, 0n, 0n];
  for (const [, own] of books.operators) funds += own.fund;
  for (const [, own] of books.merchants) {
    owed += receivable(own.totals);
    settled += own.totals.settled;
  }
  line('in funds', `${tanp(funds)} TANP`);
  line('owed to merchants', `${tanp(owed)} TANP`);
  line('in open orders', `${tanp(books.escrow)} TANP`);
  line('paid out to merchants', `${tanp(settled)} TANP`);
  line('fees', `${tanp(books.fees)} TANP`);
  head('Checked');
  for (const [kind, count] of [...checks.passed].sort()) line(kind, count);
  line('rounds', checks.rounds.map((round) => `block ${round.block}`).join(', '));

  const missing = wanted(args).filter((kind) => !books.counts.has(kind));
  const refusedNames = new Set([...play.refusals.keys()].map((kind) => kind.split(': ').at(-1)));
  const unrefused = WANTED_REFUSALS(args.days).filter((name) => !refusedNames.has(name));
  const faults = [
    ...errors,
    ...books.faults,
    ...checks.failed,
    ...play.failures,
    ...missing.map((kind) => `never happened: ${kind}`),
    ...unrefused.map((name) => `never refused: ${name}`),
  ];
  const sum = (map) => [...map.values()].reduce((total, count) => total + count, 0);
  head('In all');
  line('blocks, transactions, of them sent here', `${chain.last}, ${books.transactions}, ${chain.sent}`);
  line('most transactions in a block', `${chain.largest.transactions} (block ${chain.largest.block})`);
  line('times sent again', chain.resent);
  if (killed)
    line(
      'the node was killed and started again',
      `${killed.seconds} s, ${chain.rewinds.length === 0 ? 'no finalised block lost' : chain.rewinds.map(({ from, to }) => `lost blocks ${to + 1} to ${from}`).join(', ')}`,
    );
  line('refusals', sum(play.refusals));
  line('checks passed', sum(checks.passed));
  line('seconds', seconds);
  line('faults', faults.length);
  for (const fault of faults.slice(0, 60)) console.log(`  FAULT ${fault}`);

  if (args.json) {
    writeFileSync(
      args.json,
      `${json({
        arguments: {
          operators: args.operators,
          merchants: args.merchants,
          citizens: args.citizens,
          days: args.days,
          seed: args.seed,
          kill: args.kill,
        },
        played: Object.fromEntries(books.counts),
        refused: Object.fromEntries(play.refusals),
        late: Object.fromEntries(play.overtaken),
        changed: chain.changed,
        skipped: Object.fromEntries(play.skipped),
        checks: Object.fromEntries(checks.passed),
        rounds: checks.rounds,
        plancks: { funds, owed, settled, escrow: books.escrow, fees: books.fees },
        operators: Object.fromEntries(
          [...books.operators].map(([id, own]) => [
            id,
            { fund: own.fund, grams: own.grams, series: [...own.series.values()] },
          ]),
        ),
        merchants: Object.fromEntries(
          [...books.merchants].map(([id, own]) => [id, { ...own.totals, receivable: receivable(own.totals) }]),
        ),
        chain: {
          blocks: chain.last,
          transactions: books.transactions,
          sent: chain.sent,
          resent: chain.resent,
          largest: chain.largest,
          lost: chain.rewinds,
        },
        killed,
        seconds,
        faults,
      })}\n`,
    );
  }
  return faults.length === 0;
}
