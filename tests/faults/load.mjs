// The load: an operator reports rides all the while, and what the chain must hold in the end is
// worked out here, by plain arithmetic.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, now, run, sleep, until } from './network.mjs';

// methodologies/shenzhen-metro.toml: 46.7 g a km, 8.44 points a kg.
const FACTOR_TENTHS = 467n;
const POINTS_HUNDREDTHS_PER_KG = 844n;
const RIDE_MINUTES = 10;

export class Load {
  constructor(network, tanpu, root, home, citizens) {
    Object.assign(this, { network, tanpu, root, home, citizens });
    this.slices = [];
    this.cursor = 0;
    this.retries = 0;
    this.faults = [];
  }

  file(name) {
    return join(this.home, name);
  }

  /** One command on the first node, or on another; JSON. */
  async t(args, node = this.network.validators[0]) {
    return JSON.parse(await must(this.tanpu, ['--url', node.ws, '--json', ...args]));
  }

  /** For setting up: in a block is enough; nothing is counted before the first report. Each of these
   * can be said again where a busy machine gave no answer in time. */
  async plain(args, node = this.network.validators[0]) {
    for (let attempt = 0; ; attempt += 1) {
      const done = await run(this.tanpu, ['--url', node.ws, '--wait', 'best', ...args]);
      if (done.code === 0) return done.out;
      if (attempt === 4) throw new Error(`tanpu ${args.slice(0, 4).join(' ')}: exit code ${done.code}\n${done.err.slice(-2000)}`);
      await sleep(5);
    }
  }

  async address(uri) {
    const out = await must(join(this.tanpu, '../tanpu-node'), ['key', 'inspect', '--output-type', 'json', uri]);
    return JSON.parse(out).ss58Address;
  }

  /** Goes on where an earlier run on this folder ended: what it reported is in its files. */
  resume() {
    const file = this.file('load.json');
    if (!existsSync(file)) return false;
    Object.assign(this, JSON.parse(readFileSync(file, 'utf8')));
    const names = readdirSync(this.home).filter((name) => /^slice-\d+\.csv$/.test(name));
    for (let index = 0; index < names.length; index += 1) {
      const [, ...lines] = readFileSync(this.file(`slice-${index}.csv`), 'utf8').trim().split('\n');
      const rows = lines.map((line) => {
        const [user, , end, distance] = line.split(',');
        this.cursor = Math.max(this.cursor, Date.parse(end) / 1000);
        return this.row(Number(user.slice(1)), BigInt(distance.replace('.', '')));
      });
      this.slices.push({ index, file: this.file(`slice-${index}.csv`), rows, done: false });
    }
    return true;
  }

  row(citizen, hundredths) {
    return { citizen, hundredths, grams: (hundredths * FACTOR_TENTHS) / 1000n };
  }

  /** Council, methodology, licences, fund, accounts: what a report needs. Development keys. */
  async setUp() {
    const council = ['--suri', '//Alice'];
    const approve = ['--approve-with', '//Bob'];
    await this.plain([...council, 'groups', 'apply', join(this.root, 'methodologies/groups.toml'), ...approve]);
    for (const [kind, name, holder, extra] of [
      ['license-operator', 'Metro', '//Dave//stash', []],
      ['license-provider', 'City identity', '//Ferdie//stash', ['--attestation-key', await this.address('//Ferdie')]],
    ]) {
      if ((await this.t(['--wait', 'best', 'participants', 'list'])).some((one) => one.name === name)) continue;
      await this.plain([
        ...council, 'participants', kind, '--name', name, '--entity', name, '--holder', await this.address(holder), ...extra, ...approve,
      ]);
    }
    const participants = await this.t(['--wait', 'best', 'participants', 'list']);
    const number = (name) => participants.find((one) => one.name === name).participant;
    this.operator = number('Metro');
    const provider = String(number('City identity'));
    const operator = String(this.operator);

    // The consultation takes a day of the chain's; the rest is done meanwhile.
    const published = this.t([
      '--wait', 'best', ...council, 'methodology', 'publish', join(this.root, 'methodologies/shenzhen-metro.toml'), '--effective', 'earliest', ...approve,
    ]);
    const accounts = (async () => {
      const treasury = ['--suri', '//Dave//stash'];
      await this.plain([...treasury, 'participants', 'set-reporter', operator, await this.address('//Dave')]);
      await this.plain([...treasury, 'fund', 'deposit', '--up-to', '100000', '--operator', operator]);
      await this.plain([...treasury, 'series', 'open', '--operator', operator, '--price', '0.10', '--unless-open']);
      for (const key of ['prf.key', 'evidence.key']) {
        if (!existsSync(this.file(key))) await must(this.tanpu, ['identity', 'new-prf-key', this.file(key)]);
      }
      const people = Array.from({ length: this.citizens }, (_, i) => `u${i},faults-${i}`);
      writeFileSync(this.file('people.csv'), `user,identity\n${people.join('\n')}\n`);
      rmSync(this.file('attestations.csv'), { force: true });
      await this.plain([
        '--suri', '//Ferdie', 'identity', 'attest', '--people', this.file('people.csv'), '--provider', provider,
        '--operator', operator, '--prf-key-file', this.file('prf.key'), '--out', this.file('attestations.csv'),
      ]);
      await this.plain([
        '--suri', '//Dave', 'accounts', 'open', this.file('attestations.csv'), '--operator', operator,
        '--provider', provider, '--users', this.file('users.csv'),
      ]);
    })();
    // A failure of the one must not leave the other's unseen.
    const [first, second] = await Promise.allSettled([published, accounts]);
    for (const one of [first, second]) if (one.status === 'rejected') throw one.reason;
    this.methodology = String(first.value.methodology);
    this.effective = Number(first.value.effective);
    await until('the methodology to take effect', 900, async () => (await this.clock()) > this.effective + 7200, 3);
    this.cursor = Math.ceil(this.effective / 60) * 60;
    const { methodology, effective, citizens } = this;
    writeFileSync(this.file('load.json'), JSON.stringify({ operator: this.operator, methodology, effective, citizens }));
  }

