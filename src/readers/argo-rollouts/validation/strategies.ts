import { stepRules } from './canary-steps';
import { Rule } from './rejection';

/**
 * Lists and maps that are empty are not there: the controller writes and reads the object again before it looks at
 * it.
 *
 * @internal
 */
export function isGiven(value: any): boolean {
  return value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);
}

/** The rules of both strategies (ValidateRolloutStrategy). @internal */
export function strategyRules({ canary, blueGreen }: any, revisionHistoryLimit: number): Rule[] {
  const at = 'spec.strategy';
  const one: Rule[] = [
    [canary === undefined && blueGreen === undefined, at, 'has no strategy', 'Write spec.strategy.canary.'],
    [
      canary !== undefined && blueGreen !== undefined,
      at,
      'has two strategies',
      'Leave one of canary and blueGreen out.',
    ],
  ];
  return canary !== undefined
    ? [...one, ...canaryRules(canary)]
    : [...one, ...(blueGreen === undefined ? [] : blueGreenRules(blueGreen, revisionHistoryLimit))];
}

function blueGreenRules(
  { activeService = '', previewService = '', scaleDownDelayRevisionLimit, antiAffinity }: any,
  revisionHistoryLimit: number,
): Rule[] {
  return [
    [
      activeService === previewService,
      'spec.strategy.blueGreen.activeService',
      'has one Service as active and as preview',
      'Name two different Services.',
    ],
    [
      scaleDownDelayRevisionLimit > revisionHistoryLimit,
      'spec.strategy.blueGreen.scaleDownDelayRevisionLimit',
      'has a scaleDownDelayRevisionLimit above its revisionHistoryLimit',
      'Write a smaller scaleDownDelayRevisionLimit.',
    ],
    ...antiAffinityRules(antiAffinity, 'spec.strategy.blueGreen.antiAffinity'),
  ];
}

/** The routers that need both Services. */
function needsServices({ trafficRouting, pingPong }: any): boolean {
  const { alb, istio } = trafficRouting ?? {};
  return (
    (alb !== undefined && pingPong === undefined) ||
    (istio !== undefined && istio.destinationRule === undefined && pingPong === undefined) ||
    ['smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik'].some(
      (router) => trafficRouting?.[router] !== undefined,
    )
  );
}

function canaryRules(canary: any): Rule[] {
  const at = 'spec.strategy.canary';
  const {
    stableService = '',
    canaryService = '',
    trafficRouting: routing,
    maxSurge = '25%',
    maxUnavailable = '25%',
    steps = [],
    pingPong,
  } = canary;
  const { dynamicStableScale = false, scaleDownDelaySeconds } = canary;
  const names = isGiven(routing?.managedRoutes) ? routing.managedRoutes.map(({ name }: any) => name) : undefined;
  const isPlugged = isGiven(routing?.plugins);
  const surroundings = { routing, names, total: routing?.maxTrafficWeight ?? 100 };
  return [
    [
      intOrPercent(maxSurge) === 0 && intOrPercent(maxUnavailable) === 0,
      `${at}.maxSurge`,
      'has a maxSurge and a maxUnavailable of 0',
      'Write one of them above 0.',
    ],
    [
      stableService !== '' && stableService === canaryService,
      `${at}.stableService`,
      'has one Service for both versions, and needs two different ones',
      'Name two different Services.',
    ],
    ...(pingPong === undefined ? [] : pingPongRules(pingPong, routing, `${at}.pingPong`)),
    [
      needsServices(canary) && (stableService === '' || canaryService === ''),
      `${at}.stableService`,
      'needs a stable and a canary Service',
      'Write stableService and canaryService.',
    ],
    [
      scaleDownDelaySeconds !== undefined && routing === undefined,
      `${at}.scaleDownDelaySeconds`,
      'has scaleDownDelaySeconds, which is for traffic routing',
      'Leave it out.',
    ],
    [
      dynamicStableScale && routing === undefined,
      `${at}.dynamicStableScale`,
      'has dynamicStableScale, which is for traffic routing',
      'Leave it out.',
    ],
    [
      dynamicStableScale && scaleDownDelaySeconds !== undefined,
      `${at}.dynamicStableScale`,
      'has dynamicStableScale beside scaleDownDelaySeconds',
      'Leave one of both out.',
    ],
    [
      routing?.maxTrafficWeight !== undefined && routing.nginx === undefined && !isPlugged,
      `${at}.trafficRouting.maxTrafficWeight`,
      'has a maxTrafficWeight, which is for ingress-nginx and plugins',
      'Leave it out, and write weights in percent.',
    ],
    ...steps.flatMap((step: any, index: number) => stepRules(step, index, surroundings)),
    ...antiAffinityRules(canary.antiAffinity, `${at}.antiAffinity`),
  ];
}

function pingPongRules({ pingService = '', pongService = '' }: any, routing: any, at: string): Rule[] {
  return [
    [
      routing !== undefined && routing.alb === undefined && routing.istio === undefined,
      at,
      'has pingPong, which works with ALB and Istio alone',
      'Leave pingPong out.',
    ],
    [pingService === '' || pongService === '', at, 'lacks a Service of pingPong', 'Write pingService and pongService.'],
    [pingService === pongService, at, 'has one Service for ping and pong', 'Name two different Services.'],
    [
      routing?.alb !== undefined && !routing.alb.rootService,
      at,
      'lacks the rootService that ALB needs beside pingPong',
      'Write trafficRouting.alb.rootService.',
    ],
  ];
}

function antiAffinityRules(antiAffinity: any, at: string): Rule[] {
  const {
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
    requiredDuringSchedulingIgnoredDuringExecution: required,
  } = antiAffinity ?? {};
  return [
    [
      antiAffinity !== undefined && (preferred === undefined) === (required === undefined),
      at,
      'has an antiAffinity that is not exactly one of preferred and required',
      'Write exactly one of them.',
    ],
    [
      preferred !== undefined && (preferred.weight < 1 || preferred.weight > 100),
      at,
      'has an antiAffinity weight that is not between 1 and 100',
      'Write 1 to 100.',
    ],
  ];
}

/** A number, or that of a percentage; any other text is 0. @internal */
export function intOrPercent(value: number | string): number {
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  return percent !== undefined ? Number(percent) : /^[-+]?\d+$/.test(String(value)) ? Number(value) : 0;
}
