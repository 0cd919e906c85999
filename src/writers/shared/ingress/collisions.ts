import { Construct } from 'constructs';
import { IngressOptions } from './';
import { isRegexMode } from './faults';
import { Application, HttpPath } from '../../../application';
import { Exposures, meetingPairs } from '../../registry/exposures';

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

const exposures = new Exposures<IngressExposure>((all) => meetingPairs(all, placesOf, ({ paths }) => paths.map(({ path }) => path))
  .flatMap(([one, other]) => hostsOfBoth(one, other)
    .flatMap((host) => pathFaults(host, one, other).map((fault) => ({ owner: other.owner, fault })))));

/** Notes that an application is exposed; the same exposure in another stage is the same. @internal */
export function exposeIngress(scope: Construct, application: Application, { ingressClassName = 'nginx', annotations }: IngressOptions): void {
  const { id: owner, hosts, paths } = application;
  const exposure: IngressExposure = { owner, ingressClassName, hosts: hosts.length > 0 ? hosts : [''], paths, isRegexMode: isRegexMode(annotations) };
  exposures.add(scope, JSON.stringify({ ...exposure, paths: exposure.paths.map(String) }), exposure);
}

/** What of an application collides with the others in the same cdk8s app; each collision is told once. @internal */
export function ingressCollisions(scope: Construct, owner: string): string[] {
  return exposures.faults(scope, owner);
}

function placesOf({ ingressClassName, hosts }: IngressExposure): string[] {
  return hosts.map((host) => `${ingressClassName} ${host}`);
}

function hostsOfBoth(one: IngressExposure, other: IngressExposure): string[] {
  return one.ingressClassName === other.ingressClassName ? other.hosts.filter((host) => one.hosts.includes(host)) : [];
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
