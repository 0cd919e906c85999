import { Construct } from 'constructs';
import { ArgoRolloutsOptions } from './argo-rollouts-options';
import { CONTROLLER_SUPPORT, HEADER_SUPPORT } from './controller-support';
import { GatewayApiRoutingOptions, GatewayReference } from './gateway-api-options';
import { rolloutNames } from './rollout-names';
import { RolloutRouter, RouterStrategy } from './rollout-router';
import { HttpRouteSpec, HttpRouteSpecRulesMatches, HttpRouteSpecRulesMatchesPathType as PathType } from '../../../imports/gateway.networking.k8s.io';
import { Application, HttpPath, HttpPathKind } from '../../application';
import { labelNameFault, objectNameFault } from '../../application/kubernetes-names';
import { namedServiceManifest, objectMetadata } from '../../application/manifests';
import { listFault } from '../../faults/list-fault';
import { isMap, shown } from '../../faults/shown';
import { Feature, RolloutPlan, StepKind } from '../../plan';
import { ApiResource } from '../api-resource';
import { Support } from '../support';

const DIALECT = Support.refused(
  'would write it as an expression, and the standard leaves the dialect to each implementation of a Gateway',
  'Use HeaderMatch.exact, or say that yours takes RE2 expressions for the whole value: acceptRegularExpressions: true',
);

const SUPPORT: Record<Feature, Support> = {
  ...CONTROLLER_SUPPORT,
  ...HEADER_SUPPORT,
  [Feature.HEADERS_AND]: Support.native(),
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.refused('takes whole percentages: releases of the plugin differ in whether they know of maxTrafficWeight', 'Write a whole percentage, or use TrafficRouting.nginx(), which is as fine as the plan'),
  [Feature.MIRROR]: Support.refused('appends its mirroring rule after the plain one, which wins where both match the same', 'Leave the step out, or use TrafficRouting.istio(), which mirrors a percentage'),
  [Feature.CANARY_SCALE]: Support.native(),
};

const EXPRESSIONS = [Feature.HEADER_REGEX, Feature.HEADER_PREFIX, Feature.HEADER_PRESENT];

/**
 * The Gateway API as the plugin drives it: weights on the rule that has both Services, and a rule more for each lane
 * (pkg/plugin/httproute.go of argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi).
 *
 * @internal
 */
export class GatewayApiRouter implements RolloutRouter {
  public readonly title = 'Argo Rollouts over the Gateway API';
  public readonly lifeCycle = 'maintained';
  public readonly dividesRequests = true;

  constructor(private readonly options: GatewayApiRoutingOptions) {}

  public support(feature: Feature): Support {
    return EXPRESSIONS.includes(feature) && this.options.acceptRegularExpressions !== true ? DIALECT : SUPPORT[feature];
  }

  public faults(application: Application, plan: RolloutPlan): string[] {
    const route = objectNameFault(this.options.httpRouteName ?? application.name);
    const odd = listFault(this.options.gateways, 'gateways must be a list of Gateways', isMap, '[{ name: \'public\', namespace: \'infra\' }]');
    const given = Array.isArray(application.paths) ? application.paths : [];
    const paths = given.filter((path) => path instanceof HttpPath && path.validate().length === 0);
    return [
      ...(route ? [`the HTTPRoute ${route}`] : []),
      ...(odd ? [odd] : this.options.gateways.flatMap(gatewayFaults)),
      ...(!odd && this.options.gateways.length === 0 ? ['gateways is an empty list, so that no request would come: name the Gateways where the application is exposed, gateways: [{ name: \'public\' }]'] : []),
      ...paths.flatMap(pathFaults),
      ...sizeFaults(application, plan, paths),
    ];
  }

  public collisions(): string[] {
    return [];
  }

  public notices(): string[] {
    return [];
  }

  public resources({ namespace }: Application): ApiResource[] {
    return [{ apiGroup: 'gateway.networking.k8s.io', resource: 'httproutes', namespace }];
  }

  public expose(_scope: Construct): void {}

