// docs/rpc.md against a live chain: each of its examples is run, with the numbers that this chain has, and each answer
// must have the fields, and the types of them, that are shown there. The programs that it shows run as they stand.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { carbon } from '../../docs/rpc/carbon.mjs';
import { METHODS } from '../../docs/rpc/carbon-papi.mjs';

/// Sections of the page by method: the text's calls, and the answers shown.
function sections(page) {
  const found = [];
  for (const section of page.split(/^## /m).slice(1)) {
    const methods = [...section.split('\n')[0].matchAll(/carbon_(\w+)\(/g)].map(([, name]) => name);
    if (methods.length === 0) continue;
    // An answer follows the call that it is of; in some sections calls stand without one.
    const pieces = section.split(/```json\n([\s\S]*?)```/);
    const shown = new Map();
    for (let at = 0; at + 1 < pieces.length; at += 2) {
      const calls = [...pieces[at].matchAll(/carbon_(\w+)\(/g)].map(([, name]) => name);
      shown.set(calls.at(-1) ?? methods[0], JSON.parse(pieces[at + 1]));
    }
    // Answers inside a line: `carbon_x(...)` answers `{ ... }`.
    for (const [, name, text] of section.replaceAll('\n', ' ').matchAll(/`carbon_(\w+)\([^`]*\)` answers `(\{[^`]*\})`/g))
      shown.set(name, JSON.parse(text.replaceAll('[...]', '[]')));
    for (const name of methods) found.push({ name, shown: shown.get(name) });
  }
  return found;
}

const kind = (value) => (Array.isArray(value) ? 'list' : typeof value);
/// Where the answer differs in form from what is shown.
function differs(shown, got, path = '') {
  // Absent is null: nothing to compare with.
  if (shown === null || got === null) return [];
  if (kind(shown) !== kind(got)) return [`${path || 'all'}: a ${kind(shown)} is shown, a ${kind(got)} answered`];
  if (Array.isArray(shown)) return shown.length === 0 ? [] : got.flatMap((one, at) => differs(shown[0], one, `${path}[${at}]`));
  if (typeof shown !== 'object') {
    // Moments, days, hashes and quantities each have one way of writing.
    for (const form of [/^\d+$/, /^0x/, /^\d{4}-\d\d-\d\d$/, /^\d{4}-\d\d-\d\dT/])
      if (typeof shown === 'string' && form.test(shown) && !form.test(got)) return [`${path}: ${shown} is shown, ${got} answered`];
    return [];
  }
  // Of a value of several kinds only one is shown.
  if ('type' in shown && shown.type !== got.type) return [];
  const [wanted, given] = [Object.keys(shown), Object.keys(got)];
  return [
    ...wanted.filter((key) => !given.includes(key)).map((key) => `${path}.${key} is shown and not answered`),
    ...given.filter((key) => !wanted.includes(key) && !(path === '' && key === 'block')).map((key) => `${path}.${key} is answered and not shown`),
    ...wanted.filter((key) => given.includes(key)).flatMap((key) => differs(shown[key], got[key], `${path}.${key}`)),
  ];
}

/// A program of the page, in a process of its own.
function run(program) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module'], { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    const timer = setTimeout(() => child.kill(), 60_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(out.trim());
      else reject(new Error(`exit code ${code}: ${err.trim().split('\n').find((line) => /^\w*Error\b/.test(line)) ?? err.slice(-300)}`));
    });
    child.stdin.end(program);
  });
}

export async function play(chain, numbers, report, { url, root }) {
  const page = await readFile(`${root}/docs/rpc.md`, 'utf8');
  const all = sections(page);
  const { today } = await chain.carbon.clock();
  const known = { ...numbers, firstDay: today, lastDay: today };
  await report('anybody', 'docs/rpc.md has every carbon_ method', async () => {
    const { methods } = await chain.rpc('rpc_methods');
    const served = methods.filter((name) => name.startsWith('carbon_')).map((name) => name.slice(7)).sort();
    for (const [what, names] of [
      ['docs/rpc.md', all.map(({ name }) => name)],
      ['docs/rpc/carbon.mjs', Object.keys(carbon)],
      ['docs/rpc/carbon-papi.mjs', METHODS],
      ['the client', Object.keys(chain.carbon)],
    ])
      assert.deepEqual([...new Set(names)].sort(), served, `${what} has others than the node`);
    return `${served.length}`;
  });
  for (const { name, shown } of all) {
    const params = carbon[name].params.filter((param) => param.name !== 'at');
    const missing = params.filter((param) => !param.isOptional && known[param.name] === undefined).map((param) => param.name);
    if (missing.length > 0) {
      await report.skip('anybody', `docs/rpc.md: carbon_${name}`, `the chain has no ${missing.join(', ')} of this run`);
      continue;
    }
    await report('anybody', `docs/rpc.md: carbon_${name}`, async () => {
      assert.ok(shown, 'no answer is shown');
      const given = [];
      for (const param of params) {
        if (param.isOptional) break;
        given.push(known[param.name]);
      }
      const got = await chain.carbon[name](...given);
      const faults = differs(shown, got);
      assert.equal(faults.length, 0, faults.join('; '));
      // The same at a block that is named.
      const { hash } = got.block;
      const optional = params.filter((param) => param.isOptional).map(() => null);
      const again = await chain.carbon[name](...given, ...optional, hash);
      assert.equal(again.block.hash, hash);
      return `(${given.map((one) => JSON.stringify(one)).join(', ')})`;
    });
  }

  const first = (language) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);
  const [ofPjs, ofPapi] = first('js');
  const here = (text) =>
    text
      .replaceAll("'./docs/rpc/", `'${pathToFileURL(`${root}/docs/rpc/`)}`)
      .replaceAll('ws://127.0.0.1:9944', url)
      .replace('account(7)', `account(${known.citizen})`)
      .replace('explain(0, 1, [252]', `explain(${known.methodology ?? 0}, ${known.version ?? 1}, [252]`);
  if (chain.name === '@polkadot/api')
    await report('anybody', "docs/rpc.md: @polkadot/api's program", () =>
      run(`import { ApiPromise, WsProvider } from '@polkadot/api';
const provider = new WsProvider('${url}');
${here(ofPjs)}
console.log(block.number, spendableValue); process.exit(0);`),
    );
  else if (known.methodology === undefined) await report.skip('anybody', "docs/rpc.md: polkadot-api's program", 'no methodology is in force');
  else
    await report('anybody', "docs/rpc.md: polkadot-api's program", () =>
      run(`import { WebSocket } from 'ws';
globalThis.WebSocket ??= WebSocket;
${here(ofPapi)}
console.log(block.number, spendableValue, steps.length + ' steps'); process.exit(0);`),
    );
  await report('anybody', 'docs/rpc.md: the curl command', async () => {
    const [, body] = page.match(/-d '(\{[^']*\})'/);
    const request = JSON.parse(body);
    request.params[0] = known.citizen;
    const answer = await fetch(url.replace(/^ws/, 'http'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const { result } = await answer.json();
    assert.equal(result.citizen, known.citizen);
    return `citizen ${result.citizen} over HTTP`;
  });
}
