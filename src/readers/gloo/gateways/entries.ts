import { hostFor } from './connection-settings';
import { Listener, listenersOf } from './listeners';
import { configurationIn } from './virtual-hosts';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { HttpRequest } from '../../../http';
import { Entry, EntryKind } from '../../engine/entry';
import { GlooObjects } from '../objects/gloo-objects';

/** Listeners that requests of one scheme come in at together. @internal */
export interface EntryListeners {
  readonly entry: Entry;
  readonly listeners: Listener[];
}

/**
 * Where requests come in: each proxy, by its Gateways; each Gateway by itself where a proxy has several of one
 * scheme. Without Gateways it is the proxy that Gloo installs.
 *
 * @internal
 */
export const entriesOf = memoizeByObject((objects: GlooObjects): EntryListeners[] => {
  const byProxy = new Map<string, Listener[]>();
  for (const listener of listenersOf(objects)) {
    for (const proxy of listener.proxies) {
      byProxy.set(proxy, [...(byProxy.get(proxy) ?? []), listener]);
    }
  }
  const found = new Map<string, EntryListeners>();
  for (const listeners of [...byProxy.values()].flatMap(together)) {
    const gateways = [...new Set(listeners.flatMap(({ gateway }) => gateway ?? []))];
    found.set(gateways.join(), {
      entry: gateways.length === 0 ? Entry.gateway() : Entry._gateways(gateways),
      listeners,
    });
  }
  return [...found.values()];
});

/** The entries that know a host; all of them where a request is left out. @internal */
export function entriesFor(request: HttpRequest | undefined, objects: GlooObjects): Entry[] {
  return entriesOf(objects)
    .filter(
      ({ listeners }) =>
        request === undefined ||
        listeners.some((listener) => {
          return (
            isFor(request, listener) &&
            configurationIn(objects)(listener).claims.find(hostFor(request, listener)) !== undefined
          );
        }),
    )
    .map(({ entry }) => entry);
}

/** The listeners of each entry that a request may come in at. @param from undefined for every entry @internal */
export function listenersFor(request: HttpRequest, objects: GlooObjects, from: Entry | undefined): EntryListeners[] {
  const isAsked = ({ gateway }: Listener) =>
    from === undefined || from.gateways.length === 0 || gateway === undefined || from.gateways.includes(gateway);
  return from?.kind === EntryKind.MESH
    ? []
    : entriesOf(objects)
      .map(({ entry, listeners }) => ({
        entry,
        listeners: listeners.filter((listener) => isFor(request, listener) && isAsked(listener)),
      }))
      .filter(({ listeners }) => listeners.length > 0);
}

function isFor(request: HttpRequest, { secure }: Listener): boolean {
  return secure === (request.scheme === 'https');
}

/** A request to one of these listeners is a request to all of them, since the scheme tells which one it is. */
function together(listeners: Listener[]): Listener[][] {
  const byGateway = new Map<string | undefined, Listener[]>();
  listeners.forEach((listener) =>
    byGateway.set(listener.gateway, [...(byGateway.get(listener.gateway) ?? []), listener]),
  );
  const gateways = [...byGateway.values()];
  const isAlone = (secure: boolean) =>
    gateways.filter((own) => own.some((listener) => listener.secure === secure)).length < 2;
  return isAlone(true) && isAlone(false) ? [listeners] : gateways;
}
