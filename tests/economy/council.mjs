// Motions: one member proposes and votes, another votes and closes. One at a time.

import { hexToU8a } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { sleep } from './chain.mjs';

export class Council {
  constructor(chain, first, second) {
    this.chain = chain;
    this.first = first;
    this.second = second;
    this.turn = Promise.resolve();
  }

  /// Has the council carry a call; throws where it, or the call, fails. `late`: an error of the call itself that is no
  /// fault where the motion came after its time: then nothing is returned.
  async carry(call, what, late = []) {
    const before = this.turn;
    let free;
    this.turn = new Promise((resolve) => (free = resolve));
    await before;
    try {
      // Where the node loses blocks, the second transaction can come before the first.
      for (let tries = 1; ; tries += 1) {
        try {
          return await this.#carry(call, what, late);
        } catch (error) {
          if (tries === 3 || !/ProposalMissing|WrongIndex|DuplicateProposal/.test(error.message)) throw error;
          await sleep(3_000);
        }
      }
    } finally {
      free();
    }
  }

  /// `pallet.Error` of a failed call, or the failure as it is.
  #named(failure) {
    if (failure?.type !== 'Module') return JSON.stringify(failure);
    const { index, error } = failure.value;
    const found = this.chain.api.registry.findMetaError({ index, error: hexToU8a(error) });
    return `${found.section}.${found.name}`;
  }

  async #carry(call, what, late) {
    const { api } = this.chain;
    const bytes = call.method.toU8a();
    const hash = blake2AsHex(bytes);
    // Keys that others use too: the nonce is asked for each time.
    this.first.nonce = undefined;
    this.second.nonce = undefined;
    // Open already where the second transaction was lost.
    const open = await this.chain.steady(() => api.query.council.voting(hash));
    const index = open.isSome ? open.unwrap().index : await this.chain.steady(() => api.query.council.proposalCount());
    if (open.isNone) {
      const opened = await this.chain.send(
        this.first,
        api.tx.utility.batchAll([
          api.tx.council.propose(2, call, bytes.length),
          api.tx.council.vote(hash, index, true),
        ]),
      );
      await opened.done;
      if (opened.error) throw new Error(`${what}: the motion was refused: ${opened.error}`);
    }
    const info = await this.chain.steady(() =>
      api.call.transactionPaymentCallApi.queryCallInfo(call.method, bytes.length),
    );
    const closed = await this.chain.send(
      this.second,
      api.tx.utility.batchAll([
        api.tx.council.vote(hash, index, true),
        api.tx.council.close(hash, index, info.weight, bytes.length),
      ]),
    );
    await closed.done;
    if (closed.error) throw new Error(`${what}: the motion was not closed: ${closed.error}`);
    const executed = closed.events.find((event) => event.section === 'council' && event.method === 'Executed');
    if (!executed) throw new Error(`${what}: the motion was not carried`);
    if (executed.data.result?.type === 'Err') {
      const name = this.#named(executed.data.result.value);
      if (late.includes(name)) return null;
      throw new Error(`${what}: refused: ${name}`);
    }
    return closed;
  }
}
