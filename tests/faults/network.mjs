// The network under test: its nodes, asked over JSON-RPC, and started, ended and cut apart by
// scripts/network.sh.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { xxhashAsHex } from '@polkadot/util-crypto';

export const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
export const now = () => performance.now() / 1000;

/** Runs a command; resolves to { code, out, err }, whatever the code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** The same, but a code other than 0 is an error. */
export async function must(command, args, options) {
  const done = await run(command, args, options);
  if (done.code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${done.code}\n${done.err.slice(-3000)}`);
  return done.out;
}

/** Asks until the answer is not undefined, null or false; the last words say what was waited for. */
export async function until(what, seconds, ask, every = 1) {
  const end = now() + seconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (now() > end) throw new Error(`${what}: not in ${seconds} s`);
    await sleep(every);
  }
}

export class Node {
  constructor(known) {
    Object.assign(this, known);
    this.http = `http://${known.rpc_ip}:${known.rpc_port}`;
    this.ws = `ws://${known.rpc_ip}:${known.rpc_port}`;
  }

  async call(method, params = [], timeout = 8000) {
    const answer = await fetch(this.http, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(timeout),
    });
    const document = await answer.json();
    if (document.error) throw Object.assign(new Error(`${method}: ${document.error.message}`), { rpc: document.error });
    return document.result;
  }

  /** The answer, or undefined where the node doesn't give one. */
  async ask(method, params) {
    try {
      return await this.call(method, params);
    } catch {
      return undefined;
    }
  }

  async header(hash) {
    const header = await this.ask('chain_getHeader', hash ? [hash] : []);
    return header && { number: Number(header.number), stateRoot: header.stateRoot, parent: header.parentHash, digest: header.digest };
  }

  async final() {
    const hash = await this.ask('chain_getFinalizedHead');
    const header = hash && (await this.header(hash));
    return header && { ...header, hash };
  }

  async height() {
    return (await this.header())?.number;
  }

  hashAt(number) {
    return this.ask('chain_getBlockHash', [number]);
  }

  logged(pattern, from = 0) {
    const text = readFileSync(this.log, 'utf8').slice(from);
    return text.split('\n').filter((line) => pattern.test(line));
  }

  logSize() {
    try {
      return readFileSync(this.log, 'utf8').length;
    } catch {
      return 0;
    }
  }
}

export class Network {
  constructor(home, script) {
    this.home = home;
    this.script = script;
    this.nodes = [];
    this.finals = new Map();
    this.conflicts = [];
  }

  async sh(...args) {
    const dashes = args.indexOf('--');
    const own = dashes < 0 ? args : args.slice(0, dashes);
    const rest = dashes < 0 ? [] : args.slice(dashes);
    return must(this.script, [...own, '--home', this.home, ...rest]);
  }

  async refresh() {
    const { out } = await run(this.script, ['status', '--json', '--home', this.home]);
    this.nodes = JSON.parse(out).map((one) => new Node(one));
    this.isolated = this.nodes.every((node) => node.netns);
    return this.nodes;
  }

  get validators() {
    return this.nodes.filter((node) => node.role === 'validator');
  }

  node(name) {
    const found = this.nodes.find((node) => node.name === name);
    if (!found) throw new Error(`no node is called ${name}`);
    return found;
  }

  // --- what goes on, seen from outside ---------------------------------------------------------

  /** Every second: what each node says is best and final. Two hashes at one final height are kept. */
  watch() {
    this.samples = [];
    this.watching = true;
    this.watcher = (async () => {
      while (this.watching) {
        await Promise.allSettled(
          this.nodes.map(async (node) => {
            const [best, final] = await Promise.all([node.height(), node.final()]);
            if (final) this.saw(node.name, final.number, final.hash);
            if (best !== undefined || final) this.samples.push({ at: now(), node: node.name, best, final: final?.number });
          }),
        );
        await sleep(1);
      }
    })();
  }

  async unwatch() {
    this.watching = false;
    await this.watcher;
  }

  saw(node, number, hash) {
    const known = this.finals.get(number);
    if (known === undefined) this.finals.set(number, hash);
    else if (known !== hash) this.conflicts.push(`block ${number}: ${known} and ${hash} (${node})`);
  }

