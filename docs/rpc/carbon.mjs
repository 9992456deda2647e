// The carbon_ methods for @polkadot/api; docs/rpc.md says what they answer.
//
//   import { carbon } from './carbon.mjs';
//   const api = await ApiPromise.create({ provider, rpc: { carbon } });
//   const { block, spendableValue } = (await api.rpc.carbon.account(7)).toJSON();
//
// Answers are plain JSON: nothing is decoded.

const at = { name: 'at', type: 'Hash', isHistoric: true, isOptional: true };
const optional = (name, type) => ({ name, type: `Option<${type}>`, isOptional: true });
const param = (name, type) => ({ name, type });
const method = (description, ...params) => ({ description, params: [...params, at], type: 'Json' });
// Numbers that may not fit a JavaScript number go as text.
const formula = [param('methodology', 'u16'), param('version', 'u16'), param('inputs', 'Vec<Text>')];

export const carbon = {
  clock: method("The chain's clock"),
  account: method("A citizen's account, with everything that stands in it", param('citizen', 'u32')),
  // AccountId takes hex as well: Text would turn hex into the characters that it encodes.
  citizenOf: method('The citizen of an address, or of a nullifier or key in hex', param('who', 'AccountId')),
  solvency: method(
    'What stands behind points and what merchants are owed: of one operator, or of all from a number on',
    optional('operator', 'u16'),
    optional('first', 'u16'),
  ),
  merchant: method('What a merchant is owed, and how it is paid', param('merchant', 'u16')),
  statement: method(
    'What a merchant took and was paid from day to day, both included',
    param('merchant', 'u16'),
    param('firstDay', 'Text'),
    param('lastDay', 'Text'),
  ),
  payment: method('A payment at the till, by reference {day, id} or by request', param('reference', 'Json')),
  offers: method('Offers from a number on', optional('first', 'u32')),
  order: method("One of a citizen's orders", param('citizen', 'u32'), param('number', 'u32')),
  orders: method("A citizen's orders that are not finished", param('citizen', 'u32')),
  evaluate: method('Grams that a methodology version gives for inputs', ...formula),
  explain: method('The same with every step', ...formula),
  shortfall: method(
    'What an operator must pay in before so many more hundredths of a point can be issued',
    param('operator', 'u16'),
    param('cents', 'Text'),
  ),
  class: method(
    'A class of reductions with all that became of it, and its batches from a place on',
    param('class', 'u32'),
    optional('firstBatch', 'u32'),
  ),
  classes: method('Classes from a number on', optional('first', 'u32')),
  trace: method(
    'Where the gram with a serial number of an issued class came from and went',
    param('class', 'u32'),
    param('serial', 'Text'),
  ),
  certificate: method('A retirement certificate', param('certificate', 'u32')),
  provenance: method(
    'What a citizen contributes to classes from a place on, and the records of open days',
    param('citizen', 'u32'),
    optional('first', 'u32'),
  ),
};

/// The same as `api.rpc.carbon`, for TypeScript: with the answers' types.
export const typed = (api) => api.rpc.carbon;
