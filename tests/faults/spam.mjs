// Transactions that must go nowhere, as fast as nodes take them: bad signatures, fee-free calls of
// accounts that the chain doesn't know, oversized ones, nonces far ahead. They are signed by a process
// apart (node spam.mjs WS-URL COUNT OVERSIZED FILE), so that the watch on the nodes isn't kept waiting.

import { ApiPromise, WsProvider, Keyring } from '@polkadot/api';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { must, now } from './network.mjs';

// Beyond three quarters of 4 MiB, which ordinary transactions share in a block.
const OVERSIZED_BYTES = 3_300_000;
const CONNECTIONS = 8;

/** `count` transactions of all kinds as hex, each with its kind. */
export async function make(node, count, oversized, file) {
  await must(process.execPath, [fileURLToPath(import.meta.url), node.ws, String(count), String(oversized), file]);
  const all = readFileSync(file, 'utf8').trim().split('\n').map((line) => {
    const [kind, hex] = line.split('\t');
    return { kind, hex };
  });
  rmSync(file);
  return all;
}

async function sign(ws, count, oversized) {
  // Ten minutes for an answer: signing keeps this process busy, and others the machine.
  const api = await ApiPromise.create({ provider: new WsProvider(ws, 2500, {}, 600_000), noInitWarn: true });
  try {
    const keyring = new Keyring({ type: 'sr25519' });
    const eve = keyring.addFromUri('//Eve//stash');
    const each = Math.floor((count - oversized) / 3);
    const all = [];
    const sign = async (call, pair, nonce) => {
      // The connection gets its turn, too.
      await new Promise((resolve) => setImmediate(resolve));
      return (await call.signAsync(pair, { nonce, era: 0 })).toHex();
    };
    const genuine = await sign(api.tx.system.remark('0x00'), eve, 0);
    // Length prefix, version, address: the signature's 64 bytes come after them and their kind.
    const at = genuine.indexOf(Buffer.from(eve.publicKey).toString('hex')) + 66;
    for (let i = 0; i < each; i += 1) {
      const wrong = Buffer.alloc(64);
      wrong.writeUInt32LE(i + 1, 8);
      wrong.writeUInt32LE((0x9e3779b9 ^ i) >>> 0, 40);
      all.push({ kind: 'bad signature', hex: genuine.slice(0, at) + wrong.toString('hex') + genuine.slice(at + 128) });
    }
    for (let i = 0; i < each; i += 1) {
      const nobody = keyring.addFromUri(`//Nobody//${i}`);
      all.push({ kind: 'fee-free call of nobody', hex: await sign(api.tx.carbonAccounts.leave(0), nobody, 0) });
    }
    const rest = count - oversized - 2 * each;
    for (let i = 0; i < rest; i += 1) {
      all.push({ kind: 'far nonce', hex: await sign(api.tx.system.remark(`0x${i.toString(16).padStart(8, '0')}`), eve, 10_000 + i) });
    }
    // Soundly signed, each with an end of its own.
    const { nonce } = await api.query.system.account(eve.address);
    for (let i = 0; i < oversized; i += 1) {
      const hex = await sign(api.tx.system.remark(`0x${'00'.repeat(OVERSIZED_BYTES)}${i.toString(16).padStart(8, '0')}`), eve, nonce.toNumber());
      if (hex.length < 2 * OVERSIZED_BYTES) throw new Error(`an oversized transaction has ${hex.length / 2} bytes`);
      all.push({ kind: 'oversized', hex });
    }
    // In turn, so that no kind has the node to itself; always in the same order.
    const order = all.map((one, i) => ({ one, at: (i * 7919) % all.length }));
    return order.sort((a, b) => a.at - b.at).map(({ one }) => one);
  } finally {
    await api.disconnect();
  }
}

/** Sends them to several nodes; how many each kind had refused, and why. */
export async function send(nodes, transactions) {
  const from = now();
  const kinds = {};
  let next = 0;
  const worker = async (node) => {
    while (next < transactions.length) {
      const { kind, hex } = transactions[next];
      next += 1;
      const count = (kinds[kind] ??= { sent: 0, refused: 0, taken: 0, unanswered: 0, reasons: {} });
      count.sent += 1;
      try {
        await node.call('author_submitExtrinsic', [hex], 60_000);
        count.taken += 1;
      } catch (error) {
        if (!error.rpc) {
          count.unanswered += 1;
          continue;
        }
        count.refused += 1;
        const reason = `${error.rpc.message}${error.rpc.data ? `: ${error.rpc.data}` : ''}`.slice(0, 120);
        count.reasons[reason] = (count.reasons[reason] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => worker(nodes[i % nodes.length])));
  return { kinds, seconds: now() - from };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [ws, count, oversized, file] = process.argv.slice(2);
  const all = await sign(ws, Number(count), Number(oversized));
  writeFileSync(file, all.map(({ kind, hex }) => `${kind}\t${hex}`).join('\n'));
  process.exit(0);
}
