// A light client: smoldot with nothing but a chain spec and the address of a peer. It checks finality by GRANDPA's
// proofs and every value by a storage proof against a header; the full node is only asked for comparison.

import { getSmProvider } from 'polkadot-api/sm-provider';
import { start } from 'smoldot';
import { u8aToHex } from '@polkadot/util';
import assert from 'node:assert/strict';
import { over } from './papi.mjs';

/// The chain spec as anybody who joins would have it, with a peer that speaks WebSocket.
export async function specOf(rpc, { address, file, readFile }) {
  const spec = file ? JSON.parse(await readFile(file, 'utf8')) : await rpc('sync_state_genSyncSpec', [false]);
  // Of the genesis its state's root is enough, in place of megabytes.
  if (!spec.genesis?.raw) {
    const { stateRoot } = await rpc('chain_getHeader', [await rpc('chain_getBlockHash', [0])]);
    spec.genesis = { stateRootHash: stateRoot };
  }
  let peer = address;
  if (!peer) {
    const listening = await rpc('system_localListenAddresses');
    peer = listening.find((one) => /\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws(\/|$)/.test(one)) ?? listening.find((one) => /\/wss?(\/|$)/.test(one));
    assert.ok(peer, `the node listens for no WebSocket peers (--listen-addr /ip4/.../tcp/.../ws): ${listening.join(', ')}`);
    if (!peer.includes('/p2p/')) peer = `${peer}/p2p/${await rpc('system_localPeerId')}`;
  }
  spec.bootNodes = [peer];
  spec.telemetryEndpoints = null;
  spec.protocolId ??= spec.id;
  return { spec, peer };
}

const be = (value, length) => u8aToHex(Uint8Array.from({ length }, (_, at) => (value >> (8 * (length - 1 - at))) & 255));
const within = (promise, seconds, what) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1_000).unref()),
  ]);

export async function play(full, { spec, operator, citizen, pair }, report, log) {
  const smoldot = start({ maxLogLevel: 3, logCallback: (level, target, message) => log(`${level} ${target} ${message}`) });
  try {
    let light;
    const begun = Date.now();
    await report('light client', 'syncs to a final block by GRANDPA proofs', async () => {
      light = await within(over(getSmProvider(() => smoldot.addChain({ chainSpec: JSON.stringify(spec) })), 'smoldot'), 180, 'no sync');
      assert.equal(light.genesis, full.genesis);
      const [first, second] = await within(light.finalised(2), 120, 'finality');
      assert.ok(second.number > first.number);
      // The full node must have the same block final.
      assert.equal(await full.rpc('chain_getBlockHash', [second.number]), second.hash);
      return `block ${second.number} final after ${((Date.now() - begun) / 1_000).toFixed(1)} s`;
    });
    if (!light) return;
    await report('light client', "reads a citizen's position with a proof", async () => {
      const { hash, number } = await light.client.getFinalizedBlock();
      const keys = [be(operator, 2), be(citizen, 4)];
      const key = await light.api.query.CarbonAccounts.Positions.getKey(...keys);
      const proven = await within(light.client.rawQuery(key, { at: hash }), 60, 'the proof');
      assert.ok(proven, 'no such position');
      assert.equal(proven, await full.rpc('state_getStorage', [key, hash]));
      const position = await light.api.query.CarbonAccounts.Positions.getValue(...keys, { at: hash });
      // What is not there is proven, too.
      const nobody = await light.api.query.CarbonAccounts.Positions.getKey(be(operator, 2), be(0xfff_fffe, 4));
      assert.equal(await light.client.rawQuery(nobody, { at: hash }), null);
      return `${position.grams} g at block ${number}`;
    });
    await report('light client', 'calls a runtime API by itself', async () => {
      const positions = await within(light.runtime('CarbonApi', 'positions_of', citizen), 60, 'the call');
      assert.ok(positions.some(([one]) => Number(one) === operator), JSON.stringify(positions));
      return `CarbonApi.positions_of(${citizen}): ${positions.length}`;
    });
    await report('light client', 'signs and sends', async () => {
      const done = await within(
        light.send(light.call('System', 'remark', { remark: new Uint8Array([7]) }), pair),
        120,
        'the transaction',
      );
      assert.ok(done.ok, done.error);
      await within(light.settled(), 120, 'its finality');
      return `final, in ${done.block.slice(0, 10)}...`;
    });
    light.close();
  } finally {
    await smoldot.terminate().catch(() => {});
  }
}
