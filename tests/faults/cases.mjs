// The faults. Each takes { network, load, short }, does harm, waits until the network is whole again and
// returns the figures and a line; what must not happen throws.

import { existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { must, now, run, sleep, stateHash, until } from './network.mjs';
import { make, send } from './spam.mjs';

const SLOT = 3;
// Four validators on two cores that others may use too: patience, and facts instead of seconds.
const PATIENCE = 600;

function check(condition, text) {
  if (!condition) throw new Error(text);
}

const seconds = (value) => `${value.toFixed(0)} s`;

/** Until a node has finalised what the others have. Resolves to the seconds it took, from now or `from`. */
async function caughtUp(network, name, from = now()) {
  await until(`${name} to catch up`, PATIENCE, async () => {
    const own = (await network.node(name).final())?.number ?? -1;
    const top = await network.top(network.validators.filter((node) => node.name !== name && node.pid));
    return own >= 0 && own >= top - 1;
  });
  return now() - from;
}

/** Until the process has ended. */
async function ended(network, name, within) {
  const from = now();
  await until(`${name} to end`, within, async () => {
    await network.refresh();
    return network.node(name).pid === null;
  });
  return now() - from;
}

export const killOne = {
  name: 'kill-one',
  title: 'one validator of four killed (SIGKILL) under load, restarted',
  short: true,
  async run({ network, load, short }) {
    const down = short ? 15 : 45;
    load.start(0);
    await sleep(short ? 6 : 20);
    const from = now();
    const slices = load.slices.length;
    await network.sh('stop', 'node-3', '--kill');
    const before = network.lastFinal('node-3');
    await sleep(down);
    const stall = network.stall(from);
    const top = await network.top(network.validators.slice(0, 2));
    check(top > before, `finality stood still with three validators of four: ${before} to ${top}`);
    const restarted = now();
    await network.sh('start', 'node-3');
    await network.refresh();
    const back = await until('node-3 to answer', PATIENCE, async () => (await network.node('node-3').final())?.number);
    const recovery = await caughtUp(network, 'node-3', restarted);
    await load.stop();
    const lost = Math.max(0, before - back);
    return {
      figures: { down_s: down, longest_stall_s: stall, finalised_while_down: top - before, own_blocks_lost: lost, recovery_s: recovery, slices: load.slices.length - slices },
      text: `down ${down} s: the others finalised ${top - before} blocks, longest gap ${seconds(stall)}; it had lost ${lost} blocks and was back ${seconds(recovery)} after its start`,
    };
  },
};

export const killAll = {
  name: 'kill-all',
  title: 'all four validators killed (SIGKILL) under load, restarted',
  short: true,
  async run({ network, load, short }) {
    load.start(0);
    await sleep(short ? 6 : 20);
    const names = network.validators.map((node) => node.name);
    const before = Math.max(...names.map((name) => network.lastFinal(name)));
    await Promise.all(names.map((name) => network.sh('stop', name, '--kill')));
    const from = now();
    await sleep(short ? 3 : 20);
    const started = now();
    for (const name of names) await network.sh('start', name);
    await network.refresh();
    const back = {};
    for (const name of names) {
      back[name] = await until(`${name} to answer`, PATIENCE, async () => (await network.node(name).final())?.number);
    }
    const atStart = Math.max(...Object.values(back));
    await until('a new final block', PATIENCE, async () => (await network.top()) > Math.max(before, atStart));
    const recovery = now() - started;
    await load.stop();
    const lost = Object.values(back).map((height) => Math.max(0, before - height));
    return {
      figures: { final_before: before, finals_at_restart: back, blocks_lost_by_node: lost, blocks_lost_by_all: Math.min(...lost), recovery_s: recovery, down_s: started - from },
      text: `final ${before} before; the nodes had lost ${lost.join(', ')} final blocks, together ${Math.min(...lost)}; new final block ${seconds(recovery)} after the restart`,
    };
  },
};

export const partition = {
  name: 'partition',
  title: 'two validators against two, then healed',
  short: false,
  needs: 'isolated',
  async run({ network, load, short }) {
    const length = short ? 30 : 90;
    load.start(0);
    await sleep(15);
    const heads = async () => Promise.all(network.validators.map(async (node) => [node.name, (await node.final())?.number ?? -1, (await node.height()) ?? -1]));
    await network.cut(['node-3', 'node-4']);
    const from = now();
    // Votes that were on their way may still arrive.
    await sleep(12);
    const early = await heads();
    await sleep(length);
    const late = await heads();
    const moved = late.filter(([, final], i) => final > early[i][1]);
    check(moved.length === 0, `finality went on with two validators of four: ${JSON.stringify({ early, late })}`);
    const hashes = async (number) => Promise.all(network.validators.map((node) => node.hashAt(number)));
    const above = Math.min(...late.map(([, , best]) => best));
    const forked = new Set(await hashes(above)).size;
    check(forked >= 2, `the halves are on one chain at block ${above}: the network was not cut`);
    const built = Math.max(...late.map(([, , best]) => best)) - Math.max(...late.map(([, final]) => final));
    await network.heal();
    const healed = now();
    await until('finality to go on', PATIENCE, async () => (await network.top()) > Math.max(...late.map(([, final]) => final)) + 1);
    const resumed = now() - healed;
    await load.stop();
    // Past the fork, or nothing is decided about it yet.
    await until('finality to pass the fork', PATIENCE, async () => (await network.top()) >= above);
    for (const node of network.validators) await caughtUp(network, node.name);
    const stall = network.stall(from - 3);
    const { height } = await network.sameState(network.validators);
    check(height >= above, `final ${height} only`);
    check(new Set(await hashes(above)).size === 1, 'two chains are left');
    return {
      figures: { cut_s: healed - from, finalised_while_cut: 0, branches: forked, unfinalised_blocks: built, resumed_s: resumed, stall_s: stall },
      text: `cut ${seconds(healed - from)}: nothing final, ${forked} branches of up to ${built} blocks; final again ${seconds(resumed)} after healing, one chain`,
    };
  },
};

export const clock = {
  name: 'clock',
  title: 'a validator whose clock is a minute ahead, then a minute behind',
  short: false,
  async run({ network, load, short }) {
    const length = short ? 25 : 60;
    const figures = {};
    const parts = [];
    for (const offset of [60, -60]) {
      load.start(0);
      await network.sh('stop', 'node-4');
      await network.sh('start', 'node-4', '--clock-offset', String(offset));
      await network.refresh();
      network.node('node-4').avoid = true;
      await sleep(10);
      const from = now();
      const others = network.validators.filter((node) => node.name !== 'node-4');
      const before = await network.top(others);
      const size = network.node('node-1').logSize();
      await sleep(length);
      const stall = network.stall(from, 'node-1');
      const final = (await network.top(others)) - before;
      check(final > 0, `the others stopped finalising beside a clock ${offset} s off`);
      const own = (await network.node('node-4').final())?.number ?? -1;
      const refused = new Set(network.node('node-1').logged(/Verification failed/, size).map((line) => line.match(/0x[0-9a-f]{64}/)?.[0])).size;
      await load.stop();
      await network.sh('stop', 'node-4');
      const righted = now();
      await network.sh('start', 'node-4');
      await network.refresh();
      const recovery = await caughtUp(network, 'node-4', righted);
      figures[`offset_${offset}`] = { finalised: final, longest_stall_s: stall, behind_blocks: before + final - own, refused_blocks: refused, recovery_s: recovery };
      parts.push(`${offset > 0 ? '+' : ''}${offset} s: the others finalised ${final} blocks (longest gap ${seconds(stall)}) and refused ${refused} of its blocks, it was ${Math.max(0, before + final - own)} behind and back ${seconds(recovery)} after its clock was right`);
    }
    return { figures, text: parts.join('; ') };
  },
};

/** A node's database on a disk of its own, so small that it can be filled. */
async function smallDisk(network, name, mib) {
  const { base } = network.node(name);
  await network.sh('stop', name);
  const kept = `${base}.kept`;
  rmSync(kept, { recursive: true, force: true });
  renameSync(base, kept);
  mkdirSync(base);
  await must('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', base]);
  await must('cp', ['-a', `${kept}/.`, base]);
  return {
    /** Leaves so many bytes free. */
    async fill(leave) {
      const { out } = await run('df', ['--output=avail', '-B1', base]);
      const free = Number(out.trim().split('\n').pop()) - leave;
      const file = openSync(join(base, 'ballast'), 'w');
      try {
        const piece = Buffer.alloc(1 << 16, 7);
        for (let left = free; left > 0; left -= piece.length) writeSync(file, piece, 0, Math.min(left, piece.length));
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free() {
      rmSync(join(base, 'ballast'), { force: true });
    },
    /** Puts the database back where it was; as it is now, unless it was damaged. */
    async away(damaged) {
      await network.sh('stop', name);
      if (!damaged) {
        rmSync(join(base, 'ballast'), { force: true });
        rmSync(kept, { recursive: true, force: true });
        await must('cp', ['-a', base, kept]);
      }
      await must('umount', [base]);
      rmSync(base, { recursive: true, force: true });
      renameSync(kept, base);
    },
  };
}

export const diskFull = {
  name: 'disk-full',
  title: 'the disk of one node fills up',
  short: false,
  needs: 'root',
  async run({ network, load }) {
    load.start(0);
    const disk = await smallDisk(network, 'node-2', 320);
    const figures = {};
    const parts = [];
    try {
      // First as nodes are run: some space is kept free.
      await network.sh('start', 'node-2', '--', '--db-storage-threshold', '64');
      await network.refresh();
      await caughtUp(network, 'node-2');
      let size = network.node('node-2').logSize();
      await disk.fill(32 << 20);
      figures.ended_s = await ended(network, 'node-2', 120);
      const said = network.node('node-2').logged(/MiB left/, size);
      check(said.length > 0, 'the node ended without saying that the disk is short');
      size = network.node('node-2').logSize();
      await network.sh('start', 'node-2', '--', '--db-storage-threshold', '64');
      await ended(network, 'node-2', 120);
      check(network.node('node-2').logged(/MiB left/, size).length > 0, 'it starts on a full disk');
      disk.free();
      const freed = now();
      await network.sh('start', 'node-2', '--', '--db-storage-threshold', '64');
      await network.refresh();
      figures.recovery_s = await caughtUp(network, 'node-2', freed);
      parts.push(`ended by itself ${seconds(figures.ended_s)} after the disk ran short, saying so; refused to start on it; with room again it was back in ${seconds(figures.recovery_s)}, nothing lost`);

      // Then without that care: the database meets the full disk in the middle of a write.
      await network.sh('stop', 'node-2');
      await network.sh('start', 'node-2', '--', '--db-storage-threshold', '0');
      await network.refresh();
      await caughtUp(network, 'node-2');
      await disk.fill(0);
      const from = now();
      let how = 'ran on without importing';
      try {
        await ended(network, 'node-2', 90);
        how = `died after ${seconds(now() - from)}`;
      } catch {
        await network.sh('stop', 'node-2', '--kill');
      }
      figures.unguarded = how;
      disk.free();
      const again = now();
      await network.sh('start', 'node-2', '--', '--db-storage-threshold', '0');
      await network.refresh();
      let unguarded;
      try {
        unguarded = `its database was whole, back in ${seconds(await caughtUp(network, 'node-2', again))}`;
      } catch {
        unguarded = 'its database was damaged';
      }
      figures.unguarded_database = unguarded;
      parts.push(`unguarded (threshold 0) it ${how}; ${unguarded}`);
    } finally {
      await disk.away(figures.unguarded_database?.includes('damaged'));
      await network.sh('start', 'node-2');
      await network.refresh();
    }
    await caughtUp(network, 'node-2');
    await load.stop();
    return { figures, text: parts.join('; ') };
  },
};

export const late = {
  name: 'late',
  title: 'a late node by full sync and one by warp sync',
  short: false,
  async run({ network, load }) {
    const figures = {};
    const parts = [];
    const top = await network.top();
    const names = [['late-full', 'full'], ['late-warp', 'warp']].map(([name, mode]) => [`${name}-${Date.now() % 100000}`, mode]);
    load.start(0);
    for (const [name, mode] of names) {
      // Archive nodes can't warp: what they should have kept was never theirs.
      await network.sh('add', name, '--', '--sync', mode);
      await network.refresh();
      const from = now();
      await until(`${name} to answer`, PATIENCE, async () => (await network.node(name).final())?.number !== undefined);
      await until(`${name} to have finalised block ${top}`, PATIENCE, async () => (await network.node(name).final())?.number >= top);
      await caughtUp(network, name);
      figures[`${mode}_s`] = now() - from;
    }
    await load.stop();
    await network.progress(PATIENCE);
    const { height } = await network.sameState();
    const hash = await network.validators[0].hashAt(height);
    const hashes = new Map();
    for (const name of ['node-1', ...names.map(([one]) => one)]) hashes.set(name, await stateHash(network.node(name), hash));
    const first = hashes.get('node-1');
    for (const [name, one] of hashes) check(one.hash === first.hash, `${name} has another state at block ${height} than node-1`);
    const warp = network.node(names[1][0]);
    const gap = now();
    await until('the warped node to have fetched the blocks before', PATIENCE, async () => {
      const genesis = await warp.hashAt(1);
      return genesis && (await warp.ask('chain_getBlock', [genesis])) != null;
    });
    figures.gap_s = now() - gap;
    const warped = warp.logged(/warp/i).length > 0;
    check(warped, 'the log of the warped node says nothing of a warp');
    figures.keys = first.keys;
    figures.height = height;
    for (const [name] of names) await network.sh('stop', name);
    for (const [name] of names) rmSync(join(network.home, 'nodes', name), { recursive: true, force: true });
    await network.refresh();
    parts.push(`${top} blocks: full sync ${seconds(figures.full_s)}, warp sync ${seconds(figures.warp_s)}; ${first.keys} entries of state at block ${height} equal on both and on a validator (${first.hash.slice(0, 16)})`);
    return { figures, text: parts.join('; ') };
  },
};

/** The files of a node's database. */
function databaseOf(node) {
  const chains = join(node.base, 'chains');
  const folder = join(chains, readdirSync(chains)[0], 'paritydb');
  return { folder, full: join(folder, 'full') };
}

export const truncated = {
  name: 'truncated',
  title: 'a truncated database: a clear message, then resynced',
  short: true,
  async run({ network, load, short }) {
    const figures = {};
    const parts = [];
    load.start(0);
    const ways = [
      ['metadata', (name) => name === 'metadata', () => 10],
      // What was written last is here, and goes into tables and indexes when the node ends in order.
      ['logs', (name) => /^log\d+$/.test(name), (size) => Math.floor(size / 2)],
      ['tables', (name) => name.startsWith('table_'), (size) => Math.floor(size / 2)],
      ['indexes', (name) => name.startsWith('index_'), (size) => Math.floor(size / 2)],
    ];
    for (const [way, chosen, length] of short ? ways.slice(0, 1) : ways) {
      if (way === 'logs') await network.sh('stop', 'node-3', '--kill');
      else await network.sh('stop', 'node-3');
      const { folder, full } = databaseOf(network.node('node-3'));
      let cut = 0;
      for (const name of readdirSync(full)) {
        const file = join(full, name);
        const { size } = statSync(file);
        if (!chosen(name) || size < 64) continue;
        truncateSync(file, length(size));
        cut += 1;
      }
      check(cut > 0, `no file to truncate: ${way}: ${readdirSync(full).join(' ')}`);
      const size = network.node('node-3').logSize();
      await network.sh('start', 'node-3');
      const from = now();
      let how;
      try {
        await ended(network, 'node-3', short ? 60 : 120);
        how = `ended after ${seconds(now() - from)}`;
      } catch {
        how = undefined;
      }
      const said = network.node('node-3').logged(/can't be used/, size);
      if (how) check(said.length > 0, `${way}: the node ended without saying what to do; see ${network.node('node-3').log}`);
      figures[way] = { files: cut, how: how ?? 'ran on', said: said[0] };
      // What the message says to do.
      await network.sh('stop', 'node-3', '--kill');
      rmSync(folder, { recursive: true });
      await sleep(2 * SLOT);
      const back = now();
      await network.sh('start', 'node-3');
      await network.refresh();
      await until('node-3 to answer', PATIENCE, async () => (await network.node('node-3').final())?.number !== undefined);
      await caughtUp(network, 'node-3', back);
      figures[way].resync_s = now() - back;
      parts.push(`${way} (${cut} files): ${how ? `${how}, saying what to do` : 'went on with what was left'}; resynced in ${seconds(figures[way].resync_s)}`);
    }
    await load.stop();
    return { figures, text: parts.join('; ') };
  },
};

export const spam = {
  name: 'spam',
  title: 'spam transactions while reports go on',
  short: true,
  async run({ network, load, short }) {
    const count = short ? 1000 : 10_000;
    const oversized = short ? 5 : 30;
    const calm = [];
    for (let i = 0; i < (short ? 1 : 3); i += 1) calm.push((await load.report(await load.next())).seconds);
    const eve = await load.address('//Eve//stash');
    const nonce = () => network.validators[0].call('system_accountNextIndex', [eve]);
    const before = await nonce();
    const transactions = await make(network.validators[0], count, oversized, load.file('spam.txt'));
    const first = load.slices.length;
    const from = now();
    load.start(0);
    const result = await send(network.validators.slice(0, 2), transactions);
    const stall = network.stall(from);
    await load.stop();
    const busy = load.slices.slice(first).map((slice) => slice.seconds);
    const mean = (list) => list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
    const kinds = result.kinds;
    for (const kind of ['bad signature', 'fee-free call of nobody', 'oversized']) {
      check(kinds[kind].taken === 0, `${kinds[kind].taken} of ${kinds[kind].sent} were taken: ${kind}`);
    }
    // Far nonces wait in the pool, up to its bounds, and are never in a block.
    const after = await nonce();
    check(after === before, `one of them was executed: the sender's nonce went from ${before} to ${after}`);
    const refused = Object.values(kinds).reduce((sum, one) => sum + one.refused, 0);
    const taken = kinds['far nonce'].taken;
    return {
      figures: { sent: transactions.length, seconds: result.seconds, per_second: transactions.length / result.seconds, refused, waiting_in_pool: taken, kinds, longest_stall_s: stall, report_s_before: mean(calm), report_s_during: mean(busy), slices_during: busy.length },
      text: `${transactions.length} in ${seconds(result.seconds)} (${(transactions.length / result.seconds).toFixed(0)}/s): ${refused} refused, ${taken} with far nonces taken into the pools' bounded queues, none executed; a report took ${seconds(mean(calm))} before, ${seconds(mean(busy))} meanwhile; longest gap of finality ${seconds(stall)}`,
    };
  },
};

export const cases = [killOne, killAll, partition, clock, diskFull, late, truncated, spam];
