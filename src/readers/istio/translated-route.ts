import { isCatchAll, isForProxy } from './matching';
import { MergedRoute } from './model/delegates';
import { MergedService } from './model/merged-service';
import { Proxy } from './model/proxy';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { TextMemo } from '../../caching/text-memo';

/** A route as Envoy gets it: one for each entry of `match`. @internal */
export interface TranslatedRoute {
  readonly route: MergedRoute;
  readonly match: any;
  readonly isCatchAll: boolean;
}

/** Ports beyond this are made up by clients. */
const MAX_TRANSLATIONS = 256;

/** By port, gateway and proxy. Safe to keep: a VirtualService does not change. */
const translations = memoizeByObject((_: MergedService) => new TextMemo<TranslatedRoute[]>(MAX_TRANSLATIONS));

const NO_CONDITION = {};

/**
 * The routes of a VirtualService for a listener, in order. After a catch-all nothing is translated any more
 * (BuildHTTPRoutesForVirtualService in pilot/pkg/networking/core/route/route.go of istio/istio).
 *
 * @param gateway the whole name of the Gateway, or `mesh`
 * @internal
 */
export function translated(service: MergedService, port: number, gateway: string, proxy: Proxy): TranslatedRoute[] {
  const key = `${port} ${gateway} ${proxy.key}`;
  return translations(service).of(key, () => translate(service, port, gateway, proxy));
}

function translate({ routes }: MergedService, port: number, gateway: string, proxy: Proxy): TranslatedRoute[] {
  const made: TranslatedRoute[] = [];
  for (const route of routes) {
    for (const match of route.matches.length === 0 ? [NO_CONDITION] : route.matches) {
      if ((!match.port || match.port === port) && isForProxy(match, proxy, (name) => name === gateway)) {
        const one = { route, match, isCatchAll: isCatchAll(match) };
        made.push(one);
        if (one.isCatchAll && route.unknown === undefined) {
          return made;
        }
      }
    }
  }
  return made;
}
