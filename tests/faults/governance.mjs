// Validators come and go, the settlement office mints and burns, the council changes, stops business and
// lets it go on: on a real network, by the command line. Called by tests/governance.sh, which explains
// the arguments. What has no command of its own (SafeMode, TxPause, the council's members) is encoded
// here and goes through `tanpu council`.

import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { Load } from './load.mjs';
import { must, Network, now, run, sleep, until } from './network.mjs';

const { values: options } = parseArgs({
  options: {
    root: { type: 'string' },
    home: { type: 'string' },
    tanpu: { type: 'string' },
    epoch: { type: 'string' },
    short: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const EPOCH = Number(options.epoch);
const SESSION = EPOCH * 3;
const TANP = 1_000_000_000_000n;
// Cores that others use, too: patience, and facts instead of seconds.
const PATIENCE = 600;
const MINIMUM = 4;
const DEPOSIT = 1_000n * TANP;

const say = (text) => console.error(text);
const started = now();
const network = new Network(options.home, join(options.root, 'scripts/network.sh'));
const keys = new Keyring({ type: 'sr25519' });
const load = new Load(network, options.tanpu, options.root, options.home, 10);
const steps = [];
let api;

function check(condition, text) {
  if (!condition) throw new Error(text);
}

const same = (found, due, what) => check(String(found) === String(due), `${what}: ${found}, should be ${due}`);

/** One thing that was done and checked: `action` returns what it saw. What follows needs it: it throws. */
async function step(area, what, action) {
  const from = now();
  const line = { area, what };
  steps.push(line);
  try {
    line.text = (await action()) ?? '';
    line.result = 'passed';
  } catch (error) {
    line.text = error.message.replace(/\s+/g, ' ').slice(0, 600);
    line.result = 'FAILED';
    throw error;
  } finally {
    line.seconds = Math.round(now() - from);
    say(`   ${line.result === 'passed' ? 'ok    ' : 'FAILED'} ${area}: ${what}${line.text ? ` - ${line.text}` : ''} (${line.seconds} s)`);
  }
}

// --- the command line ---------------------------------------------------------------------------

const first = () => network.node('node-1').ws;
const file = (name) => join(options.home, name);
const signer = (who) => (who.includes('/keys/') ? ['--key-file', who] : ['--suri', who]);

/** A command signed by `who` (a development key, or a key's file), in a block; its JSON. */
async function t(who, ...args) {
  return JSON.parse(await must(options.tanpu, ['--url', first(), '--json', '--wait', 'best', ...(who ? signer(who) : []), ...args]));
}

/** What the last final block says. */
const final = async (...args) => JSON.parse(await must(options.tanpu, ['--url', first(), '--json', ...args]));

/** The chain refuses it, by this name. */
async function refused(name, who, ...args) {
  const done = await run(options.tanpu, ['--url', first(), '--json', '--wait', 'best', ...signer(who), ...args]);
  check(done.code === 6 && done.err.includes(name), `tanpu ${args.join(' ')}: exit code ${done.code} instead of 6 and ${name}: ${done.err.slice(-600)}${done.out.slice(-300)}`);
  return name;
}

// Motions one after the other: the members' transactions are numbered.
let turn = Promise.resolve();
function alone(action) {
  const result = turn.then(action);
  turn = result.catch(() => {});
  return result;
}

const approve = ['--approve-with', '//Bob'];
const council = (...args) => alone(() => t('//Alice', ...args, ...approve));
const councilRefused = (name, ...args) => alone(() => refused(name, '//Alice', ...args, ...approve));

/** Proposes a call that has no command of its own, votes and closes. */
const motion = (call, voters = ['//Alice', '//Bob']) => alone(() => carry(call, voters));
async function carry(call, voters) {
  const { index } = await t(voters[0], 'council', 'propose', call.method.toHex(), '--threshold', String(voters.length));
  check(index !== null, 'the motion has no number');
  for (const voter of voters) await t(voter, 'council', 'vote', String(index));
  return t(voters[0], 'council', 'close', String(index));
}

// --- the chain's state --------------------------------------------------------------------------

const address = (uri) => keys.addFromUri(uri).address;
const issuance = async (at = api) => (await at.query.balances.totalIssuance()).toBigInt();
const account = async (who) => (await api.query.system.account(who)).data;
const member = async (who) => (await final('validator', 'status')).members.find((one) => one.account === who);
const authors = async (who) => {
  const found = await member(who);
  return found?.validates && found.blocks > 0 ? found : false;
};

/** Signs and sends; resolves to the error's name, or '' where the call did what it should. */
function send(tx, who) {
  return new Promise((resolve, reject) => {
    tx.signAndSend(keys.addFromUri(who), { nonce: -1 }, ({ status, dispatchError, isError }) => {
      if (isError) reject(new Error('the transaction was dropped'));
      if (!status.isInBlock) return;
      if (!dispatchError) resolve('');
      else if (dispatchError.isModule) resolve(api.registry.findMetaError(dispatchError.asModule).name);
      else resolve(dispatchError.type);
    }).catch(reject);
  });
}

const transfer = (amount = TANP) => api.tx.balances.transferKeepAlive(address('//Eve//stash'), amount);
const record = (text) => blake2AsHex(`a bank's reference: ${text}`, 256);

// --- validators ---------------------------------------------------------------------------------

const fifth = {};

/** Keys made by a node in its own keystore, with the proof that it has them. */
const newKeys = (name, owner) => network.node(name).call('author_rotateKeysWithOwner', [u8aToHex(decodeAddress(owner))]);

async function accountOf(path) {
  return JSON.parse(await must(join(options.tanpu, '../tanpu-node'), ['key', 'inspect', '--output-type', 'json', path])).ss58Address;
}

async function admission() {
  const area = 'validator';
  await step(area, 'one of four stops, and finality goes on', async () => {
    await network.sh('stop', 'node-4');
    fifth.silentFrom = now();
    network.node('node-4').avoid = true;
    fifth.running = () => network.nodes.filter((node) => node.name !== 'node-4');
    return `two blocks more are final after ${(await network.progress(PATIENCE, 2, fifth.running())).toFixed(0)} s`;
  });
  await step(area, 'the full node restarts at once, on the same ports, as a validator', async () => {
    await network.sh('stop', 'full-1');
    await network.sh('start', 'full-1', '--', '--validator');
    await until('the full node to answer', PATIENCE, () => network.node('full-1').height());
  });
  await step(area, 'an account with keys that its node made', async () => {
    const made = JSON.parse(await must(join(options.tanpu, '../tanpu-node'), ['key', 'generate', '--output-type', 'json']));
    fifth.key = file('keys/fifth.suri');
    writeFileSync(fifth.key, made.secretPhrase, { mode: 0o600 });
    fifth.account = made.ss58Address;
    same(await send(api.tx.balances.transferKeepAlive(fifth.account, 5_000n * TANP), '//Eve'), '', 'its money');
    fifth.keys = await newKeys('full-1', fifth.account);
  });
  await step(area, 'keys with a proof that was made for another account are refused', async () => {
    const stolen = await newKeys('full-1', address('//Eve'));
    return refused('InvalidProof', fifth.key, 'validator', 'apply', '--keys', stolen.keys, '--proof', stolen.proof);
  });
  await step(area, 'it applies', async () => {
    await refused('NoKeys', fifth.key, 'validator', 'apply');
    await t(fifth.key, 'validator', 'apply', '--keys', fifth.keys.keys, '--proof', fifth.keys.proof);
    const [status, { reserved }] = [await t(null, 'validator', 'status'), await account(fifth.account)];
    check(status.candidates.includes(fifth.account), 'it is no candidate');
    check(reserved.toBigInt() >= DEPOSIT, `only ${reserved} are held`);
    return `${reserved.toBigInt() / TANP} TANP are held`;
  });
  await step(area, 'the council admits it', async () => {
    const alone = await t('//Charlie', 'validator', 'admit', fifth.account);
    same(alone.state, 'open', "one member's motion");
    const both = await council('validator', 'admit', fifth.account);
    same(both.state, 'executed', 'the motion');
    const found = (await t(null, 'validator', 'status')).members.find((one) => one.account === fifth.account);
    same(found?.standing, 'active', 'its standing');
    fifth.since = found.since_session;
    return `one member alone: not; two: session ${found.since_session}`;
  });
}

async function validators() {
  const area = 'validator';
  const node4 = { key: file('keys/node-4.suri'), account: await accountOf(file('keys/node-4.suri')) };
  const node1 = { key: file('keys/node-1.suri'), account: await accountOf(file('keys/node-1.suri')) };
  await step(area, 'it makes blocks from the session after the next', async () => {
    await until('its first block', PATIENCE, () => authors(fifth.account), 3);
    const { session } = await final('validator', 'status');
    check(session >= fifth.since + 2, `in session ${session} already`);
    const set = await api.query.session.validators();
    same(set.length, 5, 'validators');
    return `session ${session}, ${set.length} validators`;
  });
  await step(area, 'its keys are rotated while it validates', async () => {
    const made = await newKeys('full-1', fifth.account);
    await t(fifth.key, 'validator', 'keys', '--keys', made.keys, '--proof', made.proof);
    const babe = made.keys.slice(0, 66);
    const inUse = async () => (await api.query.validatorSet.sessionKeys()).find(([who]) => who.toString() === fifth.account)?.[1].babe.toHex();
    same(await inUse(), fifth.keys.keys.slice(0, 66), 'the keys in use until then');
    await until('the new keys to be used', PATIENCE, async () => (await inUse()) === babe, 3);
    const { session } = await t(null, 'validator', 'status');
    await until('a block with them', PATIENCE, async () => (await final('validator', 'status')).session >= session && authors(fifth.account), 3);
    fifth.keys = made;
    await network.progress(PATIENCE, 3, fifth.running());
    return `in use since session ${session}, blocks with them, final`;
  });
  if (options.short) return;

  await step(area, 'the one that is silent is chilled by rule', async () => {
    await until('it to be chilled', 1500, async () => (await member(node4.account))?.standing === 'chilled', 5);
    const set = await until('a set without it', PATIENCE, async () => {
      const found = await api.query.session.validators();
      return !found.some((who) => who.toString() === node4.account) && found;
    }, 3);
    same(set.length, MINIMUM, 'validators');
    return `${Math.round(now() - fifth.silentFrom)} s after it stopped`;
  });
  await step(area, `below ${MINIMUM} nobody is let go`, async () => {
    await councilRefused('BelowMinimum', 'validator', 'remove', node1.account);
    await refused('BelowMinimum', fifth.key, 'validator', 'leave');
    await refused('BelowMinimum', node1.key, 'validator', 'chill');
    same((await t(null, 'validator', 'status')).members.length, 5, 'members');
    return 'remove, leave and chill: BelowMinimum';
  });
  await step(area, 'the chilled one starts again and rejoins', async () => {
    await network.sh('start', 'node-4');
    await network.refresh();
    await until('it to catch up', PATIENCE, async () => {
      const [own, top] = [(await network.node('node-4').final())?.number ?? -1, await network.top([network.node('node-1')])];
      return own >= top - 1;
    });
    await t(node4.key, 'validator', 'rejoin');
    await refused('NotChilled', node4.key, 'validator', 'rejoin');
    await until('its first block', PATIENCE, () => authors(node4.account), 3);
    network.node('node-4').avoid = false;
  });
  await equivocation();
  await departure();
}

async function equivocation() {
  const area = 'equivocation';
  const copy = file('twin-keystore');
  await step(area, 'two machines with the keys of one validator: disabled', async () => {
    const chains = join(network.node('full-1').base, 'chains');
    cpSync(join(chains, readdirSync(chains)[0], 'keystore'), copy, { recursive: true });
    chmodSync(copy, 0o700);
    const from = now();
    await network.sh('add', 'twin', '--', '--validator', '--keystore-path', copy);
    await until('the proof', PATIENCE, async () => (await member(fifth.account))?.standing !== 'active', 2);
    const seconds = Math.round(now() - from);
    // Before the session changes the set: the index is the running one's.
    const [set, disabled] = await Promise.all([api.query.session.validators(), api.query.session.disabledValidators()]);
    const index = set.findIndex((who) => who.toString() === fifth.account);
    const indices = disabled.map((one) => Number(Array.isArray(one) || one.length ? one[0] : one));
    check(index < 0 || indices.includes(index), `disabled are ${indices}, not ${index}`);
    const offence = (await api.query.validatorSet.offenders(fifth.account)).unwrap().toNumber();
    await network.sh('stop', 'twin');
    rmSync(copy, { recursive: true });
    return `proven ${seconds} s after the second one started; session ${offence}, validator ${index} of ${set.length} disabled`;
  });
  await step(area, 'removed by rule, its deposit is free, the others go on', async () => {
    await until('its removal', PATIENCE, async () => !(await member(fifth.account)), 3);
    const set = await until('a set without it', PATIENCE, async () => {
      const found = await api.query.session.validators();
      return !found.some((who) => who.toString() === fifth.account) && found;
    }, 3);
    const { reserved } = await account(fifth.account);
    check(reserved.toBigInt() < DEPOSIT, `${reserved} are still held`);
    const others = network.nodes.filter((node) => node.role === 'validator');
    const seconds = await network.progress(PATIENCE, 3, others);
    return `${set.length} validators; three blocks more are final after ${seconds.toFixed(0)} s`;
  });
}

async function departure() {
  const area = 'validator';
  await step(area, 'with new keys it applies anew; the council refuses it, admits it, removes it', async () => {
    const made = await newKeys('full-1', fifth.account);
    await t(fifth.key, 'validator', 'apply', '--keys', made.keys, '--proof', made.proof);
    await council('validator', 'remove', fifth.account);
    check(!(await t(null, 'validator', 'status')).candidates.includes(fifth.account), 'it is a candidate still');
    await t(fifth.key, 'validator', 'apply');
    await council('validator', 'admit', fifth.account);
    check((await api.query.validatorSet.offenders(fifth.account)).isNone, 'its record is not cleared');
    await council('validator', 'remove', fifth.account);
    const status = await t(null, 'validator', 'status');
    check(!status.members.some((one) => one.account === fifth.account), 'it is a member still');
  });
  await step(area, 'admitted once more it leaves; its keys are purged, every deposit is back', async () => {
    await t(fifth.key, 'validator', 'apply');
    await refused('KeysInUse', fifth.key, 'validator', 'purge-keys');
    await council('validator', 'admit', fifth.account);
    await t(fifth.key, 'validator', 'leave');
    // It may have been chosen for the next session meanwhile.
    await until('its keys to be out of use', PATIENCE, async () => {
      const done = await run(options.tanpu, ['--url', first(), '--wait', 'best', ...signer(fifth.key), 'validator', 'purge-keys']);
      check(done.code === 0 || done.err.includes('KeysInUse'), done.err.slice(-600));
      return done.code === 0;
    }, SESSION / 4);
    const { reserved } = await account(fifth.account);
    same(reserved, 0, 'still held');
  });
}

// --- the settlement office ----------------------------------------------------------------------

const PROPOSER = '//Bob//stash';
const CONFIRMER = '//Charlie//stash';
const TREASURY = '//Dave//stash';

/** Issuance and the office's own sums, of one block. */
async function ties() {
  const at = await api.at(await api.rpc.chain.getBlockHash());
  const [sums, all] = [await at.query.settlement.sums(), await issuance(at)];
  const [genesis, minted, burned] = [sums.genesis, sums.minted, sums.burned].map((one) => one.toBigInt());
  same(all, genesis + minted - burned, 'total issuance against genesis, minted and burned');
  const told = await t(null, 'settlement', 'status');
  same(told.minted_plancks, minted, 'tanpu settlement status, minted');
  same(told.burned_plancks, burned, 'tanpu settlement status, burned');
  return { all, minted, burned };
}

async function settlement() {
  const area = 'settlement';
  const to = address(TREASURY);
  const deposit = (name, amount, reference) => [name, '--to', to, '--amount', String(amount), '--record', record(reference)];
  const office = (...args) => t(PROPOSER, 'settlement', ...args);
  const confirm = (...args) => t(CONFIRMER, 'settlement', ...args);
  await step(area, 'the council appoints two officers and sets the limit', async () => {
    await refused('NotProposer', PROPOSER, 'settlement', ...deposit('mint', 5_000, 'first'));
    await council('settlement', 'appoint', address(PROPOSER), '--duty', 'propose');
    await council('settlement', 'appoint', address(CONFIRMER), '--duty', 'confirm');
    await council('settlement', 'limit', '10000');
    const status = await t(null, 'settlement', 'status');
    same(status.officers.length, 2, 'officers');
    same(status.daily_limit_plancks, 10_000n * TANP, 'limit');
  });
  await step(area, 'one person alone mints nothing', async () => {
    await refused('NotProposer', CONFIRMER, 'settlement', ...deposit('mint', 5_000, 'first'));
    await office(...deposit('mint', 5_000, 'first'));
    await refused('NotConfirmer', PROPOSER, 'settlement', ...deposit('confirm', 5_000, 'first'));
    await council('settlement', 'appoint', address(PROPOSER), '--duty', 'confirm');
    await refused('SamePerson', PROPOSER, 'settlement', ...deposit('confirm', 5_000, 'first'));
    await council('settlement', 'appoint', address(PROPOSER), '--duty', 'propose');
    same((await ties()).minted, 0, 'minted');
    return 'NotProposer, NotConfirmer, SamePerson; nothing minted';
  });
  await step(area, 'two mint, and not what the bank does not say', async () => {
    await refused('DoesNotMatch', CONFIRMER, 'settlement', ...deposit('confirm', 5_001, 'first'));
    const before = (await account(to)).free.toBigInt();
    await confirm(...deposit('confirm', 5_000, 'first'));
    same((await account(to)).free.toBigInt() - before, 5_000n * TANP, 'credited');
    same((await ties()).minted, 5_000n * TANP, 'minted');
    return '5,000 TANP; another amount: DoesNotMatch';
  });
  await step(area, 'the same record never again, and nothing over the limit', async () => {
    await refused('RecordUsed', PROPOSER, 'settlement', ...deposit('mint', 5_000, 'first'));
    await office(...deposit('mint', 10_001, 'second'));
    await refused('AlreadyProposed', PROPOSER, 'settlement', ...deposit('mint', 1, 'second'));
    await refused('AboveDailyLimit', CONFIRMER, 'settlement', ...deposit('confirm', 10_001, 'second'));
    await confirm('drop', record('second'), '--reason', 'over the limit');
    same((await ties()).minted, 5_000n * TANP, 'minted');
    return 'RecordUsed, AlreadyProposed, AboveDailyLimit';
  });
  await step(area, 'a withdrawal is paid by two and burned', async () => {
    const destination = record('account at the bank');
    const { withdrawal } = await t(TREASURY, 'settlement', 'withdraw', '3000', '--destination', destination);
    const id = String(withdrawal);
    check((await account(to)).reserved.toBigInt() >= 3_000n * TANP, 'nothing is held');
    await refused('NotProposed', CONFIRMER, 'settlement', 'confirm-paid', id, '--amount', '3000', '--record', record('paid'));
    // The record of a deposit is none of a payment.
    await refused('RecordUsed', PROPOSER, 'settlement', 'paid', id, '--record', record('first'));
    await office('paid', id, '--record', record('paid'));
    await refused('NotConfirmer', PROPOSER, 'settlement', 'confirm-paid', id, '--amount', '3000', '--record', record('paid'));
    await confirm('confirm-paid', id, '--amount', '3000', '--record', record('paid'));
    same((await ties()).burned, 3_000n * TANP, 'burned');
    return '3,000 TANP';
  });
  await step(area, 'another is refused: its money is free; issuance ties', async () => {
    const { withdrawal } = await t(TREASURY, 'settlement', 'withdraw', '1000', '--destination', record('nowhere'));
    const { reserved } = await account(to);
    await refused('TooEarly', TREASURY, 'settlement', 'take-back', String(withdrawal));
    await confirm('refuse', String(withdrawal), '--reason', 'no such account');
    same(reserved.toBigInt() - (await account(to)).reserved.toBigInt(), 1_000n * TANP, 'free again');
    const { all, minted, burned } = await ties();
    return `${all / TANP} TANP in all, ${minted / TANP} minted, ${burned / TANP} burned`;
  });
}

// --- the council --------------------------------------------------------------------------------

async function membership() {
  const area = 'council';
  const all = ['//Alice', '//Bob', '//Charlie'];
  const newcomer = address('//Ferdie');
  const seats = async () => (await api.query.council.members()).map(String);
  await step(area, 'two of three add nobody; three add a member for its department', async () => {
    const add = api.tx.councilMembership.addMember(newcomer);
    const { index } = await t('//Alice', 'council', 'propose', add.method.toHex(), '--threshold', '2');
    for (const voter of ['//Alice', '//Bob']) await t(voter, 'council', 'vote', String(index));
    const closed = await run(options.tanpu, ['--url', first(), '--wait', 'best', '--suri', '//Alice', 'council', 'close', String(index)]);
    check(closed.code === 6 && /Bad ?origin/i.test(closed.err), `close: exit code ${closed.code}: ${closed.err.slice(-400)}`);
    same((await seats()).length, 3, 'members');
    await carry(add, all);
    await carry(api.tx.authority.setDepartment(newcomer, 'Bureau of Ecology and Environment'), all);
    check((await seats()).includes(newcomer), 'it has no seat');
    const name = (await api.query.authority.departments(newcomer)).unwrap().toUtf8();
    return name;
  });
  await step(area, 'its vote counts; removed, it has none', async () => {
    const { index } = await t('//Ferdie', 'council', 'propose', api.tx.councilMembership.removeMember(newcomer).method.toHex(), '--threshold', '3');
    for (const voter of ['//Ferdie', '//Alice', '//Bob']) await t(voter, 'council', 'vote', String(index));
    await t('//Alice', 'council', 'close', String(index));
    check(!(await seats()).includes(newcomer), 'it has a seat still');
    await refused('NotMember', '//Ferdie', 'council', 'propose', api.tx.system.remark('0x').method.toHex(), '--threshold', '2');
    return '4 members, 3 carried it; then 3';
  });
}

// --- SafeMode and TxPause -----------------------------------------------------------------------

const shop = {};
const MERCHANT = '//Eve//stash';

/** A merchant, and a citizen with a key who pays twice. */
async function business() {
  await step('business', 'a report, a merchant, two payments', async () => {
    await load.report(await load.next());
    const provider = (await t(null, 'participants', 'list')).find((one) => one.name === 'City identity').participant;
    await council('participants', 'license-merchant', '--name', 'Corner shop', '--entity', 'shop', '--holder', address(MERCHANT));
    shop.merchant = String((await t(null, 'participants', 'list')).find((one) => one.name === 'Corner shop').participant);
    writeFileSync(file('keys.csv'), 'user,identity\nu0,faults-0\n');
    rmSync(file('statements.csv'), { force: true });
    await t('//Ferdie', 'identity', 'attest-key', '--people', file('keys.csv'), '--provider', String(provider), '--prf-key-file', file('prf.key'),
      '--dev-keys', '//Citizen', '--addresses', file('addresses.csv'), '--out', file('statements.csv'));
    await t('//Ferdie//stash', 'accounts', 'claim', file('statements.csv'), '--users', file('citizens.csv'));
    shop.payments = [];
    for (const name of ['kept', 'returned']) {
      const request = file(`${name}.request`);
      rmSync(request, { force: true });
      const till = must(options.tanpu, ['--url', first(), '--json', 'merchant', 'till', '--merchant', shop.merchant, '--amount', '0.02', '--valid', '20h', '--request-file', request]);
      till.catch(() => {});
      const code = await until('the till to ask', 60, () => {
        try {
          return readFileSync(request, 'utf8').trim();
        } catch {
          return false;
        }
      }, 0.2);
      await t('//Citizen//u0', 'pay', code);
      shop.payments.push(JSON.parse(await till).payment);
    }
  });
}

async function emergency() {
  const area = 'SafeMode';
  const enter = api.tx.safeMode.forceEnter();
  const slice = await load.next();
  const report = () => run(options.tanpu, [
    '--url', first(), '--json', '--suri', '//Dave', 'report', slice.file, '--operator', String(load.operator), '--methodology', load.methodology,
    '--users', load.file('users.csv'), '--batch-size', '10', '--evidence-key', load.file('evidence.key'), '--patience', '5',
  ], { timeout: 180_000 });
  await step(area, 'entered by half of the council, not by one member', async () => {
    await refused('CallFiltered', '//Charlie', 'council', 'propose', enter.method.toHex(), '--threshold', '1');
    same(await send(enter, '//Charlie'), 'BadOrigin', "a member's own transaction");
    await council('emergency', 'enter');
    const end = (await api.query.safeMode.enteredUntil()).unwrap().toNumber();
    same((await t(null, 'emergency', 'status')).safe_mode_until, end, 'what the command line says');
    await council('emergency', 'extend');
    const later = (await api.query.safeMode.enteredUntil()).unwrap().toNumber();
    check(later > end, `extended from ${end} to ${later}`);
    return `until block ${end}, then ${later}`;
  });
  await step(area, 'a transfer, a batch of one, a report: refused', async () => {
    same(await send(transfer(), '//Eve'), 'CallFiltered', 'transfer');
    same(await send(api.tx.utility.batchAll([transfer()]), '//Eve'), 'CallFiltered', 'batch');
    const done = await report();
    check(done.code !== 0, 'the report went in');
    const said = done.err.trim().split('\n').pop();
    return `CallFiltered; report: exit code ${done.code}, "${said}"`;
  });
  await step(area, 'refund, settlement, governance and blocks go on', async () => {
    const before = await network.top([network.node('node-1')]);
    await t(MERCHANT, 'merchant', 'refund', shop.payments[1]);
    const had = (await account(address(MERCHANT))).free.toBigInt();
    await t('//Eve', 'merchant', 'settle', shop.merchant);
    const paid = (await account(address(MERCHANT))).free.toBigInt() - had;
    check(paid > 0n, 'the merchant was paid nothing');
    await council('settlement', 'limit', '20000');
    same((await t(null, 'settlement', 'status')).daily_limit_plancks, 20_000n * TANP, 'limit');
    const after = await until('more final blocks', PATIENCE, async () => {
      const top = await network.top([network.node('node-1')]);
      return top >= before + 3 && top;
    });
    return `the merchant has ${paid} plancks; final blocks ${before} to ${after}`;
  });
  await step(area, 'left again: transfer and report go in', async () => {
    await council('emergency', 'exit');
    check((await api.query.safeMode.enteredUntil()).isNone, 'SafeMode is not left');
    same(await send(transfer(), '//Eve'), '', 'transfer');
    await load.report(slice);
  });
  const name = (pallet, call) => [`0x${Buffer.from(pallet).toString('hex')}`, `0x${Buffer.from(call).toString('hex')}`];
  await step('TxPause', 'one call is paused, others are not; what must stay open cannot be', async () => {
    await council('emergency', 'pause', 'Balances.transfer_keep_alive');
    same((await t(null, 'emergency', 'status')).paused.join(), 'Balances.transfer_keep_alive', 'what the command line says');
    same(await send(transfer(), '//Eve'), 'CallFiltered', 'the paused call');
    same(await send(api.tx.balances.transferAllowDeath(address('//Eve//stash'), TANP), '//Eve'), '', 'another call');
    const open = api.tx.txPause.pause(name('Settlement', 'confirm_mint'));
    const said = await motion(open).then(() => 'it was carried', (error) => error.message);
    check(/Unpausable/.test(said), said);
    return 'CallFiltered; Settlement.confirm_mint: Unpausable';
  });
  await step('TxPause', 'unpaused it goes on', async () => {
    await council('emergency', 'unpause', 'Balances.transfer_keep_alive');
    same(await send(transfer(), '//Eve'), '', 'transfer');
  });
}

// --- all of it ----------------------------------------------------------------------------------

let failed = false;
try {
  say(`== Four validators, a full node; sessions of ${SESSION} s, a day in a minute`);
  mkdirSync(options.home, { recursive: true });
  await step('network', 'up, down, up again at once', async () => {
    const args = ['--validators', '4', '--full', '1', '--epoch', String(EPOCH), '--minimum', String(MINIMUM), '--clock-scale', '1440', '--clock-start', '1767067200'];
    await network.sh('up', ...args);
    await network.sh('down');
    await network.sh('up', ...args);
    await network.refresh();
    same(network.nodes.length, 5, 'nodes');
    // Blocks can be final before the last connection is there.
    for (const limit = now() + 90; now() < limit && network.nodes.some((node) => !node.peers); await sleep(2)) await network.refresh();
    for (const node of network.nodes) {
      check(node.state === 'up' && node.finalised !== null && node.best !== null && node.peers > 0, `${node.name}: ${node.state}, ${node.peers} peers`);
    }
    const full = network.node('full-1');
    return `full node: ${full.peers} peers, best ${full.best}, finalised ${full.finalised}`;
  });
  network.watch();
  api = await ApiPromise.create({ provider: new WsProvider(first()), noInitWarn: true });
  await admission();
  // Sessions pass meanwhile.
  const others = (async () => {
    await step('business', 'licences, methodology, accounts', () => alone(() => load.setUp()));
    await settlement();
    await alone(membership);
    await business();
    await emergency();
  })();
  const done = await Promise.allSettled([validators(), others]);
  for (const one of done) if (one.status === 'rejected') failed = true;
  if (!failed) {
    await step('network', 'at the end', async () => {
      await network.refresh();
      const running = network.nodes.filter((node) => node.pid);
      await network.progress(PATIENCE, 2, running);
      const { height, root } = await network.sameState(running);
      same(network.conflicts.length, 0, 'final blocks that contradict each other');
      const due = await load.verify(network.node('node-1'));
      await ties();
      return `${due.rows} records as worked out; state root ${root.slice(0, 18)} on ${running.length} nodes at block ${height}`;
    });
  }
} catch (error) {
  failed = true;
  say(error.stack);
} finally {
  await network.unwatch().catch(() => {});
}
const seconds = Math.round(now() - started);
if (options.json) {
  console.log(JSON.stringify({ seconds, steps }, null, 1));
} else {
  const width = Math.max(...steps.map((one) => one.area.length));
  for (const one of steps) console.log(`  ${one.area.padEnd(width)}  ${one.result.padEnd(6)}  ${String(one.seconds).padStart(4)} s  ${one.what}`);
  console.log(`\n${steps.filter((one) => one.result === 'passed').length} passed, ${steps.filter((one) => one.result === 'FAILED').length} failed, ${seconds} s`);
}
await sleep(0);
process.exit(failed ? 1 : 0);
