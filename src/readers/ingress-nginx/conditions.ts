import { canaryPolicy } from './annotations/canary-policy';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ANY_PATH, NamedCondition, RouteConditions, TextCondition } from '../engine/route-conditions';

/** What an Ingress asks for: its hosts and paths, and for a canary one of the ways to choose it. @internal */
export function conditionsOf(ingress: KubernetesObject): RouteConditions[] {
  const certified: string[] = (ingress.spec?.tls ?? []).flatMap(({ hosts = [] }: any) => hosts);
  const rules: any[] = ingress.spec?.rules ?? [];
  const byDefault = ingress.spec?.defaultBackend ?? ingress.spec?.backend;
  const addresses = [
    ...rules.map(({ host = '', http }) => ({ host, paths: (http?.paths ?? []).map(pathOf) as TextCondition[] })),
    ...(byDefault ? [{ host: '', paths: [ANY_PATH] }] : []),
  ];
  return addresses.flatMap(({ host, paths }) => [[], ...choices(ingress)].map((headers) => ({
    hosts: [host],
    schemes: certified.includes(host) ? ['http', 'https'] : ['http'],
    paths: paths.length === 0 ? [ANY_PATH] : paths,
    headers,
  })));
}

function pathOf({ path = '/', pathType }: any): TextCondition {
  return { comparison: pathType === 'Exact' ? 'exact' : 'prefix', text: path };
}

/** Header and cookie are ways of their own, not conditions that hold together. */
function choices(ingress: KubernetesObject): NamedCondition[][] {
  const policy = canaryPolicy(ingress);
  if (!policy) {
    return [];
  }
  const { header, headerValue, headerPattern, cookie } = policy;
  const choice: NamedCondition = headerPattern && !headerValue
    ? { name: header, comparison: 'regex', text: headerPattern }
    : { name: header, comparison: 'exact', text: headerValue || 'always' };
  return [
    ...(header ? [[choice], [{ name: header, comparison: 'exact', text: 'never' } as NamedCondition]] : []),
    ...(cookie ? [[{ name: 'cookie', comparison: 'exact', text: `${cookie}=always` } as NamedCondition], [{ name: 'cookie', comparison: 'exact', text: `${cookie}=never` } as NamedCondition]] : []),
  ];
}
