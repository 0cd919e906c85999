import { backendOf, defaultBackendOf, hostOf, isTlsRule, pathId, portOf } from './frontends';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ANY_PATH, RouteConditions } from '../engine/route-conditions';

/** What the rules of a Voyager Ingress ask for. @internal */
export function conditionsOf(ingress: KubernetesObject): RouteConditions[] {
  const rules: any[] = (ingress.spec?.rules ?? []).filter(({ http }: any) => http);
  const own = rules.map((rule): RouteConditions => {
    const isTls = isTlsRule(ingress, rule);
    const port = portOf(ingress, rule);
    const suffix = port === (isTls ? 443 : 80) ? '' : `:${port}`;
    return {
      hosts: [`${hostOf(rule) || 'any.example'}${suffix}`],
      schemes: isTls ? ['http', 'https'] : ['http'],
      paths: (rule.http.paths ?? [{}]).map(({ path = '', backend }: any) => ({
        comparison: 'prefix',
        text: path || '/',
        route: {
          id: pathId(ingress, rule, path),
          holder: ingress,
          action: JSON.stringify([ingress.metadata?.namespace, backendOf(ingress, backend)?.spec]),
          asksMore: false,
        },
      })),
      headers: [],
    };
  });
  return defaultBackendOf(ingress) ? [...own, { hosts: [''], paths: [ANY_PATH], headers: [] }] : own;
}
