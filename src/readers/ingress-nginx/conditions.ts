import { asksForPassword } from './annotations/access';
import { canaryPolicy } from './annotations/canary-policy';
import { isTrue, text } from './annotations/values';
import { addressId, addressOf } from './configuration/rules';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ANY_PATH, NamedCondition, PathCondition, RouteConditions, TextCondition } from '../engine/route-conditions';

/** What an Ingress asks for: its hosts and paths, and for a canary one of the ways to choose it. @internal */
export function conditionsOf(ingress: KubernetesObject): RouteConditions[] {
  const certified: string[] = (ingress.spec?.tls ?? []).flatMap(({ hosts = [] }: any) => hosts);
  const rules: any[] = ingress.spec?.rules ?? [];
  const byDefault = ingress.spec?.defaultBackend ?? ingress.spec?.backend;
  const isRegex = isTrue(ingress, 'use-regex') || text(ingress, 'rewrite-target') !== undefined;
  const addresses = [
    ...rules.map(({ host = '', http }) => ({
      host,
      paths: (http?.paths ?? []).map((path: any): PathCondition => ({
        ...pathOf(path, isRegex),
        route: isOff(ingress)
          ? undefined
          : {
            id: addressId(ingress, addressOf(host, path.path || '/')),
            holder: ingress,
            action: JSON.stringify([ingress.metadata?.namespace, path.backend]),
            asksMore: false,
            ...(canaryPolicy(ingress) === undefined
              ? {}
              : {
                isCanary: true,
                fix: 'Write canary-weight, canary-by-header or canary-by-cookie, each with a value that the controller takes.',
              }),
          },
      })),
    })),
    ...(byDefault ? [{ host: '', paths: [ANY_PATH as PathCondition] }] : []),
  ];
  return addresses.flatMap(({ host, paths }) =>
    [[], ...choices(ingress)].map((headers) => ({
      hosts: [host],
      schemes: certified.includes(host) ? ['http', 'https'] : ['http'],
      paths: paths.length === 0 ? [ANY_PATH] : paths,
      headers,
    })),
  );
}

/** A canary with a written weight of 0, and no other way to choose it, is meant to get nothing. */
function isOff(ingress: KubernetesObject): boolean {
  const policy = canaryPolicy(ingress);
  return (
    policy !== undefined &&
    policy.weight === 0 &&
    policy.header === '' &&
    policy.cookie === '' &&
    text(ingress, 'canary-weight') !== undefined
  );
}

/** A path with characters of expressions is one where the Ingress asks for that. */
function pathOf({ path = '/', pathType }: any, isRegex: boolean): TextCondition {
  if (isRegex && /[^-\w/.~%]/.test(path)) {
    return { comparison: 'regex', text: `^${path}` };
  }
  return { comparison: pathType === 'Exact' ? 'exact' : 'prefix', text: path };
}

/** Header, cookie and password are ways of their own, not conditions that hold together. */
function choices(ingress: KubernetesObject): NamedCondition[][] {
  const password: NamedCondition[][] = asksForPassword(ingress)
    ? [[{ name: 'authorization', comparison: 'present', text: '' }]]
    : [];
  const policy = canaryPolicy(ingress);
  if (!policy) {
    return password;
  }
  const { header, headerValue, headerPattern, cookie } = policy;
  const choice: NamedCondition =
    headerPattern && !headerValue
      ? { name: header, comparison: 'regex', text: headerPattern }
      : { name: header, comparison: 'exact', text: headerValue || 'always' };
  return [
    ...password,
    ...(header ? [[choice], [exact(header, 'never')]] : []),
    ...(cookie ? [[exact('cookie', `${cookie}=always`)], [exact('cookie', `${cookie}=never`)]] : []),
  ];
}

function exact(name: string, value: string): NamedCondition {
  return { name, comparison: 'exact', text: value };
}
