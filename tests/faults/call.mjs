// Calls that the command line has no word for, for tests/governance.sh.
//
//   call.mjs URL encode PALLET CALL [JSON...]       prints the encoded call, as a council member proposes it
//   call.mjs URL send SURI PALLET CALL [JSON...]    sends it and waits until it is in a block; exit code 6 and
//                                                   the error's name where the chain refuses
//   call.mjs URL read PALLET ITEM [JSON...]         prints what is stored, as JSON

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const [url, what, ...words] = process.argv.slice(2);
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });

/** JSON where it is that, text otherwise. */
function argument(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function name(error) {
  if (!error.isModule) return error.toString();
  const { section, name } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}`;
}

function send(call, who) {
  return new Promise((resolve, reject) => {
    call
      .signAndSend(who, { nonce: -1 }, ({ status, dispatchError, isError }) => {
        if (isError) reject(new Error('the transaction was dropped'));
        if (!status.isInBlock) return;
        if (dispatchError) reject(new Error(name(dispatchError)));
        else resolve(status.asInBlock.toHex());
      })
      .catch(reject);
  });
}

async function main() {
  if (what === 'encode') {
    const [pallet, call, ...values] = words;
    return api.tx[pallet][call](...values.map(argument)).method.toHex();
  }
  if (what === 'read') {
    const [pallet, item, ...keys] = words;
    return JSON.stringify((await api.query[pallet][item](...keys.map(argument))).toJSON());
  }
  const [suri, pallet, call, ...values] = words;
  return send(api.tx[pallet][call](...values.map(argument)), new Keyring({ type: 'sr25519' }).addFromUri(suri));
}

main().then(
  (text) => {
    console.log(text);
    process.exit(0);
  },
  (error) => {
    console.error(error.message);
    process.exit(6);
  },
);
