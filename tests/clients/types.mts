// Checked by the compiler only (npx tsc): both clients' carbon_ methods are typed as docs/rpc.md shows them.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { createWsClient } from 'polkadot-api/ws';
import { carbonOf, type Account, type Answer } from '../../docs/rpc/carbon-papi.mjs';
import { carbon, typed } from '../../docs/rpc/carbon.mjs';

export async function papi(url: string): Promise<bigint> {
  const client = createWsClient(url);
  const { block, spendableValue, positions } = await carbonOf(client._request).account(7);
  const explained = await carbonOf(client._request).explain(0, 1, [252], block.hash);
  for (const { result } of explained.steps) if (result.type === 'number') console.log(result.value, result.unit);
  // @ts-expect-error a quantity is text
  const wrong: number = positions[0].grams;
  return BigInt(spendableValue);
}

/** Verified reductions, through either. */
export async function reductions(url: string): Promise<bigint> {
  const carbon = carbonOf(createWsClient(url)._request);
  const { totals, audit, issuance } = await carbon.class(1);
  if (totals && audit?.sample) console.log(totals.retired, audit.sample.verifiers.map(({ opinion }) => opinion?.kind));
  const { batch } = await carbon.trace(1, '5');
  const { contributions } = await carbon.provenance(7);
  // @ts-expect-error there is no such stage
  if (contributions[0].stage === 'verified') console.log(batch.evidenceRoot, issuance?.risk);
  return BigInt((await carbon.certificate(0)).grams);
}

export async function pjs(url: string): Promise<Answer<Account>> {
  const api = await ApiPromise.create({ provider: new WsProvider(url), rpc: { carbon } });
  const { ties, operators } = (await typed(api).solvency()).toJSON();
  console.log(ties, operators.map(({ coverage }) => coverage));
  // @ts-expect-error there is no such method
  await typed(api).balance(7);
  return (await typed(api).account(7)).toJSON();
}
