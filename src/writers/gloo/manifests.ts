import { GlooOptions, OnEmpty } from './options';
import {
  RouteTableSpec,
  RouteTableSpecRoutes,
  RouteTableSpecRoutesMatchers,
  RouteTableSpecRoutesMatchersHeaders,
  RouteTableSpecRoutesRouteAction,
  VirtualServiceSpec,
} from '../../../imports/gateway.solo.io';
import {
  UpstreamSpec,
  UpstreamSpecKubeSubsetSpec,
  UpstreamSpecKubeSubsetSpecFallbackPolicy as FallbackPolicy,
} from '../../../imports/gloo.solo.io';
import { Application, HttpPath, HttpPathKind } from '../../application';
import {
  APPLICATION_LABEL,
  configMapManifests,
  deploymentManifest,
  objectMetadata,
  once,
  serviceManifest,
  VERSION_LABEL,
} from '../../application/manifests';
import { HeaderMatch, HeaderMatchKind, Stage } from '../../plan';
import { re2 } from '../../plan/re2';

/** All objects of one stage over Gloo, as plain JSON, in the order in which they should be applied. @internal */
export function glooManifests(application: Application, stage: Stage, options: GlooOptions): any[] {
  return [
    ...stage.versions.flatMap((version) => configMapManifests(application, version)),
    ...stage.runs.map(({ version, scale }) => deploymentManifest(application, version, scale)),
    serviceManifest(application),
    mainUpstream(application, stage, options),
    ...(stage.mirrors ? [shadowUpstream(application, stage, options)] : []),
    routesObject(application, stage, options),
  ];
}

/** The namespace of an application's Upstreams. */
function upstreamNamespace(application: Application, options: GlooOptions): string {
  return options.upstreamNamespace ?? application.namespace;
}

interface UpstreamParts {
  readonly subsetSpec?: UpstreamSpecKubeSubsetSpec;
  readonly selector?: { [label: string]: string };
}

function upstream(application: Application, name: string, options: GlooOptions, extra: UpstreamParts): any {
  const spec: UpstreamSpec = {
    kube: {
      selector: { [APPLICATION_LABEL]: application.name, ...extra.selector },
      serviceName: application.name,
      serviceNamespace: application.namespace,
      // The Service's port: since Gloo 1.12 the container's port causes 503 for all requests.
      servicePort: application.servicePort,
      subsetSpec: extra.subsetSpec,
    },
  };
  return {
    apiVersion: 'gloo.solo.io/v1',
    kind: 'Upstream',
    metadata: objectMetadata(application, name, upstreamNamespace(application, options)),
    spec,
  };
}

/** The Upstream of all versions. It depends on the stage only through the fallback version, so stages share it. */
function mainUpstream(application: Application, { routing: { primary } }: Stage, options: GlooOptions): any {
  const { onEmpty = OnEmpty.STABLE } = options;
  const fallback = onEmpty === OnEmpty.STABLE ? primary : '';
  const key = `Upstream ${onEmpty} ${fallback} ${upstreamNamespace(application, options)}`;
  return once(application, key, () =>
    upstream(application, application.name, options, { subsetSpec: subsetSpec(primary, onEmpty) }),
  );
}

/**
 * The Upstream to which requests are mirrored. The canary needs its own, because a shadow target cannot name a subset.
 */
function shadowUpstream(application: Application, stage: Stage, options: GlooOptions): any {
  const canary = stage.versions.at(-1)!;
  return upstream(application, application.deploymentName(canary), options, { selector: { [VERSION_LABEL]: canary } });
}

function subsetSpec(primary: string, onEmpty: OnEmpty): UpstreamSpecKubeSubsetSpec {
  const selectors = [{ keys: [VERSION_LABEL] }];
  switch (onEmpty) {
    case OnEmpty.STABLE: return {
      selectors,
      fallbackPolicy: FallbackPolicy.DEFAULT_UNDERSCORE_SUBSET,
      defaultSubset: { values: { [VERSION_LABEL]: primary } },
    };
    case OnEmpty.ERROR: return { selectors, fallbackPolicy: FallbackPolicy.NO_UNDERSCORE_FALLBACK };
    case OnEmpty.ANY: return { selectors, fallbackPolicy: FallbackPolicy.ANY_UNDERSCORE_ENDPOINT };
  }
}

