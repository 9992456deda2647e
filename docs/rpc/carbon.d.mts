import type { Methods } from './answers.d.mts';

export type * from './answers.d.mts';
/** For `ApiPromise.create({ provider, rpc: { carbon } })`. */
export declare const carbon: Record<
  keyof Methods,
  {
    description: string;
    params: { name: string; type: string; isHistoric?: true; isOptional?: true }[];
    type: 'Json';
  }
>;
/** What `api.rpc.carbon` is then: `(await typed(api).account(7)).toJSON()` has the answer's type. */
export type TypedRpc = {
  [Name in keyof Methods]: (
    ...params: Parameters<Methods[Name]>
  ) => Promise<{ toJSON(): Awaited<ReturnType<Methods[Name]>> }>;
};
export declare function typed(api: { rpc: any }): TypedRpc;
