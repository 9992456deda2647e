import type { Methods } from './answers.d.mts';

export type * from './answers.d.mts';
export declare const METHODS: readonly (keyof Methods)[];
/** `client._request` of polkadot-api, or the like. */
export declare function carbonOf(request: (method: string, params: unknown[]) => Promise<any>): Methods;