  async clock(node) {
    for (const one of node ? [node] : this.network.validators) {
      try {
        return Number((await this.t(['chain', 'info'], one)).clock.now);
      } catch {
        // The next one may be up.
      }
    }
    return 0;
  }

  /** The next rides: one of each citizen, at a time that nobody has ridden at yet. */
  async next() {
    const clock = await until('a node that tells the time', 300, () => this.clock());
    // Not long ago, so that no deadline passes while a fault lasts; and over by now.
    this.cursor = Math.max(this.cursor, Math.floor((clock - 6 * 3600) / 60) * 60);
    const start = this.cursor;
    this.cursor += RIDE_MINUTES * 60;
    if (this.cursor > clock) {
      await until('the rides to be over', 300, async () => (await this.clock()) > this.cursor, 2);
    }
    const index = this.slices.length;
    const time = (seconds) => new Date(seconds * 1000).toISOString().replace('.000', '');
    const rows = [];
    for (let citizen = 0; citizen < this.citizens; citizen += 1) {
      const hundredths = BigInt(200 + ((index * 37 + citizen * 113) % 900));
      rows.push(this.row(citizen, hundredths));
    }
    const file = this.file(`slice-${index}.csv`);
    const lines = rows.map(
      ({ citizen, hundredths }) =>
        `u${citizen},${time(start)},${time(this.cursor)},${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`,
    );
    writeFileSync(file, `user,start,end,distance\n${lines.join('\n')}\n`);
    const slice = { index, file, rows, done: false };
    this.slices.push(slice);
    return slice;
  }

  /** One try to report a slice; `before` are words before the command's own. */
  once(slice, node, before = []) {
    const [command, ...args] = [
      ...before, this.tanpu, '--url', node.ws, '--json', '--suri', '//Dave', 'report', slice.file, '--operator', String(this.operator),
      '--methodology', this.methodology, '--users', this.file('users.csv'), '--batch-size', '10',
      '--evidence-key', this.file('evidence.key'), '--patience', '5',
    ];
    return run(command, args);
  }

  /** Reports one slice until it is final, on whichever node answers: as an operator's script would. */
  async report(slice, prefer = 0) {
    const from = now();
    for (let attempt = 0; ; attempt += 1) {
      const order = this.network.validators.filter((node) => !node.avoid);
      const node = order[(prefer + attempt) % order.length];
      const done = await this.once(slice, node);
      if (done.code === 0) {
        slice.done = true;
        slice.seconds = now() - from;
        const said = JSON.parse(done.out);
        const due = slice.rows.reduce((sum, row) => sum + row.grams, 0n);
        if (BigInt(said.grams) !== due) this.faults.push(`slice ${slice.index}: ${said.grams} g reported, ${due} due`);
        return slice;
      }
      if (done.code === 3) throw new Error(`slice ${slice.index}: rows were rejected: ${done.out.slice(0, 1500)}`);
      this.retries += 1;
      if (now() - from > 1500) throw new Error(`slice ${slice.index} can't be reported: ${done.err.slice(-1500)}`);
      await sleep(2);
    }
  }

  /** Reports one slice after the other until `stop`. */
  start(prefer = 0) {
    this.going = true;
    this.failure = undefined;
    this.loop = (async () => {
      while (this.going) await this.report(await this.next(), prefer);
    })().catch((error) => (this.failure = error));
  }

  async stop() {
    this.going = false;
    await this.loop;
    if (this.failure) throw this.failure;
  }

  expected() {
    const grams = Array(this.citizens).fill(0n);
    let rows = 0;
    for (const slice of this.slices) {
      for (const row of slice.rows) {
        grams[row.citizen] += row.grams;
        rows += 1;
      }
    }
    return {
      rows,
      grams: grams.reduce((sum, one) => sum + one, 0n),
      cents: grams.reduce((sum, one) => sum + (one * POINTS_HUNDREDTHS_PER_KG) / 1000n, 0n),
    };
  }

  /** Compares what a node's final state holds with the arithmetic; throws where they differ. */
  async verify(node) {
    const due = this.expected();
    const operator = String(this.operator);
    const batches = await this.t(['batches', 'list', '--operator', operator, '--last', '1000000'], node);
    const series = await this.t(['series', 'list', '--operator', operator], node);
    await this.t(['solvency', '--positions'], node);
    const sum = (list, field) => list.reduce((total, one) => total + BigInt(one[field]), 0n);
    const found = {
      rows: Number(sum(batches, 'credited')),
      grams: sum(batches, 'grams'),
      cents: sum(series, 'issued_cents'),
    };
    for (const what of ['rows', 'grams', 'cents']) {
      if (found[what] !== due[what]) throw new Error(`${node.name}: ${found[what]} ${what} on the chain, ${due[what]} due`);
    }
    if (this.faults.length > 0) throw new Error(this.faults.join('; '));
    return due;
  }
}
