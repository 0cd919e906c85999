import { atMostOne, integer, list, map, object, TEXT, UNSIGNED } from '../schema';

/** Parts of several kinds of Istio: networking/v1alpha3 of istio/api. */

/** Port numbers are only looked at by Istio's webhook. @internal */
export const DESTINATION = object({ host: TEXT, subset: TEXT, port: object({ number: UNSIGNED }) }, ['host']);

/** @internal */
export const STRING_MATCH = atMostOne(object({ exact: TEXT, prefix: TEXT, regex: TEXT }), ['exact', 'prefix', 'regex']);

const CHANGES = object({ set: map(TEXT), add: map(TEXT), remove: list(TEXT) });

/** @internal */
export const HEADERS = object({ request: CHANGES, response: CHANGES });

/** @internal */
export const PERCENT = object({ value: { type: 'number' } });

/** @internal */
export const WEIGHT = integer(-(2 ** 31), 2 ** 31 - 1);
