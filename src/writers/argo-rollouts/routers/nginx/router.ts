import { Construct } from 'constructs';
import { CONTROLLER_SUPPORT, withoutHeaders } from '../controller-support';
import { NginxRoutingOptions } from './options';
import { Application } from '../../../../application';
import { labelKeyFault, objectNameFault } from '../../../../application/kubernetes-names';
import { namedServiceManifest } from '../../../../application/manifests';
import { isText, mapFault } from '../../../../faults/list-fault';
import { given, shown } from '../../../../faults/shown';
import { sortedKeys } from '../../../../faults/sorted-map';
import { unknownKeyFaults } from '../../../../faults/unknown-keys';
import { Feature, HeaderMatch, RolloutPlan, Step } from '../../../../plan';
import { ApiResource } from '../../../api-resource';
import { lifeCycleNotices } from '../../../notices';
import { choiceFaults, headerNameFaults } from '../../../shared/ingress/choice-faults';
import { claimIngress } from '../../../shared/ingress/collisions';
import { ingressFaults } from '../../../shared/ingress/faults';
import { headerCondition } from '../../../shared/ingress/header-pattern';
import { mainIngressManifest, mainIngressName } from '../../../shared/ingress/manifest';
import { INGRESS_NGINX_LIFE_CYCLE, ingressNotices } from '../../../shared/ingress/notices';
import { Support } from '../../../support';
import { ReleaseContext } from '../release-context';
import { RolloutRouter, RouterStrategy } from '../rollout-router';

