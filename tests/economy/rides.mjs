// Rides, and their reports: once a period each operator reports the period that has ended.

import { u8aToHex } from '@polkadot/util';
import { sleep } from './chain.mjs';

const ROWS = 100;

export class Rides {
  constructor(world) {
    this.world = world;
    this.period = world.args.reportDays;
    this.sheets = new Map();
    this.revoked = new Set();
    this.held = new Map();
  }

  /// All rides of a period, drawn once: operator index -> rows.
  sheet(number) {
    let sheet = this.sheets.get(number);
    if (sheet) return sheet;
    const { actors, args, play } = this.world;
    const rng = this.world.rng.rides.fork(`${number}`);
    sheet = actors.treasuries.map(() => []);
    const minutes = Math.floor(this.period * 1_440);
    const first = Math.ceil(play.begins / 60) + number * minutes;
    for (const citizen of actors.citizens) {
      const riding = citizen.joins.filter(() => citizen.role || rng.chance(args.ridesPerPeriod));
      if (riding.length === 0) continue;
      const slot = Math.floor(minutes / riding.length);
      riding.forEach((at, place) => {
        const duration = rng.between(8, 60);
        const start = first + place * slot + rng.below(slot - duration - 1);
        const distance = citizen.role
          ? rng.between(2_000, 3_000)
          : rng.chance(0.02)
            ? rng.between(0, 2)
            : rng.between(150, 3_000);
        sheet[at].push({ citizen: citizen.id, start, duration, distance });
      });
    }
    // What must not be credited: the same ride by another operator, a ride of somebody who never
    // agreed, a distance beyond the methodology's, one that isn't over.
    for (const [at, rows] of sheet.entries()) {
      // Whoever reports first is credited; the exactly funded operator must know what it will be.
      const next = (at + 1) % sheet.length;
      const involved = [at, next].includes(this.world.roles.tight);
      const stolen = !involved && sheet[next].find((row) => this.#joined(row.citizen, at) && row.distance > 100);
      if (stolen) rows.push({ ...stolen, start: stolen.start + 1 });
      const stranger = actors.citizens.find((one) => !one.joins.includes(at));
      if (stranger) rows.push({ citizen: stranger.id, start: first + 5, duration: 20, distance: 900 });
      if (rows[0]) rows.push({ ...rows[0], start: first + minutes - 3, duration: 2, distance: 10_001 });
      if (rows[0]) rows.push({ ...rows[0], start: first + 40 * 1_440, duration: 12, distance: 1_000 });
      rows.sort((a, b) => a.citizen - b.citizen || a.start - b.start);
    }
    this.sheets.set(number, sheet);
    this.sheets.delete(number - 3);
    return sheet;
  }

  #joined(citizen, at) {
    const found = this.world.byId.get(citizen);
    return !found.role && found.joins.includes(at);
  }

  batch(at, rows, salt) {
    const { actors, plan, chain, methodology } = this.world;
    const operator = actors.treasuries[at].id;
    const id = u8aToHex(this.world.rng.rides.fork(`batch ${at} ${salt}`).bytes(32));
    const evidence = u8aToHex(this.world.rng.rides.fork(`evidence ${at} ${salt}`).bytes(32));
    plan.batches.set(id, { operator, rows });
    const call = chain.api.tx.activityReports.submit(
      id,
      { methodology: methodology.methodology, version: methodology.version },
      evidence,
      rows.map(({ citizen, start, duration, distance }) => ({
        citizen,
        start,
        duration,
        inputs: [distance],
        claims: [],
      })),
    );
    return { id, call, operator, rows };
  }

  /// One operator's reports until the play ends.
  async run(at) {
    const { play, actors, args, roles } = this.world;
    const reporter = actors.reporters[at];
    for (let number = 0; (number + 1) * this.period + 0.08 < args.days; number += 1) {
      // Operators report one after the other, so that blocks are not all filled at once.
      await play.until((number + 1) * this.period + 0.06 + (0.3 * this.period * at) / actors.treasuries.length);
      if (this.revoked.has(at)) return;
      const rows = this.sheet(number)[at];
      for (let from = 0; from < rows.length; from += ROWS) {
        const batch = this.batch(at, rows.slice(from, from + ROWS), `${number} ${from}`);
        this.held.set(at, true);
        if (at === roles.tight) await this.#tight(at, batch, number === 0 && from === 0);
        await play.ok(reporter, batch.call, 'reports');
        if (number === 0 && from === 0) await this.#again(at, batch);
        this.held.set(at, false);
        await sleep(0);
      }
    }
  }

  /// The operator that pays in what the next batch needs and no planck more.
  async #tight(at, batch, first) {
    const { play, actors, books, chain } = this.world;
    const treasury = actors.treasuries[at];
    const short = () => {
      const series = books.newest(treasury.id, chain.now());
      return (
        books.preview(treasury.id, batch.rows, chain.now()) * books.price(treasury.id, series) - books.free(treasury.id)
      );
    };
    let missing = short();
    if (missing <= 0n) return;
    if (first && missing > 1n) {
      await play.ok(treasury, chain.api.tx.points.deposit(treasury.id, missing - 1n), 'deposits');
      await play.refused(actors.reporters[at], batch.call, 'points.FundShort', 'a batch beyond the fund by one planck');
      missing = short();
      if (missing !== 1n)
        play.failures.push(`the fund of operator ${treasury.id} is short by ${missing} plancks, must be 1`);
    }
    await play.ok(treasury, chain.api.tx.points.deposit(treasury.id, missing), 'deposits');
  }

  /// The same batch again, and another under its name.
  async #again(at, batch) {
    const { play, actors, chain } = this.world;
    const reporter = actors.reporters[at];
    const again = await play.ok(reporter, batch.call, 'batches sent twice');
    if (!again.error && !again.events.some((event) => event.method === 'BatchUnchanged'))
      play.failures.push('a batch that was sent twice was not recognised');
    const other = chain.api.tx.activityReports.submit(
      batch.id,
      { methodology: this.world.methodology.methodology, version: this.world.methodology.version },
      batch.id,
      [{ citizen: batch.rows[0].citizen, start: batch.rows[0].start, duration: 5, inputs: [500], claims: [] }],
    );
    await play.refused(reporter, other, 'activityReports.BatchIdReused', 'another batch under the same name');
    await play.refused(
      actors.anybody,
      batch.call,
      'activityReports.NotAReporter',
      'a report by somebody without a role',
    );
  }
}
