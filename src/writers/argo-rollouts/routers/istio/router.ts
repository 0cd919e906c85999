import { Construct } from 'constructs';
import { CONTROLLER_SUPPORT, HEADER_SUPPORT } from '../controller-support';
import { ReleaseContext } from '../release-context';
import { claimIstioHosts } from './collisions';
import { istioFaults } from './faults';
import { destinationRuleName, istioManifests, routeName, subsetNames, virtualServiceName } from './manifests';
import { IstioRoutingOptions, IstioSplit } from './options';
import { claimReference } from './references';
import { Application, HttpPathKind } from '../../../../application';
import { Feature, HeaderMatch, HeaderMatchKind, RolloutPlan, StepKind } from '../../../../plan';
import { ApiResource } from '../../../api-resource';
import { Support } from '../../../support';
import { RolloutRouter, RouterStrategy } from '../rollout-router';

const SUPPORT: Record<Feature, Support> = {
  ...CONTROLLER_SUPPORT,
  ...HEADER_SUPPORT,
  [Feature.HEADERS_AND]: Support.refused(
    'matches either of several headers (OR), because setHeaderRoute writes one match per header, ' +
      'so more requests than planned would reach the canary',
    'Use one header, or TrafficRouting.gatewayApi(), which requires all of them',
  ),
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.refused(
    'supports only whole percentages (maxTrafficWeight applies to ingress-nginx and plugins)',
    'Write a whole percentage, or use TrafficRouting.nginx(), which supports decimals',
  ),
  [Feature.MIRROR]: Support.native(),
  [Feature.CANARY_SCALE]: Support.native(),
};

/**
 * Istio with the controller of Argo Rollouts: the controller sets the weights of a named route of a VirtualService,
 * adds managed routes before it, and adds the hash of each version's pods to Services or subsets
 * (rollout/trafficrouting/istio/istio.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export class IstioRouter implements RolloutRouter {
  public readonly title = 'Argo Rollouts over Istio';
  public readonly lifeCycle = 'maintained';
  public readonly dividesRequests = true;
  public readonly stableAnswersForCanary = false;

  constructor(private readonly options: IstioRoutingOptions) {}

  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  public faults(application: Application, plan: RolloutPlan, context: ReleaseContext): string[] {
    return istioFaults(application, plan, this.options, context);
  }

  public notices(application: Application, plan: RolloutPlan): string[] {
    const { virtualService } = this.options;
    const lane = plan.steps.some(({ kind }) => kind === StepKind.HEADER_ROUTE) ? ['header route'] : [];
    const mirror = plan.steps.some(({ kind, percent }) => kind === StepKind.MIRROR_ROUTE && percent! > 0)
      ? ['mirror']
      : [];
    return virtualService === undefined
      ? []
      : [...lane, ...mirror].map((what) => {
        return (
          `Argo Rollouts over Istio: a ${what} of ${application.name} takes ` +
            `${what === 'mirror' ? "the application's paths on every host" : 'every path and host'} ` +
            `of the VirtualService ${virtualService.name}, ` +
            'including requests for other applications (argoproj/argo-rollouts#3879).'
        );
      });
  }

  public resources({ namespace }: Application): ApiResource[] {
    const { split, destinationRule, gateway, virtualService } = this.options;
    const written = [
      ...(split === IstioSplit.BY_SUBSET && !destinationRule ? ['destinationrules'] : []),
      ...(gateway ? ['gateways'] : []),
      ...(virtualService ? [] : ['virtualservices']),
    ];
    return written.map((resource) => ({ apiGroup: 'networking.istio.io', resource, namespace }));
  }

  public claim(scope: Construct, application: Application, context: ReleaseContext): void {
    claimIstioHosts(scope, application, this.options);
    claimReference(scope, application, this.options, context.names);
  }

  public strategy(
    application: Application,
    managedRoutes: string[],
    _maxTrafficWeight: number,
    context: ReleaseContext,
  ): RouterStrategy {
    const { stableService, canaryService } = context.names;
    const { virtualService, split } = this.options;
    const isBySubset = split === IstioSplit.BY_SUBSET;
    const { stable, canary } = subsetNames(this.options);
    const isElsewhere = virtualService?.namespace !== undefined && virtualService.namespace !== application.namespace;
    return {
      ...(isBySubset ? {} : { canaryService, stableService }),
      trafficRouting: {
        managedRoutes: managedRoutes.length > 0 ? managedRoutes.map((name) => ({ name })) : undefined,
        istio: {
          virtualService: virtualService
            ? {
              name: isElsewhere ? `${virtualService.name}.${virtualService.namespace}` : virtualService.name,
              routes: virtualService.routes,
            }
            : { name: virtualServiceName(application, this.options), routes: [routeName(this.options)] },
          destinationRule: isBySubset
            ? {
              name: destinationRuleName(application, this.options),
              canarySubsetName: canary,
              stableSubsetName: stable,
            }
            : undefined,
        },
      },
    };
  }

  public manifests(application: Application, context: ReleaseContext): any[] {
    return istioManifests(application, this.options, context);
  }

  public maxTrafficWeight(): number {
    return 100;
  }

  /** Envoy compares header names in lower case, and matches expressions against the whole value. */
  public headerMatch({ name, kind, value }: HeaderMatch): any {
    const headerName = name.toLowerCase();
    switch (kind) {
      case HeaderMatchKind.EXACT:
        return { headerName, headerValue: { exact: value } };
      case HeaderMatchKind.PREFIX:
        return { headerName, headerValue: { prefix: value } };
      case HeaderMatchKind.REGEX:
        return { headerName, headerValue: { regex: value } };
      case HeaderMatchKind.PRESENT:
        return { headerName, headerValue: { regex: '.*' } };
    }
  }

  public mirrorMatches({ paths }: Application): any[] {
    return paths.map(({ kind, path }) => ({ path: kind === HttpPathKind.EXACT ? { exact: path } : { prefix: path } }));
  }
}
