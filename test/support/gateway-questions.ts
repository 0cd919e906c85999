import { BOTH, gateway } from './gateway-objects';
import { Entry, GatewayImplementation, HttpRequest, PodReadiness, Split, Traffic, TrafficOptions } from '../../src';

/** What is asked of routes and Gateways; `v1` and `v2` are there. */
export interface Question {
  readonly url?: string;
  readonly method?: string;
  /** Pairs, since a name may repeat. */
  readonly headers?: [string, string][];
  readonly ready?: { readonly [workload: string]: number };
  readonly options?: TrafficOptions;
  readonly from?: Entry;
}

/** A plain HTTP listener. */
export const http = (more: any = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });

/** Who answers, with a Gateway `echo/public` that hears every host unless one is among the objects. */
export function ask(
  objects: any[],
  { url = 'http://a.example/', method, headers = [], ready = {}, options = {}, from }: Question = {},
): Split {
  const gateways = objects.some(({ kind }) => kind === 'Gateway') ? [] : [gateway([http()])];
  const request = headers.reduce((one, [name, value]) => one.withHeader(name, value), HttpRequest.to(url, { method }));
  const readiness = Object.entries(ready).reduce(
    (known, [workload, pods]) => known.withReadyPods(workload, pods),
    PodReadiness.allReady(),
  );
  const traffic = Traffic.of([...BOTH, ...gateways, ...objects], options);
  return (from ? traffic.at(from) : traffic).split(request, readiness);
}

/** Asks as if one implementation were told, and all objects were there. */
export function asker(implementation: GatewayImplementation): (objects: any[], question?: Question) => Split {
  return (objects, question = {}) =>
    ask(objects, { ...question, options: { implementation, complete: true, ...question.options } });
}

export const codesOf = ({ notes }: Split) => notes.map(({ code }) => code);
