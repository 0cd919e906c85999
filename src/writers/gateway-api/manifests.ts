import { GatewayApiOptions } from './options';
import { stageServices, StageServices } from './services';
import {
  HttpRouteSpecRules, HttpRouteSpecRulesFiltersType as FilterType, HttpRouteSpecRulesMatchesHeaders,
  HttpRouteSpecRulesMatchesHeadersType as HeaderType, ReferenceGrantSpec,
} from '../../../imports/gateway.networking.k8s.io';
import { Application } from '../../application';
import { configMapManifests, deploymentManifest, objectMetadata } from '../../application/manifests';
import { HeaderMatch, HeaderRoute, Stage } from '../../plan';
import {
  backendRef,
  gatewayManifest,
  headerExpression,
  httpRouteManifest,
  httpRouteName,
  pathMatch,
} from '../shared/http-route/manifest';

/**
 * All objects of one stage over the Gateway API, as plain JSON, in the order in which they should be applied.
 *
 * @internal
 */
export function gatewayApiManifests(application: Application, stage: Stage, options: GatewayApiOptions): any[] {
  const services = stageServices(application, stage, options);
  const { gateway, routeNamespace } = options;
  return [
    ...stage.versions.flatMap((version) => configMapManifests(application, version)),
    ...stage.runs.map(({ version, scale }) => deploymentManifest(application, version, scale)),
    ...services.manifests,
    ...(isElsewhere(application, options) ? [referenceGrant(application, options)] : []),
    ...(gateway ? [gatewayManifest(application, gateway, routeNamespace)] : []),
    httpRouteManifest(application, rulesOf(application, stage, services, options), options, routeNamespace),
  ];
}

/** Whether the HTTPRoute is in another namespace than the Services. @internal */
export function isElsewhere({ namespace }: Application, { routeNamespace }: GatewayApiOptions): boolean {
  return routeNamespace !== undefined && routeNamespace !== namespace;
}

/** The name of the ReferenceGrant. @internal */
export function referenceGrantName(application: Application, options: GatewayApiOptions): string {
  return httpRouteName(application, options);
}

function referenceGrant(application: Application, options: GatewayApiOptions): any {
  const spec: ReferenceGrantSpec = {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: options.routeNamespace! }],
    to: [{ group: '', kind: 'Service' }],
  };
  const metadata = objectMetadata(application, referenceGrantName(application, options));
  return { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant', metadata, spec };
}

/**
 * A rule for each header route, and the plain rule. The Gateway API prefers a longer path to any header, so a header
 * route repeats every path: then it has the same paths as the plain rule and wins because of its header.
 */
function rulesOf(
  application: Application,
  { routing }: Stage,
  services: StageServices,
  options: GatewayApiOptions,
): HttpRouteSpecRules[] {
  const namespace = isElsewhere(application, options) ? application.namespace : undefined;
  const to = (service: string, weight: number) => backendRef(application, { service, weight, namespace });
  const { primary, canary, weight } = services;
  const [rest, share] = weight === undefined ? [1, 0] : wholeWeights(weight);
  const { weight: _, ...backend } = to(canary ?? primary, 0);
  const mirror = {
    type: FilterType.REQUEST_MIRROR,
    requestMirror: { backendRef: backend, percent: routing.mirrorPercent },
  };
  return [
    ...routing.headerRoutes.map((lane) => ({ matches: laneMatches(application, lane), backendRefs: [to(canary!, 1)] })),
    {
      matches: application.paths.map(pathMatch),
      filters: routing.mirrorPercent > 0 ? [mirror] : undefined,
      backendRefs: weight === undefined ? [to(primary, 1)] : [to(primary, rest), to(canary!, share)],
    },
  ];
}

/**
 * Whole weights of the primary and the canary: they sum to 100, or to a greater power of ten if the percentage has
 * decimals.
 */
function wholeWeights(percent: number): [number, number] {
  const total = 100 * 10 ** (String(percent).split('.')[1]?.length ?? 0);
  const share = Math.round(percent * total / 100);
  return [total - share, share];
}

function laneMatches({ paths }: Application, { matches }: HeaderRoute): HttpRouteSpecRules['matches'] {
  return paths.map((path) => ({ ...pathMatch(path), headers: matches.map(headerMatch) }));
}

function headerMatch(match: HeaderMatch): HttpRouteSpecRulesMatchesHeaders {
  const { name, value } = match;
  const expression = headerExpression(match);
  return expression === undefined
    ? { name, type: HeaderType.EXACT, value: value! }
    : { name, type: HeaderType.REGULAR_EXPRESSION, value: expression };
}
