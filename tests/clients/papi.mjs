// A chain through polkadot-api (PAPI): only the new JSON-RPC (chainHead, transaction, chainSpec, archive), over a
// WebSocket to a full node or through a light client. The unsafe API needs no generated descriptors.

import { createClient } from 'polkadot-api';
import { getPolkadotSigner, withMetadataHash } from 'polkadot-api/signer';
import { getWsRawProvider } from 'polkadot-api/ws';
import { firstValueFrom, take, toArray } from 'rxjs';
import { WebSocket } from 'ws';
import { hexToU8a } from '@polkadot/util';
import { carbonOf } from '../../docs/rpc/carbon-papi.mjs';
import { ofPapi } from './plain.mjs';

export const TOKEN = { decimals: 12, tokenSymbol: 'TANP' };

/// As `withMetadataHash`, with any hash.
const withHash = (hash, base) => ({
  ...base,
  signTx: (data, extensions, ...rest) =>
    base.signTx(
      data,
      {
        ...extensions,
        CheckMetadataHash: {
          identifier: 'CheckMetadataHash',
          value: Uint8Array.of(1),
          additionalSigned: Uint8Array.of(1, ...hash),
        },
      },
      ...rest,
    ),
});

/// The raw provider hides nothing: where the node lacked the new JSON-RPC, or spoke it differently, this fails.
export async function connect(url) {
  return over(getWsRawProvider(url, { websocketClass: WebSocket }), 'polkadot-api');
}

export async function over(provider, name) {
  const client = createClient(provider);
  const api = client.getUnsafeApi();
  const { genesisHash, properties } = await client.getChainSpecData();
  const version = await api.constants.System.Version();
  const outstanding = [];
  const signer = (pair) => getPolkadotSigner(pair.publicKey, 'Sr25519', (bytes) => pair.sign(bytes));
  const best = { at: 'best' };

  const named = ({ type, value }) => (type === 'Module' ? `${value.type}.${value.value.type}` : value?.type ? `${type}.${value.type}` : type);
  const happened = (result) => ({
    ok: result.ok,
    error: result.ok ? null : named(result.dispatchError),
    block: result.block.hash,
    index: result.block.index,
    events: result.events.map(({ type, value }) => ({ pallet: type, name: value.type, data: ofPapi(value.value) ?? {} })),
  });

  return {
    name,
    client,
    api,
    genesis: genesisHash,
    properties,
    spec: version.spec_version,
    call(pallet, call, args) {
      return api.tx[pallet][call](args);
    },
    nested: async (one) => one.decodedCall,
    encoded: (one) => one.getEncodedData(),
    async weight(one) {
      const bytes = await one.getEncodedData();
      const { weight } = await api.apis.TransactionPaymentCallApi.query_call_info(one.decodedCall, bytes.length, best);
      return weight;
    },
    /// PAPI asks at the final block, always: what made the signer a citizen must be final, or it would pay.
    async fee(one, pair) {
      await this.settled();
      return one.getEstimatedFees(pair.publicKey);
    },
    /// Signs and sends; resolves when a block holds it. Its finality is kept for `settled`.
    send(one, pair, { metadataHash, wrongHash } = {}) {
      let from = signer(pair);
      if (metadataHash) from = withMetadataHash(TOKEN, from);
      if (wrongHash) from = withHash(hexToU8a(wrongHash), from);
      let final;
      let lost;
      outstanding.push(new Promise((resolve, reject) => ([final, lost] = [resolve, reject])));
      outstanding.at(-1).catch(() => {});
      return new Promise((resolve, reject) => {
        let included = false;
        one.signSubmitAndWatch(from).subscribe({
          next(event) {
            if (event.type === 'txBestBlocksState' && event.found && !included) {
              included = true;
              resolve(happened(event));
            }
            if (event.type === 'finalized') {
              if (!included) resolve(happened(event));
              final(event.block.hash);
            }
          },
          error(error) {
            if (included) lost(error);
            else final(null);
            reject(error);
          },
        });
      });
    },
    async settled() {
      return (await Promise.all(outstanding)).filter((hash) => hash !== null).length;
    },
    async query(pallet, entry, ...keys) {
      return ofPapi(await api.query[pallet][entry].getValue(...keys, best));
    },
    async runtime(trait, method, ...args) {
      return ofPapi(await api.apis[trait][method](...args, best));
    },
    async view(pallet, fn, ...args) {
      return ofPapi(await api.view[pallet][fn](...args, best));
    },
    carbon: carbonOf(client._request),
    rpc: (method, params = []) => client._request(method, params),
    async finalised(count) {
      const seen = await firstValueFrom(client.finalizedBlock$.pipe(take(count), toArray()));
      return seen.map(({ number, hash, parent }) => ({ number, hash, parent }));
    },
    close: () => client.destroy(),
  };
}
