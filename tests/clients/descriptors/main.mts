// Run by tests/clients/descriptors.mjs beside descriptors that the command line of polkadot-api made of the chain's
// metadata: the compiler checks every role's main calls, what is read, and the carbon_ methods on the same client.

import { tanpu } from '@polkadot-api/descriptors';
import { Binary, createClient, Enum } from 'polkadot-api';
import { getWsRawProvider } from 'polkadot-api/ws';
import { carbonOf } from '../../../docs/rpc/carbon-papi.mjs';

// Node has a WebSocket of its own from version 22 on. 'ws' has no types.
const { WebSocket } = await import('ws' as string);
const [url, citizenText, operatorText] = process.argv.slice(2);
const [citizen, operator] = [Number(citizenText), Number(operatorText)];
const client = createClient(getWsRawProvider(url, { websocketClass: WebSocket }));
const api = client.getTypedApi(tanpu);
const carbon = carbonOf(client._request);
const TANP = 10n ** 12n;
const hash = `0x${'11'.repeat(32)}` as const;
const at = { at: 'best' } as const;

const somebody = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const parts = [{ operator, series: 0, points: 100n }];
const calls = [
  // citizen
  api.tx.CarbonAccounts.enrol({ operator, disposition: Enum('SelfHeld') }),
  api.tx.PointRedemption.redeem({ offer: 0, number: 0, count: 1, parts, voucher: hash, max_price: TANP }),
  api.tx.VerifiedReductions.claim({ class: 0, citizen }),
  // operator
  api.tx.Points.deposit({ operator, amount: TANP }),
  api.tx.ActivityReports.submit({
    id: hash,
    methodology: { methodology: 0, version: 1 },
    evidence_root: undefined,
    rows: [{ citizen, start: 1, duration: 60, inputs: [9_000n], claims: [] }],
  }),
  // council
  api.tx.Participants.license({
    holder: somebody,
    name: new Uint8Array([65]),
    owner: hash,
    terms: Enum('Verifier', { scope: Enum('All') }),
    expires: 2n ** 32n,
  }),
  // verifier
  api.tx.VerifiedReductions.seal({ class: 0 }),
  api.tx.VerifiedReductions.give_opinion({ class: 0, verifier: 1, opinion: Enum('Modified', { deduction: 1n }), failed: 0, void: 0, report: hash }),
  // merchant
  api.tx.Points.settle({ merchant: 1, amount: TANP }),
  // citizen, buyer
  api.tx.ReductionMarket.sell({ class: 0, grams: 1_000n, price: TANP, least_lot: 1n, expires: 2n ** 32n }),
  api.tx.ReductionMarket.buy({ order: 0, grams: 1_000n, max_price: TANP, retire: undefined }),
  api.tx.VerifiedReductions.retire({ class: 0, grams: 1_000n, beneficiary: new Uint8Array([65]), purpose: new Uint8Array() }),
  // validator
  api.tx.ValidatorSet.apply(),
  // settlement office
  api.tx.Settlement.propose_mint({ to: somebody, amount: TANP, record: hash }),
];
for (const call of calls) if ((await call.getEncodedData()).length < 2) throw new Error('an empty call');

const position = await api.view.CarbonAccounts.position(operator, citizen, at);
const [same] = await api.apis.CarbonApi.positions_with(operator, [citizen], at);
const shown = (await carbon.account(citizen)).positions.find((one) => one.operator === operator);
if (!position || !same || !shown) throw new Error('no position');
if (position.grams !== same.grams || position.grams !== BigInt(shown.grams)) throw new Error('the three differ');
// @ts-expect-error there is no such disposition
void (() => api.tx.CarbonAccounts.enrol({ operator, disposition: Enum('Lent') }));
// @ts-expect-error a quantity is text
void (() => shown.grams * 2n);
const { fund } = (await api.view.Points.solvency(operator, at))!;
const trace = await api.view.VerifiedReductions.trace(0, 1n, at);
const unit: bigint | undefined = trace?.gram;
console.log(`${calls.length} calls; ${position.grams} g, fund ${fund / TANP} TANP${unit === undefined ? '' : `, gram ${unit}`}`);
client.destroy();
process.exit(0);
