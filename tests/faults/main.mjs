// Sets a network and a load up, does the faults in turn, checks after each that nothing was lost, doubled
// or forked, and prints a line for each; then the upgrade. Called by tests/faults.sh, which explains the arguments.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { Load } from './load.mjs';
import { must, Network, now, run } from './network.mjs';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean' },
    json: { type: 'boolean' },
    root: { type: 'string' },
    home: { type: 'string' },
    tanpu: { type: 'string' },
    report: { type: 'string' },
    isolated: { type: 'boolean' },
    wasm: { type: 'string' },
    failing: { type: 'string' },
  },
});
// On a network of its own, after the others: its genesis is another.
const upgrade = { name: 'upgrade', title: 'upgrades while it runs, with a migration over every citizen' };
const all = [...cases, upgrade];
const unknown = names.filter((name) => !all.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`no fault is called ${unknown.join(', ')}; there are ${all.map((one) => one.name).join(', ')}`);
  process.exit(2);
}
const say = (text) => console.error(text);

const network = new Network(options.home, join(options.root, 'scripts/network.sh'));
const started = new Date();

async function up() {
  const from = now();
  const load = new Load(network, options.tanpu, options.root, options.home, options.short ? 20 : 40);
  const args = ['--validators', '4', '--clock-scale', '1440', '--clock-start', '1767067200'];
  if (options.isolated) args.push('--isolated');
  say('== Starting four validators with keys of their own');
  await network.sh('up', ...args);
  await network.refresh();
  network.watch();
  say(`   final after ${(now() - from).toFixed(0)} s`);
  say('== Licences, methodology, accounts');
  if (load.resume()) {
    say(`   an earlier run's, with ${load.slices.length} reports`);
    // Only the last one can have been broken off; what the chain holds of all is compared in any case.
    for (const slice of load.slices.slice(-1)) await load.report(slice);
  } else {
    await load.setUp();
  }
  const first = await load.report(await load.next());
  say(`   ready after ${(now() - from).toFixed(0)} s; a report of ${load.citizens} rides takes ${first.seconds.toFixed(0)} s until final`);
  return load;
}

/** All nodes up, final and of one state, and on each the figures of the arithmetic. */
async function whole(load) {
  await network.refresh();
  for (const node of network.nodes) if (!node.pid) await network.sh('start', node.name);
  await network.refresh();
  await network.progress(900);
  const { height, root } = await network.sameState();
  if (network.conflicts.length > 0) throw new Error(`two final blocks of one number: ${network.conflicts.join('; ')}`);
  const due = await load.verify(network.validators[0]);
  await load.verify(network.validators[3]);
  await network.nobodyAccused();
  return { height, root, ...due };
}

/** tests/upgrade.sh in a folder of its own; what it says is seen as it says it. */
async function upgraded() {
  const home = join(options.home, 'upgrade');
  mkdirSync(home, { recursive: true });
  const args = ['--json', '--home', home];
  if (options.short) args.push('--short');
  for (const wasm of ['wasm', 'failing']) if (options[wasm]) args.push(`--${wasm}`, options[wasm]);
  const child = spawn(join(options.root, 'tests/upgrade.sh'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => child.kill('SIGTERM'));
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`tests/upgrade.sh ended with ${code}: see above`);
  return JSON.parse(out);
}