  /** Longest time between two rises of what any (or one) node says is final, from a moment on. */
  stall(from, only) {
    let highest = -1;
    let last = from;
    let longest = 0;
    for (const { at, node, final } of this.samples) {
      if (only && node !== only) continue;
      if (final === undefined || final <= highest) continue;
      if (at >= from && highest >= 0) {
        longest = Math.max(longest, at - Math.max(last, from));
        last = at;
      }
      highest = final;
      if (at < from) last = from;
    }
    return Math.max(longest, now() - Math.max(last, from));
  }

  /** The highest final block that a node has been seen with. */
  lastFinal(name) {
    return this.samples.reduce((top, one) => (one.node === name && one.final > top ? one.final : top), 0);
  }

  /** Highest final block of those that answer now. */
  async top(nodes = this.validators) {
    const all = await Promise.all(nodes.map((node) => node.final()));
    return Math.max(...all.map((final) => final?.number ?? -1));
  }

  /** Until these nodes have all finalised blocks beyond what the first to answer has now. */
  async progress(seconds, more = 2, nodes = this.nodes) {
    const start = await until('a node to answer', seconds, async () => {
      const top = await this.top(nodes);
      return top >= 0 && top;
    });
    const from = now();
    await until(`block ${start + more} final on ${nodes.map((node) => node.name).join(', ')}`, seconds, async () => {
      const all = await Promise.all(nodes.map((node) => node.final()));
      return all.every((final) => final && final.number >= start + more);
    });
    return now() - from;
  }

  /** State roots of all nodes at the newest block that is final on each: one, or it throws. */
  async sameState(nodes = this.nodes) {
    const finals = await Promise.all(nodes.map((node) => node.final()));
    const height = Math.min(...finals.map((final) => final.number));
    const found = await Promise.all(
      nodes.map(async (node) => {
        const hash = await node.hashAt(height);
        return `${hash} ${(await node.header(hash))?.stateRoot}`;
      }),
    );
    if (new Set(found).size !== 1) throw new Error(`the nodes differ at block ${height}: ${found.join('; ')}`);
    return { height, root: found[0].split(' ')[1] };
  }

  /** Nobody may be punished for what others did: no offence reported, nobody disabled. */
  async nobodyAccused(node = this.validators[0]) {
    const prefix = (pallet, item) => xxhashAsHex(pallet, 128) + xxhashAsHex(item, 128).slice(2);
    const reports = await node.call('state_getKeysPaged', [prefix('Offences', 'Reports'), 10, null]);
    if (reports.length > 0) throw new Error(`an equivocation was reported against a validator (${reports.length} entries in Offences)`);
    const disabled = await node.call('state_getStorage', [prefix('Session', 'DisabledValidators')]);
    if (disabled && disabled !== '0x00') throw new Error(`a validator was disabled: ${disabled}`);
  }

  // --- links -----------------------------------------------------------------------------------

  /** Puts these nodes on a bridge of their own: they reach each other, and nobody else. */
  async cut(names) {
    const hub = this.hub();
    await run('ip', ['-n', hub, 'link', 'add', 'lan2', 'type', 'bridge']);
    await must('ip', ['-n', hub, 'link', 'set', 'lan2', 'up']);
    for (const name of names) await must('ip', ['-n', hub, 'link', 'set', this.node(name).link, 'master', 'lan2']);
  }

  async heal() {
    for (const node of this.nodes) await must('ip', ['-n', this.hub(), 'link', 'set', node.link, 'master', 'lan']);
  }

  hub() {
    return this.nodes[0].netns.replace(/-(node|full|late).*$/, '-hub');
  }
}

/** Everything in state at a block, as one hash, read page by page. */
export async function stateHash(node, at) {
  const hash = createHash('sha256');
  let from = null;
  let keys = 0;
  for (;;) {
    const page = await node.call('state_getKeysPaged', ['0x', 500, from, at], 60000);
    if (page.length === 0) return { hash: hash.digest('hex'), keys };
    const [{ changes }] = await node.call('state_queryStorageAt', [page, at], 60000);
    const values = new Map(changes);
    for (const key of page) hash.update(`${key} ${values.get(key)}\n`);
    keys += page.length;
    from = page[page.length - 1];
  }
}
