import { KubernetesObject } from '../../engine/kubernetes-object';

/** Files of the controller and directives of Lua (internal/ingress/inspector/rules.go). */
const REFUSED = /\/etc\/(passwd|shadow|group|nginx|ingress-controller)|\/var\/run\/secrets|_by_lua/;

/** Directives of nginx: refused where a semicolon follows. */
const DIRECTIVES = ['alias', 'root'];

/**
 * The host, path or Secret name for which the controller does not take an Ingress over (InspectIngress in
 * internal/ingress/inspector/ingress.go; `--deep-inspect` is on by default).
 *
 * @internal
 */
export function deepInspectionFault({ spec = {} }: KubernetesObject): string | undefined {
  const { rules = [], tls = [] } = spec;
  const texts: string[] = [
    ...rules.flatMap(({ host, http }: any) => [host, ...(http?.paths ?? []).map(({ path }: any) => path)]),
    ...tls.flatMap(({ secretName, hosts = [] }: any) => [secretName, ...hosts]),
  ];
  return texts.find((text) => typeof text === 'string' && isRefused(text));
}

function isRefused(text: string): boolean {
  const end = text.lastIndexOf(';');
  return (
    REFUSED.test(text) ||
    DIRECTIVES.some((directive) => {
      const start = text.indexOf(directive);
      return start >= 0 && end >= start + directive.length;
    })
  );
}
