import { Construct } from 'constructs';
import { Application } from '../../../../application';
import { namedServiceManifest } from '../../../../application/manifests';
import { shown } from '../../../../faults/shown';
import { unknownKeyFaults } from '../../../../faults/unknown-keys';
import { Feature, HeaderMatch, RolloutPlan, StepKind } from '../../../../plan';
import { ApiResource } from '../../../api-resource';
import { HttpRouteOptions } from '../../../shared/http-route';
import { claimHttpRoute } from '../../../shared/http-route/collisions';
import { httpRouteFaults } from '../../../shared/http-route/faults';
import {
  backendRef,
  gatewayManifest,
  headerExpression,
  httpRouteManifest,
  httpRouteName,
  pathMatch,
} from '../../../shared/http-route/manifest';
import { Support } from '../../../support';
import { CONTROLLER_SUPPORT, HEADER_SUPPORT } from '../controller-support';
import { ReleaseContext } from '../release-context';
import { RolloutRouter, RouterStrategy } from '../rollout-router';

const DIALECT = Support.refused(
  'would write it as a regular expression, whose dialect the standard leaves to each implementation',
  'Use HeaderMatch.exact, or, if your implementation uses RE2 ' +
    'expressions for the whole value, set acceptRegularExpressions: true',
);

const EXPRESSION = Support.limited(
  'written as a regular expression; requires acceptRegularExpressions and an implementation that uses RE2',
);

const SUPPORT: Record<Feature, Support> = {
  ...CONTROLLER_SUPPORT,
  ...HEADER_SUPPORT,
  [Feature.HEADER_REGEX]: EXPRESSION,
  [Feature.HEADER_PREFIX]: EXPRESSION,
  [Feature.HEADER_PRESENT]: EXPRESSION,
  [Feature.HEADERS_AND]: Support.native(),
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.refused(
    'supports only whole percentages, because not every release of the plugin supports maxTrafficWeight',
    'Write a whole percentage, or use TrafficRouting.nginx(), which supports decimals',
  ),
  [Feature.MIRROR]: Support.refused(
    'appends its mirror rule after the plain rule, and the plain rule wins because both have the same matches',
    'Omit the step, or use TrafficRouting.istio(), which mirrors a percentage',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

const EXPRESSIONS = [Feature.HEADER_REGEX, Feature.HEADER_PREFIX, Feature.HEADER_PRESENT];

/**
 * The plugin tells header routes apart by the names of their headers: a new one deletes those that have all of its
 * names (isHTTPManagedRule in pkg/plugin/httproute.go, up to 0.15).
 */
function laneFaults(plan: RolloutPlan): string[] {
  const lanes = plan.steps.flatMap((step, index) =>
    step.kind === StepKind.HEADER_ROUTE
      ? [{ place: index + 1, names: new Set(step.matches!.map(({ name }) => name.toLowerCase())) }]
      : [],
  );
  return lanes.flatMap(({ place, names }, position) => {
    const lost = lanes.slice(0, position).find((earlier) => [...names].every((name) => earlier.names.has(name)));
    return lost === undefined
      ? []
      : [
        `the header route of step ${place} would delete the one of step ${lost.place}, because the plugin tells header ` +
          `routes apart by the names of their headers (${[...names].map(shown).join(', ')}), not by the values: use ` +
          'another header for one of them',
      ];
  });
}

/**
 * The Gateway API with the plugin of Argo Rollouts: the plugin sets the weights of the rule with both Services, and
 * adds a rule for each header route (pkg/plugin/httproute.go of
 * argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi).
 *
 * @internal
 */
export class GatewayApiRouter implements RolloutRouter {
  public readonly title = 'Argo Rollouts over the Gateway API';
  public readonly lifeCycle = 'maintained';
  public readonly dividesRequests = true;
  public readonly stableAnswersForCanary = false;

  constructor(private readonly options: HttpRouteOptions) {}

  public support(feature: Feature): Support {
    return EXPRESSIONS.includes(feature) && this.options.acceptRegularExpressions !== true ? DIALECT : SUPPORT[feature];
  }

  public faults(application: Application, plan: RolloutPlan): string[] {
    return [
      ...unknownKeyFaults('HttpRouteOptions', this.options),
      ...httpRouteFaults(application, plan, this.options),
      ...(plan.validate().length > 0 ? [] : laneFaults(plan)),
    ];
  }

  public notices(): string[] {
    return [];
  }

  public resources({ namespace }: Application): ApiResource[] {
    const resources = [...(this.options.gateway ? ['gateways'] : []), 'httproutes'];
    return resources.map((resource) => ({ apiGroup: 'gateway.networking.k8s.io', resource, namespace }));
  }

  public claim(scope: Construct, application: Application): void {
    claimHttpRoute(scope, application, this.options);
  }

  public strategy(
    application: Application,
    managedRoutes: string[],
    _maxTrafficWeight: number,
    context: ReleaseContext,
  ): RouterStrategy {
    const { stableService, canaryService } = context.names;
    return {
      canaryService,
      stableService,
      trafficRouting: {
        managedRoutes: managedRoutes.length > 0 ? managedRoutes.map((name) => ({ name })) : undefined,
        plugins: {
          'argoproj-labs/gatewayAPI': {
            namespace: application.namespace,
            httpRoutes: [
              {
                name: httpRouteName(application, this.options),
                useHeaderRoutes: managedRoutes.length > 0 ? true : undefined,
              },
            ],
          },
        },
      },
    };
  }

  public manifests(application: Application, context: ReleaseContext): any[] {
    const { stableService, canaryService, selector } = context.names;
    const backends = [
      { service: stableService, weight: 100 },
      { service: canaryService, weight: 0 },
    ];
    // One rule for all paths, because the plugin copies its header routes from the first rule with both Services.
    const rule = {
      matches: application.paths.map(pathMatch),
      backendRefs: backends.map((backend) => backendRef(application, backend)),
    };
    return [
      namedServiceManifest(application, stableService, selector, 'http'),
      namedServiceManifest(application, canaryService, selector, 'http'),
      ...(this.options.gateway ? [gatewayManifest(application, this.options.gateway)] : []),
      httpRouteManifest(application, [rule], this.options),
    ];
  }

  public maxTrafficWeight(): number {
    return 100;
  }

  /** Writes prefixes as expressions here, because the plugin does not escape special characters of a prefix. */
  public headerMatch(match: HeaderMatch): any {
    const expression = headerExpression(match);
    return {
      headerName: match.name,
      headerValue: expression === undefined ? { exact: match.value } : { regex: expression },
    };
  }

  public mirrorMatches(): any[] {
    return [];
  }
}
