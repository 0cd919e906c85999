import { Construct } from 'constructs';
import { isRegexMode } from './faults';
import { IngressOptions } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';
import { meetingPairs } from '../../registry/meeting-pairs';

/** The hosts and paths of an application at one ingress-nginx controller. */
interface IngressClaim extends Claim {
  readonly ingressClassName: string;
  /** The hosts; an empty text means every host that no Ingress names. */
  readonly hosts: string[];
  readonly paths: HttpPath[];
  /** Whether its annotations make all paths of its hosts regular expressions. */
  readonly isRegexMode: boolean;
}

const INGRESSES: ClaimKind<IngressClaim> = {
  collisions(claims) {
    const pairs = meetingPairs(claims, placesOf, ({ paths }) => paths.map(locationOf));
    return pairs.flatMap(([one, other]) => hostsOfBoth(one, other).flatMap((host) => {
      return pathFaults(host, one, other).map((fault) => ({ owner: other.owner, fault }));
    }));
  },
};

/** Claims the hosts and paths of an application. @internal */
export function claimIngress(scope: Construct, application: Application, options: IngressOptions): void {
  const { ingressClassName = 'nginx', annotations } = options;
  const { id: owner, hosts, paths } = application;
  const claimed = hosts.length > 0 ? hosts : [''];
  const claim: IngressClaim = { owner, ingressClassName, hosts: claimed, paths, isRegexMode: isRegexMode(annotations) };
  AppRegistry.of(scope).claim(INGRESSES, JSON.stringify({ ...claim, paths: paths.map(String) }), claim);
}

function placesOf({ ingressClassName, hosts }: IngressClaim): string[] {
  return hosts.map((host) => `${ingressClassName} ${host}`);
}

/** The nginx location of a path without its trailing slash, for prefixes and exact paths. */
function locationOf({ path }: HttpPath): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

function hostsOfBoth(one: IngressClaim, other: IngressClaim): string[] {
  return one.ingressClassName === other.ingressClassName ? other.hosts.filter((host) => one.hosts.includes(host)) : [];
}

/** A path of one application and a path of another one, for the same host. */
interface Meeting {
  /** What the host is called in messages. */
  readonly where: string;
  readonly one: IngressClaim;
  readonly other: IngressClaim;
  readonly path: HttpPath;
  readonly otherPath: HttpPath;
}

function pathFaults(host: string, one: IngressClaim, other: IngressClaim): string[] {
  const where = host === '' ? 'requests for any host' : `the host '${host}'`;
  const meetings = one.paths.flatMap((path) =>
    other.paths.map((otherPath): Meeting => ({ where, one, other, path, otherPath })),
  );
  return meetings.flatMap((meeting) => samePath(meeting) ?? sameLocation(meeting) ?? widened(meeting) ?? []);
}

function samePath({ where, one, other, path, otherPath }: Meeting): string | undefined {
  return String(path) === String(otherPath)
    ? `ingress-nginx: ${one.owner} and ${other.owner} both expose ${path} for ${where}; the controller ` +
        'serves the older Ingress, and its webhook rejects the newer one: give each its own path or host'
    : undefined;
}

/**
 * A prefix becomes a location with a trailing slash (normalizePrefixPath in internal/ingress/controller/location.go).
 */
function sameLocation({ where, one, other, path, otherPath }: Meeting): string | undefined {
  const arePrefixes = path.kind === HttpPathKind.PREFIX && otherPath.kind === HttpPathKind.PREFIX;
  return arePrefixes && locationOf(path) === locationOf(otherPath)
    ? `ingress-nginx: ${one.owner} exposes ${path} and ${other.owner} exposes ${otherPath} for ${where}, which ` +
        'become the same nginx location, and nginx rejects a configuration with both: give each its own path or host'
    : undefined;
}

/**
 * In regular-expression mode every path of a host, exact paths included, matches the beginning of a request's path
 * (buildLocation in internal/ingress/controller/template/template.go).
 */
function widened({ where, one, other, path, otherPath }: Meeting): string | undefined {
  if (!one.isRegexMode && !other.isRegexMode) {
    return undefined;
  }
  const isFirstShorter = path.path.length <= otherPath.path.length;
  const [shorter, longer] = isFirstShorter ? [one, other] : [other, one];
  const [short, long] = isFirstShorter ? [path, otherPath] : [otherPath, path];
  const mode =
    'ingress-nginx: an annotation (rewrite-target, ' +
      `use-regex) makes all paths of ${where} regular expressions`;
  const next = long.path[short.path.length];
  if (long.path.startsWith(short.path) && !short.path.endsWith('/') && next !== undefined && next !== '/') {
    return (
      `${mode}, so '${short.path}' also takes '${long.path}…' while the longer path is missing; ` +
        `${one.owner} and ${other.owner} expose both: rename one of the paths, or omit the annotation`
    );
  }
  return long.kind === HttpPathKind.EXACT && short.kind === HttpPathKind.PREFIX && long.path.startsWith(short.path)
    ? `${mode}, so the exact path '${long.path}' of ${longer.owner} also takes '${long.path}…', which ` +
        `${shorter.owner} exposes below '${short.path}': give ${longer.owner} its own host, or omit the annotation`
    : undefined;
}
