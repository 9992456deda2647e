// What a report leaves behind, in one order, without what depends on when it was sent: block
// numbers and the numbers of batches. Two runs of the same report must print the same.
//
//   node state.mjs URL

import { ApiPromise, WsProvider } from '@polkadot/api';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node state.mjs URL');
  process.exit(2);
}
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const at = await api.at(await api.rpc.chain.getFinalizedHead());

const sorted = (list) => list.map((one) => JSON.stringify(one)).sort().map((one) => JSON.parse(one));
const positions = sorted(
  (await at.query.carbonAccounts.positions.entries()).map(([key, value]) => [...key.args.map(String), value.toJSON()]),
);
const logs = sorted(
  (await at.query.activityReports.dayLogs.entries()).map(([key, value]) => [
    ...key.args.map(String),
    sorted(value.toJSON().map(({ record, ...entry }) => entry)),
  ]),
);
const batches = sorted(
  (await at.query.activityReports.batches.entries()).map(([, value]) => {
    const { block, extrinsic, processedAt, ...batch } = value.toJSON();
    return batch;
  }),
);
const classes = sorted((await at.query.activityReports.classes.entries()).map(([, value]) => value.toJSON()));
console.log(
  JSON.stringify({
    grams: classes.reduce((sum, one) => sum + Number(one.grams), 0),
    records: classes.reduce((sum, one) => sum + Number(one.records), 0),
    positions,
    logs,
    batches,
    classes,
  }),
);
await api.disconnect();
