import { backendOf, Frontend, frontendsOf, pathOf } from './frontends';
import { Servers } from './servers';
import { VOYAGER_SHAPES } from './shapes';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { TrafficEvaluator } from '../../../traffic/evaluator';
import { idOf, KubernetesObject, ObjectIndex } from '../../../traffic/object-index';
import { Share } from '../../../traffic/share';
import { Split } from '../../../traffic/split';
import { World } from '../../../traffic/world';

/**
 * Reads Voyager's Ingresses as its last open source does (2021), over HAProxy 2.6: ports, hosts, paths, and the weights
 * of single pods.
 *
 * @internal
 */
export class VoyagerTraffic implements TrafficEvaluator {
  public readonly router = 'Voyager';
  public readonly shapes = VOYAGER_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return index.all('voyager.appscode.com', 'Ingress').length > 0;
  }

  /** Every Ingress has a load balancer of its own: the client talks to one that knows what it asks for. */
  public split(index: ObjectIndex, request: HttpRequest, world: World): Split {
    const answers = index.all('voyager.appscode.com', 'Ingress').map((ingress) => answer(ingress, index, request, world));
    const [first, ...others] = answers.some(({ isMeant }) => isMeant) ? answers.filter(({ isMeant }) => isMeant) : answers;
    if (others.every(({ split }) => split.isSameTraffic(first.split))) {
      return first.split;
    }
    const reason = `every Voyager Ingress has a load balancer of its own, and it depends on which one the client talks to: ${[first, ...others].map(({ ingress, split }) => `${idOf(ingress)} (${split})`).join(', ')}`;
    return undetermined(reason, []);
  }
}

interface Answer {
  readonly ingress: KubernetesObject;
  /** Whether the Ingress has a rule or a default backend for the request. */
  readonly isMeant: boolean;
  readonly split: Split;
}

function answer(ingress: KubernetesObject, index: ObjectIndex, request: HttpRequest, world: World): Answer {
  const notes: string[] = [];
  const servers = new Servers(index, world, notes);
  const fault = ruleFault(ingress);
  if (fault) {
    return { ingress, isMeant: false, split: undetermined(`Ingress ${idOf(ingress)} is rejected by Voyager's webhook: ${fault}`, notes) };
  }
  const frontends = frontendsOf(ingress, (backend) => servers.isServed(ingress, backend));
  const port = Number(/:(\d+)$/.exec(request.authority)?.[1] ?? (request.scheme === 'https' ? 443 : 80));
  const frontend = frontends.find((one) => one.port === port);
  if (!frontend || frontend.isTls !== (request.scheme === 'https')) {
    return { ingress, isMeant: false, split: undetermined(`nothing of Ingress ${idOf(ingress)} listens for ${request.scheme} on port ${port}`, notes) };
  }
  return { ingress, ...onFrontend(ingress, frontend, request, servers, notes) };
}

function onFrontend(ingress: KubernetesObject, frontend: Frontend, request: HttpRequest, servers: Servers, notes: string[]): Omit<Answer, 'ingress'> {
  if ((ingress.spec?.frontendRules ?? []).some(({ rules = [] }: any) => rules.length > 0)) {
    notes.push(`Ingress ${idOf(ingress)} has frontendRules in HAProxy's own words, which are not read`);
  }
  const path = pathOf(frontend, request);
  if ((path && !path.backend) || (request.scheme === 'http' && annotated(ingress, 'force-ssl-redirect') === 'true' && path)) {
    return { isMeant: true, split: answered(308, notes) };
  }
  const byDefault = backendOf(ingress.spec?.defaultBackend ?? ingress.spec?.backend);
  const backend = path?.backend ?? (byDefault && servers.isServed(ingress, byDefault) ? byDefault : undefined);
  if (!backend) {
    return { isMeant: false, split: answered(503, [...notes, `no rule of Ingress ${idOf(ingress)} takes the request and it has no default backend, which HAProxy answers with 503`]) };
  }
  if (isSticky(ingress) && request.headerValues('cookie').some((line) => line.includes(`${stickyCookie(ingress)}=`))) {
    return { isMeant: true, split: undetermined(`the request carries the affinity cookie ${stickyCookie(ingress)}, and only HAProxy knows which pod it stands for`, notes) };
  }
  return { isMeant: true, split: new Split(servers.shares(ingress, backend), notes) };
}

/** What Voyager's webhook refuses of the rules that are read here (IsValid in apis/voyager/v1beta1/validator.go). */
function ruleFault(ingress: KubernetesObject): string | undefined {
  const rules: any[] = ingress.spec?.rules ?? [];
  const shapeless = rules.findIndex(({ http, tcp }) => (http === undefined) === (tcp === undefined));
  return shapeless < 0 ? undefined : `rule ${shapeless + 1} has ${rules[shapeless].http ? 'both http and tcp' : 'neither http nor tcp'}`;
}

function annotated(ingress: KubernetesObject, name: string): string | undefined {
  const annotations = ingress.metadata?.annotations;
  return annotations?.[`ingress.appscode.com/${name}`] ?? annotations?.[`ingress.kubernetes.io/${name}`];
}

function isSticky(ingress: KubernetesObject): boolean {
  return annotated(ingress, 'affinity') === 'cookie' || annotated(ingress, 'sticky-session') === 'true';
}

function stickyCookie(ingress: KubernetesObject): string {
  return annotated(ingress, 'session-cookie-name') ?? 'SERVERID';
}

function answered(status: number, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

function undetermined(reason: string, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}
