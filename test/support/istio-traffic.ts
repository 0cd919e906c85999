import { deployment, destinationRule, gateway, server, service, to, virtualService } from './istio-objects';
import { Entry, HttpRequest, Split, Traffic } from '../../src';

/** The Service echo with a pod of v1 and one of v2, and subsets for them. */
export const ECHO = [
  service('echo', [{ name: 'http', port: 80, targetPort: 8080 }]),
  deployment('echo-v1', 1, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 1, { app: 'echo', version: 'v2' }),
  destinationRule('echo', { v1: { version: 'v1' }, v2: { version: 'v2' } }),
];

/** A Gateway for every host. */
export const PUBLIC = gateway([server(['*'])]);

/** A route to a subset of echo. */
export function toVersion(version: string, match?: any): any {
  return { ...(match === undefined ? {} : { match: [match] }), route: [to('echo', version)] };
}

/** A VirtualService of PUBLIC for app.example. */
export function publicRoutes(http: any[], name = 'echo', metadata: any = {}): any {
  return virtualService({ hosts: ['app.example'], gateways: ['web'], http }, name, metadata);
}

/** Who answers a request, where the objects are all that there is. */
export function answerOf(objects: any[], url: string, from?: Entry, headers: { [name: string]: string } = {}): Split {
  const traffic = Traffic.of(objects, { complete: true });
  return (from === undefined ? traffic : traffic.at(from)).split(HttpRequest.to(url, { headers }));
}

/** The same in one line. */
export function answer(objects: any[], url: string, from?: Entry, headers: { [name: string]: string } = {}): string {
  return answerOf(objects, url, from, headers).toString();
}

/** The codes of an answer's notes. */
export function codesOf({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}