const chosen = cases.filter((one) => (names.length > 0 ? names.includes(one.name) : options.short ? one.short : true));
const results = [];
let failed = 0;
try {
  const load = chosen.length > 0 && (await up());
  for (const one of chosen) {
    const lacks = (one.needs === 'isolated' && !network.isolated) || (one.needs === 'root' && process.getuid() !== 0);
    if (lacks) {
      results.push({ name: one.name, title: one.title, result: 'skipped', text: 'needs root: namespaces, mounts' });
      say(`   ${one.name}: skipped, needs root`);
      continue;
    }
    say(`== ${one.name}: ${one.title}`);
    const from = now();
    const result = { name: one.name, title: one.title };
    try {
      const { figures, text } = await one.run({ network, load, short: options.short });
      const end = await whole(load);
      Object.assign(result, {
        result: 'passed', seconds: now() - from, text, figures,
        records: end.rows, grams: String(end.grams), points_cents: String(end.cents), block: end.height, state_root: end.root,
      });
      say(`   passed in ${result.seconds.toFixed(0)} s: ${text}`);
      say(`   ${end.rows} records, ${end.grams} g, all as worked out; state root ${end.root.slice(0, 18)} on ${network.nodes.length} nodes at block ${end.height}; nobody accused`);
    } catch (error) {
      failed += 1;
      Object.assign(result, { result: 'FAILED', seconds: now() - from, text: error.message });
      say(`   FAILED: ${error.stack}`);
      load.going = false;
      await load.loop;
      // What this one broke must not be blamed on the next.
      try {
        await whole(load);
      } catch (after) {
        say(`   and the network isn't whole after it: ${after.message}`);
        results.push(result);
        break;
      }
    }
    results.push(result);
  }
} catch (error) {
  failed += 1;
  say(`FAILED before any fault: ${error.stack}`);
} finally {
  await network.unwatch().catch(() => {});
}

if (names.length === 0 || names.includes(upgrade.name)) {
  say(`== ${upgrade.name}: ${upgrade.title}`);
  const from = now();
  const result = { name: upgrade.name, title: upgrade.title };
  try {
    // Four validators are enough for a machine.
    if (chosen.length > 0) await network.sh('down');
    const { figures, text } = await upgraded();
    const { records, grams, points_cents, state_root } = figures;
    Object.assign(result, { result: 'passed', text, figures, records, grams, points_cents, block: figures.height, state_root });
    say(`   passed in ${(now() - from).toFixed(0)} s`);
  } catch (error) {
    failed += 1;
    Object.assign(result, { result: 'FAILED', text: error.message });
    say(`   FAILED: ${error.stack}`);
  }
  results.push({ ...result, seconds: now() - from });
}

const width = Math.max(...results.map((one) => one.name.length), 0);
const summary = results.map((one) => `  ${one.name.padEnd(width)}  ${one.result.padEnd(7)}  ${one.text}`);
if (options.json) {
  console.log(JSON.stringify({ started: started.toISOString(), short: Boolean(options.short), results }, null, 1));
} else {
  console.log(summary.join('\n'));
}

if (options.report) {
  const version = (await must(join(options.tanpu, '../tanpu-node'), ['--version'])).trim();
  const { out: machine } = await run('sh', ['-c', 'nproc; sed -n "s/^MemTotal: *//p" /proc/meminfo']);
  const [cores, memory] = machine.trim().split('\n');
  const head = readFileSync(join(options.root, 'tests/faults/report-head.md'), 'utf8');
  const rows = results.map((one) => {
    const escape = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
    return `| ${one.name} | ${one.result} | ${one.seconds ? one.seconds.toFixed(0) : '-'} | ${one.records ?? '-'} | ${escape(one.text)} |`;
  });
  const details = results.filter((one) => one.figures).map((one) => `### ${one.name}\n\n\`\`\`json\n${JSON.stringify(one.figures, null, 1)}\n\`\`\`\n`);
  writeFileSync(
    options.report,
    `${head}\n## Last run\n\n${started.toISOString().slice(0, 10)}, ${version}, ${cores} cores, ${memory}, ${options.short ? 'short' : 'long'} form, ` +
      `four validators with generated keys on one machine${network.isolated ? ', each in a network namespace (but for the upgrade)' : ''}.\n\n` +
      `| fault | result | s | records by then | figures |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n` +
      `After each: every record credited exactly once on every node that was asked, one state root on all nodes, no two final blocks of one number, no validator accused.\n\n` +
      `${details.join('\n')}`,
  );
}
process.exit(failed > 0 ? 1 : 0);
