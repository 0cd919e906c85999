import { Construct } from 'constructs';
import { Application, HttpPath } from '../application';
import { IngressOptions } from '../ingress';
import { perApp } from './per-app';
import { isRegexMode } from '../ingress/ingress-faults';

/** An application's share of a controller. */
interface IngressExposure {
  /** The application's id. */
  readonly owner: string;
  readonly ingressClassName: string;
  /** Its hosts; the empty one is every host that no Ingress names. */
  readonly hosts: string[];
  readonly paths: HttpPath[];
  /** Whether its annotations turn all paths of its hosts into expressions. */
  readonly isRegexMode: boolean;
}

interface Exposures {
  readonly known: Map<string, IngressExposure>;
  /** Owners to faults, as of the number of exposures then. */
  collisions?: { readonly count: number; readonly byOwner: Map<string, string[]> };
}

const exposuresOf = perApp<Exposures>(() => ({ known: new Map() }));

/** Notes that an application is exposed; the same exposure in another stage is the same. @internal */
export function exposeIngress(scope: Construct, application: Application, { ingressClassName = 'nginx', annotations }: IngressOptions): void {
  const { id: owner, hosts, paths } = application;
  const exposure: IngressExposure = { owner, ingressClassName, hosts: hosts.length > 0 ? hosts : [''], paths, isRegexMode: isRegexMode(annotations) };
  exposuresOf(scope).known.set(JSON.stringify({ ...exposure, paths: exposure.paths.map(String) }), exposure);
}

/** What of an application collides with the others in the same cdk8s app; each collision is told once. @internal */
export function ingressCollisions(scope: Construct, owner: string): string[] {
  const exposures = exposuresOf(scope);
  if (exposures.collisions?.count !== exposures.known.size) {
    exposures.collisions = { count: exposures.known.size, byOwner: allCollisions([...exposures.known.values()]) };
  }
  return exposures.collisions.byOwner.get(owner) ?? [];
}

/** Only applications that share a host can collide, so they are compared per host. */
function allCollisions(exposures: IngressExposure[]): Map<string, string[]> {
  const byHost = new Map<string, IngressExposure[]>();
  const byOwner = new Map<string, string[]>();
  for (const exposure of exposures) {
    for (const host of exposure.hosts) {
      const key = `${exposure.ingressClassName} ${host}`;
      const others = (byHost.get(key) ?? []).filter(({ owner }) => owner !== exposure.owner);
      const faults = others.flatMap((other) => pathFaults(host, other, exposure));
      byOwner.set(exposure.owner, [...(byOwner.get(exposure.owner) ?? []), ...faults]);
      byHost.set(key, [...(byHost.get(key) ?? []), exposure]);
    }
  }
  return byOwner;
}

function pathFaults(host: string, one: IngressExposure, other: IngressExposure): string[] {
  const where = host === '' ? 'requests for any host' : `the host '${host}'`;
  const pairs = one.paths.flatMap((path) => other.paths.map((otherPath) => [path, otherPath]));
  return pairs.flatMap(([path, otherPath]) => {
    if (String(path) === String(otherPath)) {
      return [`ingress-nginx: ${one.owner} and ${other.owner} both expose ${path} for ${where}; the controller serves the older Ingress, and its webhook rejects the younger: give each its own path or host`];
    }
    const [short, long] = [path.path, otherPath.path].sort((left, right) => left.length - right.length);
    const isHalfAnElement = long.startsWith(short) && !short.endsWith('/') && long[short.length] !== undefined && long[short.length] !== '/';
    return isHalfAnElement && (one.isRegexMode || other.isRegexMode)
      ? [`ingress-nginx: an annotation (rewrite-target, use-regex) turns all paths of ${where} into expressions, where '${short}' takes '${long}…' too whenever the longer one is missing, and ${one.owner} and ${other.owner} are there with both: rename one of them, or leave the annotation out`]
      : [];
  });
}