  public strategy(application: Application, managedRoutes: string[], _maxTrafficWeight: number, options: ArgoRolloutsOptions): RouterStrategy {
    const { stableService, canaryService } = rolloutNames(application, options);
    return {
      canaryService,
      stableService,
      trafficRouting: {
        managedRoutes: managedRoutes.length > 0 ? managedRoutes.map((name) => ({ name })) : undefined,
        plugins: {
          'argoproj-labs/gatewayAPI': { namespace: application.namespace, httpRoutes: [{ name: this.routeName(application), useHeaderRoutes: managedRoutes.length > 0 ? true : undefined }] },
        },
      },
    };
  }

  public manifests(application: Application, options: ArgoRolloutsOptions): any[] {
    const { stableService, canaryService } = rolloutNames(application, options);
    return [
      namedServiceManifest(application, stableService, 'http'),
      namedServiceManifest(application, canaryService, 'http'),
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: objectMetadata(application, this.routeName(application)), spec: this.spec(application, stableService, canaryService) },
    ];
  }

  public maxTrafficWeight(): number {
    return 100;
  }

  public headerName(name: string): string {
    return name;
  }

  public mirrorMatches(): any[] {
    return [];
  }

  private routeName({ name }: Application): string {
    return this.options.httpRouteName ?? name;
  }

  /** One rule for all paths: the plugin makes its lanes from the first one that has both Services. */
  private spec({ hosts, paths, servicePort }: Application, stableService: string, canaryService: string): HttpRouteSpec {
    return {
      parentRefs: this.options.gateways.map(({ name, namespace, sectionName }) => ({ name, namespace, sectionName })),
      hostnames: hosts.length > 0 ? hosts : undefined,
      rules: [{
        matches: paths.map(pathMatch),
        backendRefs: [{ name: stableService, port: servicePort, weight: 100 }, { name: canaryService, port: servicePort, weight: 0 }],
      }],
    };
  }
}

function pathMatch({ kind, path }: HttpPath): HttpRouteSpecRulesMatches {
  return { path: { type: kind === HttpPathKind.EXACT ? PathType.EXACT : PathType.PATH_PREFIX, value: path } };
}

function gatewayFaults({ name, namespace, sectionName }: GatewayReference): string[] {
  const given: [string, string | undefined][] = [
    ['Gateway', objectNameFault(name)],
    ['Gateway\'s namespace', namespace === undefined ? undefined : labelNameFault(namespace)],
    ['Gateway\'s listener', sectionName === undefined ? undefined : objectNameFault(sectionName)],
  ];
  return given.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `the ${what} ${fault}`);
}

/** What the schema of an HTTPRoute takes for a path (spec.rules[].matches[].path, its validations). */
function pathFaults({ path }: HttpPath): string[] {
  const odd = ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return [
    ...(odd ? [`the path ${shown(path)} has ${shown(odd)}, which an HTTPRoute cannot have: write the path in its simplest form`] : []),
    ...(path.length > 1024 ? [`the path ${shown(path)} has ${path.length} characters, and an HTTPRoute takes 1024 at most: expose a shorter prefix`] : []),
  ];
}

/** An HTTPRoute has 16 hosts, 16 rules, 64 matches a rule and 128 in all. */
function sizeFaults({ hosts }: Application, plan: RolloutPlan, paths: HttpPath[]): string[] {
  const lanes = plan.validate().length > 0 ? 0 : plan.steps.filter(({ kind }) => kind === StepKind.HEADER_ROUTE).length;
  return [
    ...(Array.isArray(hosts) && hosts.length > 16 ? [`the application has ${hosts.length} hosts, and an HTTPRoute takes 16 at most: expose fewer`] : []),
    ...(Array.isArray(hosts) ? hosts.filter((host) => /^\d+(\.\d+){3}$/.test(host)).map((host) => `the host ${shown(host)} is an address, and an HTTPRoute takes names only: leave the hosts out, or give a name`) : []),
    ...(paths.length > 64 ? [`the application has ${paths.length} paths, and a rule of an HTTPRoute takes 64 at most: expose fewer`] : []),
    ...(lanes > 15 || (lanes + 1) * paths.length > 128 ? [`${lanes} header routes for ${paths.length} path${paths.length === 1 ? '' : 's'} are more than an HTTPRoute takes, which is 16 rules and 128 matches: use fewer of either`] : []),
  ];
}
