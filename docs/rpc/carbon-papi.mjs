// The carbon_ methods for polkadot-api (PAPI), or anything that sends JSON-RPC; docs/rpc.md says what they answer.
//
//   import { createWsClient } from 'polkadot-api/ws';
//   import { carbonOf } from './carbon-papi.mjs';
//   const client = createWsClient('ws://127.0.0.1:9944');
//   const carbon = carbonOf(client._request);
//   const { block, spendableValue } = await carbon.account(7);
//
// A light client has no such methods: ask the runtime APIs CarbonApi, PointsApi and ReductionsApi there.

export const METHODS = [
  'clock',
  'account',
  'citizenOf',
  'solvency',
  'merchant',
  'statement',
  'payment',
  'offers',
  'order',
  'orders',
  'evaluate',
  'explain',
  'shortfall',
  'class',
  'classes',
  'trace',
  'certificate',
  'provenance',
];

/// `request(method, params)` gives the answer, or throws an error with the node's code.
export const carbonOf = (request) =>
  Object.fromEntries(
    METHODS.map((name) => [
      name,
      (...params) => {
        // What is left out at the end is not sent: the block is the last parameter.
        while (params.length > 0 && params.at(-1) === undefined) params.pop();
        return request(`carbon_${name}`, params.map((param) => param ?? null));
      },
    ]),
  );
