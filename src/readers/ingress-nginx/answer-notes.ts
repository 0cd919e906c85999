import { Configuration, Upstream } from './configuration/configuration';
import { HttpRequest } from '../../http';
import { KubernetesObject, objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';

const TEMPLATE = 'rootfs/etc/nginx/template/nginx.tmpl of kubernetes/ingress-nginx';
const BALANCER = 'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx';

/** A redirect to a path with a slash. @internal */
export function slashNote(path: string): Note {
  const message = `nginx sends ${path} to ${path}/, where a location begins`;
  return note(NoteKind.EXPLAINED, 'ingress-nginx-slash-redirect', [], message);
}

/** A preflight of CORS. @internal */
export function preflightNote(ingress: KubernetesObject): Note {
  const message = `nginx answers OPTIONS itself, as ${objectName(ingress)} has enable-cors`;
  return note(NoteKind.EXPLAINED, 'ingress-nginx-preflight', [ingress], message, { source: TEMPLATE });
}

/** A host that the server has by an alias. @internal */
export function certificateNote(ingress: KubernetesObject, { host }: HttpRequest): Note {
  const message = `whether ${host} is sent to HTTPS depends on the names in the certificate of ${objectName(ingress)}`;
  return note(NoteKind.AMBIGUOUS, 'ingress-nginx-certificate-names', [ingress], message, {
    field: host,
    fix: 'Write ssl-redirect: "false" or force-ssl-redirect: "true".',
    source: 'rootfs/etc/nginx/lua/certificate.lua of kubernetes/ingress-nginx',
  });
}

/** A request that no Ingress takes. @internal */
export function defaultBackendNote({ path, host }: HttpRequest): Note {
  const message = `no Ingress has ${path} of ${host}, so the controller's default backend answers with 404`;
  return note(NoteKind.EXPLAINED, 'ingress-nginx-default-backend', [], message);
}

/** A request without a password. @internal */
export function passwordNote(ingress: KubernetesObject): Note {
  const message = `nginx answers 401 to requests without the header Authorization, as ${objectName(ingress)} has`
    + ' auth-type';
  return note(NoteKind.EXPLAINED, 'ingress-nginx-password', [ingress], message, {
    field: 'auth-type',
    source: TEMPLATE,
  });
}

/** A request with a password. @internal */
export function passwordRightNote(ingress: KubernetesObject): Note {
  const message = 'the name and the password in the header Authorization are assumed to be correct';
  return note(NoteKind.ASSUMED, 'ingress-nginx-password-right', [ingress], message);
}

/** A main backend without pods. @internal */
export function emptyBackendNote({ service, ingress: first }: Upstream, ingress: KubernetesObject | undefined): Note {
  const message =
    `the main backend ${service} has no ready pod, so the controller answers every request itself, those for a` +
    ' canary included';
  const source = `get_balancer in ${BALANCER}`;
  return note(NoteKind.EXPLAINED, 'ingress-nginx-empty-backend', [ingress ?? first], message, { source });
}

/** A canary without pods. @internal */
export function emptyCanaryNote({ service, ingress }: Upstream): Note {
  const message = `the canary ${service} has no ready pod, so stable answers for it`;
  return note(NoteKind.EXPLAINED, 'ingress-nginx-empty-canary', [ingress], message, { source: BALANCER });
}

/** An expression that only PCRE itself can judge. @internal */
export function expressionNote(expression: string, field: string, ingresses: KubernetesObject[]): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'ingress-nginx-expression-unknown',
    ingresses,
    `only PCRE itself can judge the expression ${expression} (${field})`,
    {
      field: `${field} ${expression}`,
      fix: 'Write the expression without recursion, conditions and repetitions inside repetitions.',
      source: 'https://www.pcre.org/current/doc/html/pcre2pattern.html',
    },
  );
}

/** Canaries after the first. @internal */
export function secondCanaryNote({ service, alternatives, ingress }: Upstream, { upstreams }: Configuration): Note {
  const ignored = alternatives.slice(1).flatMap((name) => upstreams.get(name)?.ingress ?? []);
  return note(
    NoteKind.EXPLAINED,
    'ingress-nginx-second-canary',
    ignored.length > 0 ? ignored : [ingress],
    `${service} has several canaries, of which the controller uses the first only, the one of the oldest canary` +
      ' Ingress',
    {
      fix: 'Write weight, header and cookie in one canary Ingress.',
      source: 'route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
    },
  );
}

/** A cookie that stands for one pod among several versions. @internal */
export function podNote({ affinityCookie, service, ingress }: Upstream): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'ingress-nginx-affinity-pod',
    [ingress],
    `the request carries the affinity cookie ${affinityCookie}, and only the controller knows for which pod of` +
      ` ${service} it stands`,
    {
      fix: 'Give every version a Service of its own.',
      source: 'rootfs/etc/nginx/lua/balancer/sticky.lua of kubernetes/ingress-nginx',
    },
  );
}

/** A cookie that the controller has not set. @internal */
export function foreignCookieNote({ affinityCookie, ingress }: Upstream): Note {
  return note(
    NoteKind.EXPLAINED,
    'ingress-nginx-foreign-cookie',
    [ingress],
    `the controller did not set this value of the cookie ${affinityCookie}, so it binds the client to no version;` +
      ' a value that the controller has set does, whatever header and weight say',
    {
      field: affinityCookie,
      source: 'is_affinitized in rootfs/etc/nginx/lua/balancer/sticky.lua of kubernetes/ingress-nginx',
    },
  );
}
