// Access to the chain: every finalised block read once, in order; many transactions in flight; and
// both again after the node was killed, when it may have lost its last blocks.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { blake2AsHex } from '@polkadot/util-crypto';
import { chainTime } from './arithmetic.mjs';
import { plain } from './plain.mjs';

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
export { sleep };

/// Sections whose events the books need.
const SECTIONS = new Set([
  'points',
  'pointRedemption',
  'campaigns',
  'activityReports',
  'carbonAccounts',
  'participants',
  'transactionPayment',
  'council',
  'methodologyRegistry',
]);

/// Transactions in flight at once: below what the pool holds.
const MAX_IN_FLIGHT = 1_500;

export class Chain {
  static async connect(url) {
    // A node that goes away is expected here: no need to say so twice a second.
    const error = console.error;
    console.error = (...words) => (words.some((word) => /API-WS/.test(String(word))) ? undefined : error(...words));
    const provider = new WsProvider(url, 500, {}, 30_000);
    const api = await ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: false });
    return new Chain(api, provider, url);
  }

  constructor(api, provider, url) {
    this.api = api;
    this.provider = provider;
    this.url = url;
    this.genesis = api.genesisHash.toHex();
    this.hashes = [this.genesis];
    this.last = 0;
    this.records = new Map();
    this.pending = new Set();
    this.listeners = [];
    this.rewinds = [];
    this.changed = [];
    this.paused = null;
    this.stopped = false;
    this.sent = 0;
    this.resent = 0;
    this.largest = { transactions: 0, block: 0 };
  }

  async start() {
    const settings = (await this.api.query.clock.clockSettings()).unwrap();
    let anchor;
    while (!(anchor = await this.api.query.clock.anchor()).isSome) await sleep(500);
    this.clock = {
      anchor: anchor.unwrap().toNumber(),
      start: settings.start.unwrap().toNumber(),
      scale: settings.scale.toNumber(),
      offset: settings.dayOffset.toNumber(),
    };
    this.loop = this.#follow();
    this.sweeper = this.#sweep();
  }

  async stop() {
    this.stopped = true;
    await Promise.allSettled([this.loop, this.sweeper]);
    await this.api.disconnect().catch(() => {});
  }

  /// Chain time now, in Unix seconds: about that of the next block.
  now() {
    return chainTime(this.clock, Date.now());
  }

  async until(seconds) {
    while (this.now() < seconds) {
      if (this.stopped) throw new Error('stopped');
      await sleep(Math.min(1_000, Math.max(50, ((seconds - this.now()) * 1_000) / this.clock.scale)));
    }
  }

  /// One JSON-RPC call; asked again for as long as the node is away.
  async rpc(method, params = []) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.provider.send(method, params, false);
      } catch (error) {
        if ((typeof error.code === 'number' && error.code > 0) || /^\d+:/.test(error.message)) throw error;
        if (this.stopped || tries > 600) throw error;
        await sleep(300);
      }
    }
  }

  /// Something that reads; tried again for as long as the node is away.
  async steady(read) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await read();
      } catch (error) {
        if (
          this.stopped ||
          tries > 300 ||
          !/disconnect|connect|timeout|No response|closed|abnormal/i.test(String(error))
        )
          throw error;
        await sleep(500);
      }
    }
  }

  async #follow() {
    while (!this.stopped) {
      try {
        const head = await this.rpc('chain_getFinalizedHead');
        const header = await this.rpc('chain_getHeader', [head]);
        const number = header ? Number(header.number) : 0;
        while (this.last < number && !this.stopped) await this.#take(this.last + 1);
        this.finalised = number;
      } catch (error) {
        if (this.stopped) return;
        if (!/disconnect|connect|timeout|No response|closed|abnormal|UnknownBlock|not found/i.test(String(error))) {
          this.broken = error;
          return;
        }
      }
      await sleep(400);
    }
  }

  async #take(number) {
    const hash = await this.rpc('chain_getBlockHash', [number]);
    if (!hash) return void (await sleep(300));
    const { block } = await this.rpc('chain_getBlock', [hash]);
    if (block.header.parentHash !== this.hashes[number - 1]) return this.#rewind();
    const at = await this.api.at(hash);
    const [raw, moment] = await Promise.all([at.query.system.events(), at.query.timestamp.now()]);
    const now = chainTime(this.clock, moment.toNumber());
    const results = new Map();
    const events = [];
    for (const { event, phase } of raw) {
      const index = phase.isApplyExtrinsic ? phase.asApplyExtrinsic.toNumber() : null;
      if (event.section === 'system') {
        if (event.method === 'ExtrinsicSuccess') results.set(index, null);
        if (event.method === 'ExtrinsicFailed') results.set(index, this.errorName(event.data[0]));
        continue;
      }
      if (!SECTIONS.has(event.section)) continue;
      const names = event.data.names;
      const data = names
        ? Object.fromEntries(names.map((name, place) => [name, plain(event.data[place])]))
        : event.data.map(plain);
      events.push({ section: event.section, method: event.method, data, index });
    }
    const extrinsics = block.extrinsics.map((hex) => this.records.get(blake2AsHex(hex)) ?? null);
    const done = [];
    extrinsics.forEach((record, index) => {
      if (!record) return;
      record.block = number;
      record.now = now;
      record.error = results.get(index) ?? null;
      record.events = events.filter((event) => event.index === index);
      // What the books can't see in the event, they learn from who sent it.
      for (const event of record.events) event.asked = record.asked;
      if (record.lost && record.lost.error !== record.error) {
        this.changed.push(
          `${record.actor.name} nonce ${record.nonce}: ${record.error ?? 'accepted'} in block ${number}, before the loss ${record.lost.error ?? 'accepted'}`,
        );
      }
      record.lost = undefined;
      this.pending.delete(record);
      done.push(record);
    });
    if (block.extrinsics.length > this.largest.transactions)
      this.largest = { transactions: block.extrinsics.length, block: number };
    this.hashes[number] = hash;
    this.last = number;
    const taken = {
      number,
      hash,
      now,
      day: Math.floor((now + this.clock.offset) / 86_400),
      events,
      transactions: block.extrinsics.length,
    };
    for (const listener of this.listeners) await listener.block(taken);
    for (const record of done) record.settle(record);
  }

  /// The node lost blocks that were read: back to the last one that it has.
  async #rewind() {
    let common = this.last;
    while (common > 0 && (await this.rpc('chain_getBlockHash', [common])) !== this.hashes[common]) common -= 1;
    const lost = this.last - common;
    this.rewinds.push({ from: this.last, to: common });
    this.hashes.length = common + 1;
    this.last = common;
    let again = 0;
    for (const record of this.records.values()) {
      if (record.block === undefined || record.block <= common) continue;
      record.block = undefined;
      record.lost = { error: record.error };
      this.pending.add(record);
      again += 1;
    }
    console.log(`   the node lost ${lost} blocks that it had finalised; ${again} transactions of them are sent again`);
    for (const listener of this.listeners) listener.rewind(common);
    await this.resend();
  }

  errorName(error) {
    if (error.isModule) {
      const found = this.api.registry.findMetaError(error.asModule);
      return `${found.section}.${found.name}`;
    }
    if (error.isToken) return `token.${error.asToken.type}`;
    return error.type;
  }

  /// Signs a call with the actor's next nonce, sends it, and returns its record; `record.done`
  /// resolves with it once a finalised block holds it.
  async send(actor, call) {
    while (this.paused || this.pending.size >= MAX_IN_FLIGHT) await (this.paused ?? sleep(200));
    if (this.stopped) throw new Error('stopped');
    const turn = actor.turn ?? Promise.resolve();
    let free;
    actor.turn = new Promise((resolve) => (free = resolve));
    await turn;
    try {
      if (actor.nonce === undefined) actor.nonce = await this.rpc('system_accountNextIndex', [actor.address]);
      const nonce = actor.nonce;
      actor.nonce += 1;
      // Immortal, so that the same bytes can be sent again after a restart and count once.
      const signed = call.sign(actor.pair, {
        nonce,
        era: 0,
        tip: 0,
        blockHash: this.genesis,
        genesisHash: this.genesis,
        runtimeVersion: this.api.runtimeVersion,
      });
      const hex = signed.toHex();
      const record = {
        actor,
        nonce,
        hex,
        hash: blake2AsHex(hex),
        asked: call.asked,
        order: this.sent,
        sentAt: Date.now(),
      };
      record.done = new Promise((resolve) => (record.settle = resolve));
      this.sent += 1;
      this.records.set(record.hash, record);
      this.pending.add(record);
      await this.#submit(record);
      return record;
    } finally {
      free();
    }
  }

  async #submit(record) {
    record.sentAt = Date.now();
    try {
      await this.rpc('author_submitExtrinsic', [record.hex]);
    } catch (error) {
      // In the pool or in a block already: its block will tell.
      record.trouble = error.message;
      if (/already imported|outdated|stale|temporarily banned|too low/i.test(error.message)) return;
      if (!record.told) console.log(`   not taken by the pool, tried again: ${error.message}`);
      record.told = true;
    }
  }

  /// Sends everything that no finalised block holds again, in the first order.
  async resend() {
    for (const record of [...this.pending].sort((a, b) => a.order - b.order)) {
      this.resent += 1;
      await this.#submit(record);
    }
  }

  async #sweep() {
    while (!this.stopped) {
      await sleep(2_000);
      if (this.paused) continue;
      const limit = Date.now() - 40_000;
      for (const record of [...this.pending].sort((a, b) => a.order - b.order)) {
        if (record.sentAt > limit || this.stopped) continue;
        this.resent += 1;
        await this.#submit(record).catch(() => {});
      }
    }
  }

  /// Nothing new is sent until the returned function is called.
  pause() {
    let go;
    this.paused = new Promise((resolve) => (go = resolve));
    return () => {
      this.paused = null;
      go();
    };
  }

  /// Waits until every transaction that is out is in a finalised block.
  async drained(millis = 300_000) {
    const end = Date.now() + millis;
    while (this.pending.size > 0) {
      if (this.broken) throw this.broken;
      if (Date.now() > end) {
        throw new Error(`${this.pending.size} transactions never got into a block: ${this.waiting().join('; ')}`);
      }
      await sleep(200);
    }
  }

  /// The first transactions that are out, and what the pool last said of them.
  waiting() {
    return [...this.pending]
      .slice(0, 5)
      .map(
        (record) =>
          `${record.actor.name} nonce ${record.nonce}, sent ${Math.round((Date.now() - record.sentAt) / 1_000)} s ago: ${record.trouble ?? 'waiting'}`,
      );
  }
}
