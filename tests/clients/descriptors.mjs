// Descriptors of polkadot-api, made by its command line of this chain's metadata, as an application would have them:
// descriptors/main.mts is compiled with them and run. What can't be written in TypeScript stops them all from being made:
// a parameter that is called as a keyword is.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { served } from './metadata.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const KEYWORDS = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for function
  if import in instanceof new null return super switch this throw true try typeof var void while with yield let static
  implements interface package private protected public eval arguments`.split(/\s+/),
);

/// Parameters that polkadot-api's generated code would have to call as a keyword is.
export function keywords({ decoded }) {
  const { pallets, apis } = decoded.get(16);
  const found = [];
  const of = (owner, { name, inputs }) =>
    inputs.forEach((input) => KEYWORDS.has(input.name) && found.push(`${owner}.${name}(${input.name})`));
  for (const pallet of pallets) for (const fn of pallet.viewFns ?? []) of(pallet.name, fn);
  for (const api of apis) for (const method of api.methods) of(api.name, method);
  assert.equal(found.length, 0, `called as keywords of TypeScript: ${found.join(', ')}`);
}

export async function play(rpc, { url, citizen, operator }) {
  const folder = await mkdtemp(`${tmpdir()}/tanpu-descriptors.`);
  const run = async (words, seconds) =>
    promisify(execFile)(words[0], words.slice(1), { cwd: folder, timeout: seconds * 1_000, maxBuffer: 1 << 26 }).catch((error) => {
      const lines = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.split('\n');
      const telling = lines.filter((line) => /error/i.test(line) && !/^npm warn/.test(line)).slice(0, 4);
      throw new Error(`${words.slice(1, 4).join(' ')}: ${telling.join(' | ') || error.message}`);
    });
  try {
    // Its packages, as links where that can be: generated ones are installed among them.
    await run(['cp', '-al', `${here}node_modules`, folder], 120).catch(() => cp(`${here}node_modules`, `${folder}/node_modules`, { recursive: true, verbatimSymlinks: true }));
    for (const file of ['package.json', 'package-lock.json']) await cp(`${here}${file}`, `${folder}/${file}`);
    const docs = new URL('../../docs/rpc/', import.meta.url);
    for (const file of ['carbon-papi.mjs', 'carbon-papi.d.mts', 'answers.d.mts']) await cp(new URL(file, docs), `${folder}/${file}`);
    const program = await readFile(`${here}descriptors/main.mts`, 'utf8');
    await writeFile(`${folder}/main.mts`, program.replace('../../../docs/rpc/', './'));
    await writeFile(`${folder}/metadata.scale`, await served(rpc, 16));
    const papi = [process.execPath, 'node_modules/.bin/papi'];
    await run([...papi, 'add', 'tanpu', '--file', 'metadata.scale', '--skip-codegen'], 60);
    await run([...papi, 'generate'], 300);
    await run(
      [
        process.execPath, 'node_modules/typescript/bin/tsc', '--strict', '--target', 'es2022', '--module', 'esnext',
        '--moduleResolution', 'bundler', '--skipLibCheck', 'main.mts', '--outDir', 'out',
      ],
      120,
    );
    // Beside its packages.
    await cp(`${folder}/out/main.mjs`, `${folder}/main.mjs`);
    const { stdout } = await run([process.execPath, 'main.mjs', url, String(citizen), String(operator)], 60);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
