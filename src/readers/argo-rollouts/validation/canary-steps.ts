import { pauseSeconds } from './durations';
import { Rule } from './rejection';

/** What a step may do, by what stands around it. @internal */
export interface StepSurroundings {
  /** `spec.strategy.canary.trafficRouting`, without what is empty. */
  readonly routing: any;
  /** The largest weight. */
  readonly total: number;
  /** The managed routes; undefined where there are none. */
  readonly names: string[] | undefined;
}

const KINDS = [
  'setWeight',
  'pause',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'analysis',
  'experiment',
  'plugin',
];

/** Only of these may there be one in a step. */
const EXCLUSIVE = ['setWeight', 'pause', 'analysis', 'experiment'];

/** The rules for one step (ValidateRolloutStrategyCanary in pkg/apis/rollouts/validation/validation.go). @internal */
export function stepRules(step: any, index: number, { routing, total, names }: StepSurroundings): Rule[] {
  const { setWeight, pause, setCanaryScale, setHeaderRoute, setMirrorRoute } = step;
  const at = `spec.strategy.canary.steps[${index}]`;
  const count = (kinds: string[]) => kinds.filter((kind) => step[kind] !== undefined).length;
  return [
    [count(EXCLUSIVE) > 1, at, `does several things in step ${index}`, 'Write one step for each.'],
    [count(KINDS) === 0, at, `does nothing in step ${index}`, 'Write what the step does, or leave it out.'],
    [
      setWeight !== undefined && (setWeight < 0 || setWeight > total),
      `${at}.setWeight`,
      `sets a weight in step ${index} that is not between 0 and ${total}`,
      `Write a weight between 0 and ${total}.`,
    ],
    [
      pause?.duration !== undefined && pauseSeconds(pause.duration) < 0,
      `${at}.pause.duration`,
      `has a pause in step ${index} whose duration is negative or cannot be parsed`,
      'Write seconds, or a duration such as 30s, 10m, 24h.',
    ],
    [
      setCanaryScale !== undefined && routing === undefined,
      `${at}.setCanaryScale`,
      `scales the canary in step ${index}, which needs trafficRouting`,
      'Leave setCanaryScale out, or write trafficRouting.',
    ],
    ...(setHeaderRoute === undefined ? [] : headerRules(setHeaderRoute, `${at}.setHeaderRoute`, index, routing)),
    ...(setMirrorRoute === undefined ? [] : mirrorRules(setMirrorRoute, `${at}.setMirrorRoute`, index, routing)),
    ...managedRules(setHeaderRoute ?? setMirrorRoute, setMirrorRoute, at, index, names),
    ...experimentRules(step, at, index, routing),
    ...argumentRules(step, at, index),
  ];
}

function headerRules({ match = [] }: any, at: string, index: number, routing: any): Rule[] {
  const isAlb = routing?.alb !== undefined;
  const isTaken =
    ['istio', 'alb', 'apisix'].some((router) => routing?.[router] !== undefined) ||
    Object.keys(routing?.plugins ?? {}).length > 0;
  return [
    [
      !isTaken,
      at,
      `opens a header route in step ${index}, which the router does not support`,
      'Use Istio or the plugin for the Gateway API, or leave the step out.',
    ],
    ...match.flatMap(({ headerValue }: any, place: number): Rule[] =>
      isAlb
        ? [
          [
            !headerValue?.exact || headerValue.regex || headerValue.prefix,
            `${at}.match[${place}]`,
            `has a condition in step ${index} that is not exact, as ALB needs`,
            'Write exact alone.',
          ],
        ]
        : [matcherRule(headerValue, `${at}.match[${place}]`, index)],
    ),
  ];
}

/** Of mirror routes the headers are not looked at. */
function mirrorRules({ match = [] }: any, at: string, index: number, routing: any): Rule[] {
  return [
    [
      routing?.istio === undefined,
      at,
      `opens a mirror route in step ${index}, which only Istio supports`,
      'Use Istio, or leave the step out.',
    ],
    ...match.flatMap(({ method, path }: any, place: number): Rule[] =>
      [method, path].filter((one) => one !== undefined).map((one) => matcherRule(one, `${at}.match[${place}]`, index)),
    ),
  ];
}

function matcherRule(matcher: any, field: string, index: number): Rule {
  const count = [matcher?.exact, matcher?.prefix, matcher?.regex].filter(
    (text) => text !== undefined && text !== '',
  ).length;
  return [
    count !== 1,
    field,
    `has a condition in step ${index} that is not exactly one of exact, prefix and regex`,
    'Write exactly one of them, not empty.',
  ];
}

function managedRules(route: any, mirror: any, at: string, index: number, names: string[] | undefined): Rule[] {
  const unknown = [route, mirror].find(
    (one) => one !== undefined && names !== undefined && !names.includes(one.name ?? ''),
  );
  return [
    [
      route !== undefined && names === undefined,
      'spec.strategy.canary.trafficRouting.managedRoutes',
      `opens a route in step ${index}, and there are no managedRoutes`,
      `Write managedRoutes: [{ name: ${route?.name ?? 'lane'} }].`,
    ],
    [
      unknown !== undefined,
      at,
      `opens the route ${unknown?.name ?? 'without a name'} in step ${index}, which is none of the managedRoutes`,
      'Name it in trafficRouting.managedRoutes.',
    ],
  ];
}

function experimentRules({ experiment }: any, at: string, index: number, routing: any): Rule[] {
  const isWeighted = (experiment?.templates ?? []).some(({ weight }: any) => weight !== undefined);
  const isTaken =
    ['istio', 'alb', 'smi'].some((router) => routing?.[router] !== undefined) ||
    Object.keys(routing?.plugins ?? {}).length > 0;
  return [
    [
      isWeighted && !isTaken,
      `${at}.experiment.templates`,
      `gives an experiment a weight in step ${index}, which the router does not support`,
      'Leave the weight out.',
    ],
  ];
}

/** References to metadata that the downward API does not know (ExtractFieldPathAsString of kubernetes/kubernetes). */
function argumentRules({ analysis, experiment }: any, at: string, index: number): Rule[] {
  const args = [...(experiment?.analyses ?? []).flatMap((one: any) => one.args ?? []), ...(analysis?.args ?? [])];
  const paths = args
    .flatMap(({ valueFrom }: any) => valueFrom?.fieldRef?.fieldPath ?? [])
    .filter((path: string) => path.startsWith('metadata'));
  const bad = paths.find(
    (path: string) => !/^metadata\.(name|namespace|uid|(labels|annotations)(\['[^']+'\])?)$/.test(path),
  );
  return [
    [
      bad !== undefined,
      `${at}.analysis.args`,
      `refers to ${bad} in step ${index}, which is no field of metadata`,
      "Write metadata.labels['name'], or another field of metadata.",
    ],
  ];
}