function routesObject(application: Application, stage: Stage, options: GlooOptions): any {
  const routes = application.paths.flatMap((path) => routesOf(application, path, stage, options));
  const { table, service } = options.routes;
  if (table) {
    const spec: RouteTableSpec = { weight: table.weight, routes };
    return {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'RouteTable',
      metadata: objectMetadata(application, `${application.name}-routes`, undefined, table.labels),
      spec,
    };
  }
  const domains = application.hosts.length > 0 ? application.hosts : ['*'];
  const spec: VirtualServiceSpec = { virtualHost: { domains, routes } };
  return {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'VirtualService',
    metadata: objectMetadata(application, application.name, service?.namespace),
    spec,
  };
}

/**
 * The routes of one path. Header routes come first, because Gloo takes the first match and does not prefer routes with
 * headers. All are in one object, because Gloo does not define the order of equal paths in different tables.
 */
function routesOf(
  application: Application,
  path: HttpPath,
  stage: Stage,
  options: GlooOptions,
): RouteTableSpecRoutes[] {
  const { routing } = stage;
  const to = (version: string) => ({
    upstream: { name: application.name, namespace: upstreamNamespace(application, options) },
    subset: { values: { [VERSION_LABEL]: version } },
  });
  const weights = routing.weight === undefined ? undefined : wholeWeights(routing.weight);
  const plainAction: RouteTableSpecRoutesRouteAction =
    weights === undefined
      ? { single: to(routing.primary) }
      : {
        multi: {
          destinations: [
            { destination: to(routing.primary), weight: weights.primary },
            { destination: to(routing.canary!), weight: weights.canary },
          ],
        },
      };
  const lanes = routing.headerRoutes.map((lane) => ({ headers: lane.matches.map(header), ...pathMatcher(path) }));
  return [
    ...(lanes.length > 0
      ? [{ matchers: lanes, routeAction: { single: to(routing.canary!) }, options: options.routeOptions }]
      : []),
    { matchers: [pathMatcher(path)], routeAction: plainAction, options: plainOptions(application, stage, options) },
  ];
}

/** The weights of a split. They sum to 100, or to a greater power of ten if the percentage has decimals. */
function wholeWeights(percent: number): { primary: number; canary: number } {
  const decimals = String(percent).split('.')[1]?.length ?? 0;
  const canary = Number(String(percent).replace('.', ''));
  return { primary: 10 ** (2 + decimals) - canary, canary };
}

function plainOptions(application: Application, stage: Stage, options: GlooOptions): any {
  const { canary, mirrorPercent } = stage.routing;
  if (mirrorPercent === 0) {
    return options.routeOptions;
  }
  const target = { name: application.deploymentName(canary!), namespace: upstreamNamespace(application, options) };
  return { ...options.routeOptions, shadowing: { upstream: target, percentage: mirrorPercent } };
}

function pathMatcher(path: HttpPath): RouteTableSpecRoutesMatchers {
  return path.kind === HttpPathKind.EXACT ? { exact: path.path } : { prefix: path.path };
}

function header(match: HeaderMatch): RouteTableSpecRoutesMatchersHeaders {
  const expression = expressionOf(match);
  if (expression !== undefined) {
    return { name: match.name, value: expression, regex: true };
  }
  // Without a value Gloo only checks that the header is present.
  return { name: match.name, value: match.value };
}

/**
 * The RE2 expression of a header match, if it needs one. Gloo has no prefix match, and its expressions match the whole
 * value.
 *
 * @internal
 */
export function expressionOf({ kind, value }: HeaderMatch): string | undefined {
  switch (kind) {
    case HeaderMatchKind.REGEX: return value;
    case HeaderMatchKind.PREFIX: return `${re2().quote(value!)}.*`;
    default: return undefined;
  }
}
