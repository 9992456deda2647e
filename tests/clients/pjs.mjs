// A chain through @polkadot/api, as polkadot.js Apps and most wallets see it.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { carbon } from '../../docs/rpc/carbon.mjs';
import { camel, ofPjs, toPjs } from './plain.mjs';

const compact = (length) =>
  length < 64 ? Uint8Array.of(length << 2) : Uint8Array.of((length << 2) | 1, length >> 6);

// The library logs every refusal, also those that are asked for here.
const error = console.error;
console.error = (...words) => (words.some((word) => /RPC-CORE|API-WS/.test(String(word))) ? undefined : error(...words));

export async function connect(url) {
  const provider = new WsProvider(url);
  const api = await ApiPromise.create({ provider, rpc: { carbon }, noInitWarn: true });
  const names = new Map(api.runtimeMetadata.asLatest.pallets.map(({ name }) => [camel(name.toString()), name.toString()]));
  const outstanding = [];
  const nonces = new Map();
  let v16;

  const named = (error) => {
    if (error.isModule) {
      const { section, name } = api.registry.findMetaError(error.asModule);
      return `${names.get(section) ?? section}.${name}`;
    }
    return error.isToken ? `Token.${error.asToken.type}` : error.type;
  };
  const call = (pallet, name, args = {}) => {
    const method = api.tx[camel(pallet)]?.[camel(name)];
    if (!method) throw new Error(`${pallet}.${name} is not among the calls`);
    const given = toPjs(args);
    const wanted = method.meta.args.map((arg) => camel(arg.name.toString()));
    const unknown = Object.keys(given).filter((key) => !wanted.includes(key));
    if (unknown.length > 0) throw new Error(`${pallet}.${name} has no argument ${unknown.join(', ')}`);
    return method(...wanted.map((key) => given[key]));
  };

  return {
    name: '@polkadot/api',
    genesis: api.genesisHash.toHex(),
    spec: api.runtimeVersion.specVersion.toNumber(),
    prefix: api.registry.chainSS58,
    call,
    nested: async (one) => one,
    encoded: async (one) => one.method.toU8a(),
    async weight(one) {
      const { weight } = await api.call.transactionPaymentCallApi.queryCallInfo(one.method, one.method.toU8a().length);
      return { ref_time: weight.refTime.toBigInt(), proof_size: weight.proofSize.toBigInt() };
    },
    async fee(one, pair) {
      return (await one.paymentInfo(pair)).partialFee.toBigInt();
    },
    /// Signs and sends; resolves when a block holds it. Its finality is kept for `settled`.
    async send(one, pair, { metadataHash, wrongHash } = {}) {
      const hash = metadataHash ?? wrongHash;
      // Where blocks of several validators compete, the best one may lose what the last one held: then the
      // node counts a nonce that was used already. Own transactions are counted here, too.
      const asked = (await api.rpc.system.accountNextIndex(pair.address)).toNumber();
      const nonce = Math.max(asked, nonces.get(pair.address) ?? 0);
      const options = hash ? { nonce, mode: 1, metadataHash: hash } : { nonce };
      let final;
      let lost;
      outstanding.push(new Promise((resolve, reject) => ([final, lost] = [resolve, reject])));
      outstanding.at(-1).catch(() => {});
      return new Promise((resolve, reject) => {
        const give_up = (error) => {
          final(null);
          reject(error);
        };
        one
          .signAndSend(pair, options, (result) => {
            const { status, dispatchError, events, txIndex } = result;
            if (status.isInBlock || status.isFinalized) nonces.set(pair.address, Math.max(nonce + 1, nonces.get(pair.address) ?? 0));
            if (status.isInBlock)
              resolve({
                ok: !dispatchError,
                error: dispatchError ? named(dispatchError) : null,
                block: status.asInBlock.toHex(),
                index: txIndex,
                events: events.map(({ event }) => ({
                  pallet: names.get(event.section) ?? event.section,
                  name: event.method,
                  data: event.data.names
                    ? Object.fromEntries(event.data.names.map((name, at) => [camel(name), ofPjs(event.data[at])]))
                    : event.data.map(ofPjs),
                })),
              });
            if (status.isFinalized) final(status.asFinalized.toHex());
            if (result.isError || status.isUsurped || status.isDropped || status.isInvalid) {
              lost(new Error(`the transaction became ${status.type}`));
              reject(new Error(`the transaction became ${status.type}`));
            }
          })
          .catch(give_up);
      });
    },
    /// How many transactions are final; throws where one was lost.
    async settled() {
      return (await Promise.all(outstanding)).filter((hash) => hash !== null).length;
    },
    async query(pallet, entry, ...keys) {
      return ofPjs(await api.query[camel(pallet)][camel(entry)](...keys));
    },
    async runtime(trait, method, ...args) {
      return ofPjs(await api.call[camel(trait)][camel(method)](...args.map(toPjs)));
    },
    /// A view function. @polkadot/api 16 has no door of its own to them: what metadata V16 says of it
    /// is turned into a call of the runtime API behind them.
    async view(pallet, name, ...args) {
      if (!v16) {
        const bytes = (await api.call.metadata.metadataAtVersion(16)).unwrap();
        const { Metadata } = await import('@polkadot/types');
        v16 = new Metadata(api.registry, u8aToHex(bytes.toU8a(true))).asV16;
      }
      const found = v16.pallets
        .find((one) => one.name.toString() === pallet)
        ?.viewFunctions.find((one) => one.name.toString() === name);
      if (!found) throw new Error(`${pallet}.${name} is no view function`);
      const type = (id) => v16.lookup.getTypeDef(id).lookupName ?? v16.lookup.getTypeDef(id).type;
      const input = u8aConcat(
        ...found.inputs.map((wanted, at) => api.registry.createType(type(wanted.type), toPjs(args[at])).toU8a()),
      );
      const raw = await provider.send('state_call', [
        'RuntimeViewFunction_execute_view_function',
        u8aToHex(u8aConcat(found.id.toU8a(true), compact(input.length), input)),
      ]);
      // Result<Vec<u8>, error>.
      const answer = hexToU8a(raw);
      if (answer[0] !== 0) throw new Error(`${pallet}.${name}: the view function failed with ${answer[1]}`);
      const bytes = api.registry.createType('Bytes', answer.slice(1));
      return ofPjs(api.registry.createType(type(found.output), bytes.toU8a(true)));
    },
    carbon: Object.fromEntries(
      Object.keys(carbon).map((method) => [method, async (...params) => (await api.rpc.carbon[method](...params)).toJSON()]),
    ),
    rpc: (method, params = []) => provider.send(method, params),
    async finalised(count) {
      const seen = [];
      await new Promise((resolve, reject) => {
        api.rpc.chain
          .subscribeFinalizedHeads((header) => {
            seen.push({ number: header.number.toNumber(), hash: header.hash.toHex(), parent: header.parentHash.toHex() });
            if (seen.length === count) resolve();
          })
          .then((stop) => seen.length >= count && stop())
          .catch(reject);
      });
      return seen;
    },
    close: () => api.disconnect(),
  };
}