const SUPPORT: Record<Feature, Support> = {
  ...CONTROLLER_SUPPORT,
  ...withoutHeaders(
    'supports no header routes as steps: the controller rejects them',
    'Omit the step and route the header during the whole release, TrafficRouting.nginx({ lane: ' +
      "HeaderMatch.exact('stage', 'canary') }), or use TrafficRouting.istio() or TrafficRouting.gatewayApi()",
  ),
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.limited('written with maxTrafficWeight, which must be above 100'),
  [Feature.MIRROR]: Support.refused(
    'mirrors no requests: the controller rejects mirror steps',
    'Omit the step, or use TrafficRouting.istio(), which mirrors a percentage',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

const PREFIX = 'nginx.ingress.kubernetes.io/';

/**
 * ingress-nginx with the controller of Argo Rollouts: the controller copies the main Ingress for the canary's Service,
 * and writes the weight into the copy's annotations (rollout/trafficrouting/nginx/nginx.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export class NginxRouter implements RolloutRouter {
  public readonly title = 'Argo Rollouts over ingress-nginx';
  public readonly lifeCycle = `Argo Rollouts is maintained, ingress-nginx is not: ${INGRESS_NGINX_LIFE_CYCLE}`;
  public readonly dividesRequests = true;
  public readonly stableAnswersForCanary = true;
  public readonly emptyStable =
    'ingress-nginx answers all requests with 503 while stable has no pods, ' +
      'and at 100 % stable would have none (argoproj/argo-rollouts#1820)';

  constructor(private readonly options: NginxRoutingOptions) {}

  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  public faults(application: Application, plan: RolloutPlan, context: ReleaseContext): string[] {
    const { ingressClassName = 'nginx', canaryAnnotations = {} } = this.options;
    const ingress = mainIngressName(application, this.options);
    const names: [string, unknown][] = [
      ['IngressClass', ingressClassName],
      ['main Ingress', ingress],
      ['canary Ingress', `${context.names.rollout}-${ingress}-canary`],
    ];
    const wrongAnnotation = mapFault(
      canaryAnnotations,
      'canaryAnnotations must map names to texts',
      isText,
      "{ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }",
    );
    return [
      ...unknownKeyFaults('NginxRoutingOptions', this.options),
      ...names
        .map(([what, name]) => [what, objectNameFault(name)])
        .filter(([, fault]) => fault !== undefined)
        .map(([what, fault]) => `the ${what} ${fault}`),
      ...ingressFaults(application, this.options),
      ...choiceFaults(this.options),
      ...this.laneFaults(),
      ...(wrongAnnotation ? [wrongAnnotation] : sortedKeys(canaryAnnotations).flatMap(canaryAnnotationFaults)),
      ...this.weightFaults(plan),
    ];
  }

  public notices(application: Application, _plan: RolloutPlan, context: ReleaseContext): string[] {
    return [
      ...lifeCycleNotices({ title: 'ingress-nginx', lifeCycle: INGRESS_NGINX_LIFE_CYCLE }, context),
      ...ingressNotices(application, this.options),
    ];
  }

  public resources({ namespace }: Application): ApiResource[] {
    return [{ apiGroup: 'networking.k8s.io', resource: 'ingresses', namespace }];
  }

  public claim(scope: Construct, application: Application): void {
    claimIngress(scope, application, this.options);
  }

  public strategy(
    application: Application,
    _managedRoutes: string[],
    maxTrafficWeight: number,
    context: ReleaseContext,
  ): RouterStrategy {
    const { stableService, canaryService } = context.names;
    const { canaryAnnotations = {} } = this.options;
    const annotations = this.laneAnnotations();
    return {
      canaryService,
      stableService,
      trafficRouting: {
        maxTrafficWeight: maxTrafficWeight === 100 ? undefined : maxTrafficWeight,
        nginx: {
          stableIngress: mainIngressName(application, this.options),
          additionalIngressAnnotations: Object.keys(annotations).length > 0 ? annotations : undefined,
          canaryIngressAnnotations: Object.keys(canaryAnnotations).length > 0 ? canaryAnnotations : undefined,
        },
      },
    };
  }

  public manifests(application: Application, context: ReleaseContext): any[] {
    const { stableService, canaryService, selector } = context.names;
    return [
      namedServiceManifest(application, stableService, selector, 'http'),
      namedServiceManifest(application, canaryService, selector, 'http'),
      mainIngressManifest(
        application,
        { service: { name: stableService, port: { number: application.servicePort } } },
        this.options,
      ),
    ];
  }

  /** The smallest power of ten that makes every weight a whole number. */
  public maxTrafficWeight(steps: Step[]): number {
    const decimals = Math.max(0, ...steps.map(({ percent = 0 }) => String(percent).split('.')[1]?.length ?? 0));
    return this.options.maxTrafficWeight ?? 10 ** (2 + decimals);
  }

  /** Never used, because header routes are refused. */
  public headerMatch({ name }: HeaderMatch): any {
    return { headerName: name, headerValue: {} };
  }

  public mirrorMatches(): any[] {
    return [];
  }

  /** The annotations without their prefix, which the controller adds. */
  private laneAnnotations(): { [name: string]: string } {
    const { lane, choiceHeader, choiceCookie } = this.options;
    const { value, pattern } = lane ? headerCondition(lane) : {};
    const annotations: [string, string | undefined][] = [
      ['canary-by-cookie', choiceCookie],
      ['canary-by-header', lane?.name ?? choiceHeader],
      ['canary-by-header-pattern', pattern],
      ['canary-by-header-value', value],
    ];
    return Object.fromEntries(annotations.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  private laneFaults(): string[] {
    const { lane, choiceHeader } = this.options;
    if (lane === undefined) {
      return [];
    }
    if (!(lane instanceof HeaderMatch)) {
      return [`the lane must be a HeaderMatch, ${given(lane)}: write for example HeaderMatch.exact('stage', 'canary')`];
    }
    const faults = lane.validate();
    const { fault } = faults.length > 0 ? { fault: undefined } : headerCondition(lane);
    return [
      ...faults,
      ...(faults.length > 0 ? [] : headerNameFaults("lane's header", lane.name)),
      ...(fault
        ? [
          `the expression ${shown(lane.value)} for header ` +
            `${shown(lane.name)} cannot be written as a pattern: ${fault}`,
        ]
        : []),
      ...(choiceHeader === undefined
        ? []
        : [
          `a canary has one header: the lane '${lane}' and the choiceHeader ` +
            `${shown(choiceHeader)} exclude each other, because with a header value ` +
            'ingress-nginx no longer interprets always and never: omit one of them',
        ]),
    ];
  }

  private weightFaults(plan: RolloutPlan): string[] {
    const { maxTrafficWeight: total } = this.options;
    if (total === undefined) {
      return [];
    }
    if (!Number.isInteger(total) || total < 100 || total > 1_000_000) {
      return [
        `maxTrafficWeight must be a whole number from 100 to 1000000, ${given(total)}, because ingress-nginx ` +
          'ignores a total below 100, so that 5 of 10 would be 5 % instead of 50 %: write for example 1000',
      ];
    }
    const weights =
      plan.validate().length > 0
        ? []
        : plan.steps.flatMap(({ kind, percent }) => (kind === 'weight' ? [percent!] : []));
    return weights
      .filter((weight) => !Number.isInteger((Math.round(weight * 1000) * total) / 100_000))
      .map(
        (weight) =>
          `a weight of ${weight} % cannot be written with a maxTrafficWeight of ${total}: ` +
            'omit maxTrafficWeight, and it becomes as large as the plan needs',
      );
  }
}

function canaryAnnotationFaults(name: string): string[] {
  const key = labelKeyFault(name);
  if (key) {
    return [`the annotation ${key}`];
  }
  return name.startsWith(`${PREFIX}canary`) || name === 'kubernetes.io/ingress.class'
    ? [
      `the annotation ${shown(name)} of the canary Ingress comes from the ` +
        'controller or from the options lane, choiceHeader and choiceCookie: omit it',
    ]
    : [];
}
