import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import {
  AntiAffinity, Application, ArgoRollout, ArgoRolloutsOptions, ArgoRolloutsProvider, CanaryScale, HeaderMatch, HttpPath,
  IstioSplit, RolloutPlan, StagedRollout, Step, TrafficRouting, WorkloadReference,
} from '../../../src';
import { echoApplication, faultsOf } from '../../support/rollouts';

function rollout(app: App, application: Application, options: ArgoRolloutsOptions, steps: Step[] = []): StagedRollout {
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
  return new StagedRollout(app, application.name, { application, plan, provider: new ArgoRolloutsProvider(options) });
}

function faults(application: Application, options: ArgoRolloutsOptions, steps: Step[] = []): string[] {
  const app = Testing.app();
  rollout(app, application, options, steps);
  return faultsOf(app);
}

const lane = (...matches: HeaderMatch[]) => Step.headerRoute(...matches);
const one = lane(HeaderMatch.exact('stage', 'canary'));
const two = lane(HeaderMatch.exact('x-user', 'qa'), HeaderMatch.exact('x-region', 'eu'));
const hosted = echoApplication({ hosts: ['app.example'] });
const nginx = TrafficRouting.nginx();
const istio = TrafficRouting.istio();
const gateway = TrafficRouting.gatewayApi({ gateways: [{ name: 'public' }] });
const ROUTERS = 'TrafficRouting.istio(), TrafficRouting.gatewayApi() or TrafficRouting.nginx()';
const HEADER_STEP =
  'supports no header routes as steps: the controller rejects them. ' +
    'Omit the step and route the header during the whole release, TrafficRouting.nginx({ lane: ' +
    "HeaderMatch.exact('stage', 'canary') }), or use TrafficRouting.istio() or TrafficRouting.gatewayApi()";

type Row = [string, Application, ArgoRolloutsOptions, Step[], string[]];

describe('what the controller of Argo Rollouts rejects is refused', () => {
  test.each<Row>([
    [
      'a pause with parts of a second, which it would take for none',
      hosted,
      { trafficRouting: nginx },
      [Step.pause(Duration.millis(500))],
      [
        'Argo Rollouts: step 1, pause(500 ms): the controller only supports ' +
          'whole seconds up to 2147483647: write for example Duration.seconds(30)',
      ],
    ],
    [
      'a pause of more seconds than it can count',
      hosted,
      { trafficRouting: nginx },
      [Step.pause(Duration.days(30000))],
      [
        'Argo Rollouts: step 1, pause(30000 days): the controller only supports ' +
          'whole seconds up to 2147483647: write for example Duration.seconds(30)',
      ],
    ],
    [
      'one Service for both versions',
      hosted,
      { trafficRouting: nginx, canaryServiceName: 'echo' },
      [],
      [
        "Argo Rollouts: the stable and the canary Service both have the name 'echo', " +
          'but the controller needs two Services: give one of them another name',
      ],
    ],
    [
      'Service names that are none',
      hosted,
      { trafficRouting: nginx, stableServiceName: '1', canaryServiceName: 'A' },
      [],
      [
        "Argo Rollouts: the stable Service '1' is not a Service name: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter at the beginning and no dash at the end',
        "Argo Rollouts: the canary Service 'A' is not a Service name: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter at the beginning and no dash at the end',
      ],
    ],
    [
      "a Rollout's name that is none",
      echoApplication(),
      { trafficRouting: istio, rolloutName: 'a b' },
      [],
      [
        "Argo Rollouts: the Rollout 'a b' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'a header route over ingress-nginx',
      hosted,
      { trafficRouting: nginx },
      [one],
      [`plan v1 → v2: step 1, headerRoute(stage: canary): Argo Rollouts over ingress-nginx ${HEADER_STEP}`],
    ],
    [
      'a mirror over ingress-nginx',
      hosted,
      { trafficRouting: nginx },
      [Step.mirrorRoute(5)],
      [
        'plan v1 → v2: step 1, mirrorRoute(5): Argo Rollouts over ingress-nginx mirrors no requests: ' +
          'the controller rejects mirror steps. Omit the step, ' +
          'or use TrafficRouting.istio(), which mirrors a percentage',
      ],
    ],
    [
      'maxTrafficWeight over Istio: a finer weight',
      echoApplication(),
      { trafficRouting: istio },
      [Step.weight(0.5)],
      [
        'plan v1 → v2: step 1, weight(0.5): Argo Rollouts over Istio supports only ' +
          'whole percentages (maxTrafficWeight applies to ingress-nginx and plugins). ' +
          'Write a whole percentage, or use TrafficRouting.nginx(), which supports decimals',
      ],
    ],
    [
      'a canaryScale without a router',
      echoApplication(),
      {},
      [Step.canaryScale(CanaryScale.full())],
      [
        'plan v1 → v2: step 1, canaryScale(full): Argo Rollouts without a router derives the ' +
          `number of canary pods from the weight. Omit the step, or give a router: ${ROUTERS}`,
      ],
    ],
    [
      'a header route without a router',
      echoApplication(),
      {},
      [one],
      [
        'plan v1 → v2: step 1, headerRoute(stage: canary): ' +
          'Argo Rollouts without a router splits requests only in proportion to the numbers of pods. Omit the step, ' +
          'or give a router that matches headers: TrafficRouting.istio() or TrafficRouting.gatewayApi()',
      ],
    ],
    [
      'dynamicStableScale without a router',
      echoApplication(),
      { dynamicStableScale: true },
      [],
      [
        'Argo Rollouts: dynamicStableScale requires a router that divides the requests: ' +
          `omit it, or give a router: ${ROUTERS}`,
      ],
    ],
    [
      'scaleDownDelay without a router',
      echoApplication(),
      { scaleDownDelay: Duration.minutes(1) },
      [],
      [
        'Argo Rollouts: scaleDownDelay requires a router that divides the requests: ' +
          `omit it, or give a router: ${ROUTERS}`,
      ],
    ],
    [
      'dynamicStableScale beside scaleDownDelay',
      echoApplication(),
      { trafficRouting: istio, dynamicStableScale: true, scaleDownDelay: Duration.minutes(1) },
      [],
      ['Argo Rollouts: dynamicStableScale leaves no old pods for scaleDownDelay to keep: omit one of them'],
    ],
    [
      'dynamicStableScale beside minPodsPerReplicaSet',
      echoApplication(),
      { trafficRouting: istio, dynamicStableScale: true, minPodsPerReplicaSet: 2 },
      [],
      [
        'Argo Rollouts: dynamicStableScale and minPodsPerReplicaSet together let an abort never end in releases 1.9 ' +
          'of the controller: omit one of them',
      ],
    ],
    [
      'dynamicStableScale with more canary pods than replicas',
      echoApplication(),
      { trafficRouting: istio, dynamicStableScale: true },
      [Step.canaryScale(CanaryScale.replicas(50)), Step.pause(), Step.weight(50), Step.pause()],
      [
        'Argo Rollouts: step 1, canaryScale(50-replicas): with dynamicStableScale a canary with more pods than the ' +
          "replicas of 'v2' (1) makes a full promotion ask for a weight above 100: write at most CanaryScale.replicas(1), or omit " +
          'dynamicStableScale',
      ],
    ],
    [
      'two header routes that the plugin does not tell apart',
      echoApplication(),
      { trafficRouting: gateway },
      [
        Step.headerRoute(HeaderMatch.exact('x-group', 'staff'), HeaderMatch.exact('x-team', 'a')),
        Step.pause(),
        Step.headerRoute(HeaderMatch.exact('X-Group', 'beta')),
        Step.pause(),
      ],
      [
        'Argo Rollouts over the Gateway API: the header route of step 3 would delete the one of step 1, because the ' +
          "plugin tells header routes apart by the names of their headers ('x-group'), not by the values: use another " +
          'header for one of them',
      ],
    ],
    [
      'no pod that could be replaced',
      echoApplication(),
      { maxSurge: '0', maxUnavailable: '0%' },
      [],
      [
        'Argo Rollouts: maxSurge and maxUnavailable are both zero, ' +
          'so no pod could be replaced: give one of them a greater value',
      ],
    ],
    [
      'a surge that is none',
      echoApplication(),
      { maxSurge: '25 %' },
      [],
      [
        'Argo Rollouts: maxSurge must be a number of pods or a percentage as a text, ' +
          "given '25 %': write for example '25%'",
      ],
    ],
    [
      'a deadline before a pod can be available',
      echoApplication(),
      { progressDeadline: Duration.seconds(10), minReady: Duration.seconds(10) },
      [],
      [
        'Argo Rollouts: the progressDeadline (10 s) must be longer than minReady (10 s), ' +
          'because otherwise no pod becomes available in time: write a longer progressDeadline',
      ],
    ],
    [
      'the default deadline before a pod can be available',
      echoApplication(),
      { minReady: Duration.minutes(10) },
      [],
      [
        'Argo Rollouts: the progressDeadline (600 s) must be longer than minReady (600 s), ' +
          'because otherwise no pod becomes available in time: write a longer progressDeadline',
      ],
    ],
    [
      'a delay of parts of a second',
      echoApplication(),
      { trafficRouting: istio, abortScaleDownDelay: Duration.millis(1500) },
      [],
      [
        'Argo Rollouts: abortScaleDownDelay must be a Duration of whole seconds, ' +
          'given 1500 ms: write for example Duration.seconds(30)',
      ],
    ],
    [
      'a delay that is none',
      echoApplication(),
      { trafficRouting: istio, scaleDownDelay: 30 as any },
      [],
      [
        'Argo Rollouts: scaleDownDelay must be a Duration of whole seconds, ' +
          'given 30: write for example Duration.seconds(30)',
      ],
    ],
    [
      'an anti-affinity of too much weight',
      echoApplication(),
      { antiAffinity: AntiAffinity.preferred(101) },
      [],
      [
        'Argo Rollouts: the weight of an anti-affinity must be a whole number from 1 to 100, ' +
          'given 101: write for example AntiAffinity.preferred(50)',
      ],
    ],
    [
      'a number that is none',
      echoApplication(),
      { revisionHistoryLimit: -1, rollbackWindow: 0, trafficRouting: istio, minPodsPerReplicaSet: 0 },
      [],
      [
        'Argo Rollouts: revisionHistoryLimit must be a whole number ' +
          'from 0 to 2147483647, given -1: write for example revisionHistoryLimit: 5',
        'Argo Rollouts: rollbackWindow must be a whole number ' +
          'from 1 to 2147483647, given 0: write for example rollbackWindow: 5',
        'Argo Rollouts: minPodsPerReplicaSet must be a whole number ' +
          'from 1 to 2147483647, given 0: write for example minPodsPerReplicaSet: 5',
      ],
    ],
    [
      'a background analysis of nothing',
      echoApplication(),
      { backgroundAnalysis: { templates: [], startingStep: 3 } },
      [Step.weight(5)],
      [
        'Argo Rollouts: backgroundAnalysis: an analysis needs the name of at least one template: ' +
          "write for example Step.analysis({ templates: ['success-rate'] })",
        'Argo Rollouts: backgroundAnalysis: the startingStep must be a step of the plan, from 0 to 0, given 3',
      ],
    ],
    [
      'labels by which pods are selected',
      echoApplication(),
      { canaryMetadata: { labels: { 'app': 'x', 'rollouts-pod-template-hash': 'y', 'a b': 'c' } } },
      [],
      [
        "Argo Rollouts: the label of canaryMetadata 'a b' is not a label key: use a name of at most 63 letters, " +
          'digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
        "Argo Rollouts: the label 'app' of canaryMetadata selects pods, " +
          'and the rollout or the controller sets it: choose another key',
        "Argo Rollouts: the label 'rollouts-pod-template-hash' of canaryMetadata selects pods, " +
          'and the rollout or the controller sets it: choose another key',
      ],
    ],
    [
      'a workload that is none',
      echoApplication(),
      { workload: WorkloadReference.deployment({ name: 'A', scaleDown: 'sometimes' as any, selector: {} }) },
      [],
      [
        "Argo Rollouts: the Deployment 'A' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
        "Argo Rollouts: scaleDown must be a WorkloadScaleDown, given 'sometimes': " +
          'write for example WorkloadScaleDown.ON_SUCCESS',
        'Argo Rollouts: the selector of a workload is empty, ' +
          "so it would select every pod: omit it to select the application's pods",
      ],
    ],
    [
      'a routing that is none',
      echoApplication(),
      { trafficRouting: 'istio' as any },
      [one],
      [
        'Argo Rollouts: trafficRouting must be a TrafficRouting, ' +
          "given 'istio': write for example TrafficRouting.istio()",
      ],
    ],
  ])('%s', (_, application, options, steps, expected) => {
    expect(faults(application, options, steps)).toEqual(expected.map((fault) => `[echo] ${fault}`));
  });
});

describe('what the controller accepts and what goes wrong is refused', () => {
  test.each<Row>([
    [
      'a lane in a VirtualService of another namespace',
      hosted,
      {
        trafficRouting: TrafficRouting.istio({
          virtualService: { name: 'web', namespace: 'infra', routes: ['primary'] },
        }),
      },
      [one],
      [
        'Argo Rollouts over Istio: headerRoute(stage: canary) does not work with the VirtualService ' +
          "'web' in the namespace 'infra': the controller writes the Service's bare name into the route, " +
          "and Istio looks for it in that namespace instead of 'echo'. " +
          "Omit the step, or move the VirtualService to the application's namespace",
      ],
    ],
    [
      'a mirror in a VirtualService of another namespace',
      hosted,
      {
        trafficRouting: TrafficRouting.istio({
          virtualService: { name: 'web', namespace: 'infra', routes: ['primary'] },
        }),
      },
      [Step.mirrorRoute(10)],
      [
        "Argo Rollouts over Istio: mirrorRoute(10) does not work with the VirtualService 'web' in the namespace " +
          "'infra': the controller writes the Service's bare name into the route, and Istio looks for it in that " +
          "namespace instead of 'echo'. Omit the step, or move the VirtualService to the application's namespace",
      ],
    ],
    [
      'a DestinationRule without a name',
      hosted,
      {
        trafficRouting: TrafficRouting.istio({ gateway: {}, split: IstioSplit.BY_SUBSET, destinationRule: {} as any }),
      },
      [],
      [
        'Argo Rollouts over Istio: the name of the destinationRule is missing: ' +
          "write for example destinationRule: { name: 'web' }",
      ],
    ],
    [
      "a gateway's name that is not a text",
      hosted,
      { trafficRouting: TrafficRouting.istio({ gateway: { name: [] as any } }) },
      [],
      [
        'Argo Rollouts over Istio: the gateway [] is not an object name: ' +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'a Gateway that is given twice',
      hosted,
      { trafficRouting: TrafficRouting.gatewayApi({ gateways: [{ name: 'g' }, { name: 'g', sectionName: 'x' }] }) },
      [],
      [
        "Argo Rollouts over the Gateway API: the Gateway 'g' is listed more than once: " +
          'list it once, or each time with another sectionName',
      ],
    ],
    [
      'more headers than a match has',
      hosted,
      { trafficRouting: gateway },
      [lane(...[...Array(17).keys()].map((index) => HeaderMatch.exact(`x-${index}`, 'a')))],
      [
        'Argo Rollouts over the Gateway API: ' +
          `headerRoute(${[...Array(17).keys()].map((index) => `x-${index}: a`).join(' and ')}) has 17 headers, ` +
          'but a match of an HTTPRoute takes 16 at most: use fewer',
      ],
    ],
    [
      'dynamicStableScale over ingress-nginx',
      hosted,
      { trafficRouting: nginx, dynamicStableScale: true },
      [],
      [
        'Argo Rollouts: dynamicStableScale is refused, because ingress-nginx answers all requests with 503 ' +
          'while stable has no pods, and at 100 % stable would have none (argoproj/argo-rollouts#1820): omit it',
      ],
    ],
    [
      'a total that ingress-nginx ignores',
      hosted,
      { trafficRouting: TrafficRouting.nginx({ maxTrafficWeight: 10 }) },
      [],
      [
        'Argo Rollouts over ingress-nginx: maxTrafficWeight must be a whole number from 100 to 1000000, ' +
          'given 10, because ingress-nginx ignores a total below 100, ' +
          'so that 5 of 10 would be 5 % instead of 50 %: write for example 1000',
      ],
    ],
    [
      'a weight that a total cannot say',
      hosted,
      { trafficRouting: TrafficRouting.nginx({ maxTrafficWeight: 150 }) },
      [Step.weight(33)],
      [
        'Argo Rollouts over ingress-nginx: a weight of 33 % cannot be written with a maxTrafficWeight of 150: ' +
          'omit maxTrafficWeight, and it becomes as large as the plan needs',
      ],
    ],
    [
      'a size that matches finer weights',
      hosted,
      { trafficRouting: nginx },
      [Step.canaryScale(CanaryScale.matchWeight()), Step.weight(0.5)],
      [
        'Argo Rollouts: step 1, canaryScale(match the weight): with weights finer than 1 %, ' +
          'releases of the controller differ in the number of pods that match a weight: ' +
          'write the size with CanaryScale.replicas or CanaryScale.percent',
      ],
    ],
    [
      'an autoscaler beside finer weights',
      hosted,
      { trafficRouting: nginx, autoscaled: true },
      [Step.weight(0.5)],
      [
        "Argo Rollouts: with weights finer than 1 % the canary's size is a number of pods, " +
          'which an autoscaler would change: write whole percentages, or omit the autoscaler',
      ],
    ],
    [
      'two headers together over Istio',
      echoApplication(),
      { trafficRouting: istio },
      [two],
      [
        'plan v1 → v2: step 1, headerRoute(x-user: qa and x-region: eu): ' +
          'Argo Rollouts over Istio matches either of several headers (OR), ' +
          'because setHeaderRoute writes one match per header, so more requests than planned would reach the canary. ' +
          'Use one header, or TrafficRouting.gatewayApi(), which requires all of them',
      ],
    ],
    [
      'a lane of no conditions',
      echoApplication(),
      { trafficRouting: istio },
      [lane()],
      [
        'plan v1 → v2: step 1, headerRoute(): the header route has no condition, ' +
          'so it would send every request to the canary: give at least one HeaderMatch, or write Step.weight(100)',
      ],
    ],
    [
      'a lane that would take other paths',
      echoApplication({ paths: [HttpPath.prefix('/echo')] }),
      { trafficRouting: istio },
      [one],
      [
        "Argo Rollouts over Istio: headerRoute(stage: canary) would match every path of the VirtualService's hosts, " +
          'but the application has only /echo…: the controller writes header routes without a path, ' +
          'so this one would take requests of other applications (argoproj/argo-rollouts#3879). ' +
          "Expose the application as HttpPath.prefix('/') under its own host, " +
          'or use TrafficRouting.gatewayApi(), which writes header routes with paths',
      ],
    ],
    [
      'a lane to a canary without pods',
      echoApplication(),
      { trafficRouting: istio },
      [Step.canaryScale(CanaryScale.matchWeight()), one, Step.weight(5)],
      [
        'Argo Rollouts: step 2, headerRoute(stage: canary): a canary whose size matches a weight of 0 ' +
          'has no pod in Argo Rollouts, so nothing would answer requests of the header route or mirror: ' +
          'write Step.canaryScale(CanaryScale.replicas(1)) or a weight before it',
      ],
    ],
    [
      "a weight that takes a lane's pods away",
      echoApplication(),
      { trafficRouting: istio },
      [Step.canaryScale(CanaryScale.matchWeight()), Step.weight(5), one, Step.weight(0)],
      [
        'Argo Rollouts: step 4, weight(0): a canary whose size matches a weight of 0 has no pod in Argo Rollouts, ' +
          'so nothing would answer requests of the header route or mirror: ' +
          'write Step.canaryScale(CanaryScale.replicas(1)) or a weight before it',
      ],
    ],
    [
      "a weight that takes the canary's pods away before its requests",
      echoApplication(),
      { trafficRouting: istio },
      [Step.weight(5), Step.canaryScale(CanaryScale.matchWeight()), Step.weight(50), Step.weight(0), Step.weight(10)],
      [
        'Argo Rollouts: step 4, weight(0): the size of the canary matches the weight, and the controller removes pods ' +
          'before it lowers the weight, so 50 % of requests would get 503 for a moment: ' +
          'write Step.canaryScale(CanaryScale.replicas(1)) before this step',
      ],
    ],
    [
      'a VirtualService whose routes are not named',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ virtualService: { name: 'web', routes: [] } }) },
      [],
      [
        "Argo Rollouts over Istio: the VirtualService 'web' has no routes, " +
          'and without them the controller sets the weights of the wrong routes while a header route exists: ' +
          "name the routes to stable and the canary, routes: ['primary']",
      ],
    ],
    [
      'a VirtualService whose name the controller would take apart',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ virtualService: { name: 'a.b', routes: ['c'] } }) },
      [],
      [
        "Argo Rollouts over Istio: the VirtualService 'a.b' has a dot in its name, " +
          'and the controller reads the part after a dot as a namespace: give it another name',
      ],
    ],
    [
      'a route that is called like a lane',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ routeName: 'header-test-2' }) },
      [],
      [
        "Argo Rollouts over Istio: the route's name 'header-test-2' belongs " +
          'to routes that the controller adds and removes: choose another name',
      ],
    ],
    [
      'hosts that only sidecars would hear of',
      hosted,
      { trafficRouting: istio },
      [],
      [
        'Argo Rollouts over Istio: the application has hosts (app.example), ' +
          'but its VirtualService applies only in the mesh, where clients call the Service: ' +
          "name a gateway, gateways: ['istio-system/public'] or gateway: {}, or give the application no hosts",
      ],
    ],
    [
      'hosts of which one takes another',
      echoApplication({ hosts: ['a.example', '*.example'] }),
      { trafficRouting: TrafficRouting.istio({ gateways: ['public'] }) },
      [],
      [
        "Argo Rollouts over Istio: Istio rejects a VirtualService with the hosts '*.example' and 'a.example', " +
          "because the first covers the second: omit 'a.example', or make it an application of its own",
      ],
    ],
    [
      'every host for sidecars',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ gateways: ['mesh', 'public'] }) },
      [],
      [
        'Argo Rollouts over Istio: a VirtualService for the mesh needs hosts, but the application has none: ' +
          "give the application hosts, or omit 'mesh' or the other gateways",
      ],
    ],
    [
      'gateways that are none',
      hosted,
      { trafficRouting: TrafficRouting.istio({ gateways: ['a/b/c', 'A'] }) },
      [],
      [
        "Argo Rollouts over Istio: the gateway 'a/b/c' is not a gateway name: write name, or namespace/name",
        "Argo Rollouts over Istio: the gateway 'A' is not a gateway name: write name, or namespace/name",
      ],
    ],
    [
      'a Gateway that nothing is exposed at',
      hosted,
      { trafficRouting: TrafficRouting.istio({ gateway: { port: 0, selector: { 'a b': 'c' } }, gateways: ['other'] }) },
      [],
      [
        "Argo Rollouts over Istio: the gateway's selector 'a b' is not a label key: use a name of at " +
          'most 63 letters, digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
        "Argo Rollouts over Istio: the gateway's port 0 is not a port: write a whole number from 1 to 65535",
        "Argo Rollouts over Istio: the gateway 'echo' is written but missing in gateways, " +
          'so it would get no requests for the application: list it there too, or omit gateways',
      ],
    ],
    [
      'one subset for both versions',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ split: IstioSplit.BY_SUBSET, canarySubset: 'stable' }) },
      [],
      ["Argo Rollouts over Istio: both subsets have the name 'stable': give one of them another name"],
    ],
    [
      'a DestinationRule without subsets',
      echoApplication(),
      { trafficRouting: TrafficRouting.istio({ destinationRule: { name: 'a' } }) },
      [],
      [
        'Argo Rollouts over Istio: destinationRule applies to subsets, ' +
          'but the versions are two Services: write split: IstioSplit.BY_SUBSET, or omit it',
      ],
    ],
    [
      'a lane over ingress-nginx of which the controller knows nothing',
      hosted,
      { trafficRouting: TrafficRouting.nginx({ lane: HeaderMatch.regex('x_a', 'a{1,3}'), choiceHeader: 'b' }) },
      [],
      [
        "Argo Rollouts over ingress-nginx: the lane's header 'x_a' never matches, because nginx drops " +
          'headers whose names have other characters than letters, digits and dashes: choose another name',
        "Argo Rollouts over ingress-nginx: the expression 'a{1,3}' for header 'x_a' cannot be written as a pattern: " +
          'the controller silently drops a pattern with a comma, and the comma of a repetition cannot be escaped: ' +
          'write out the alternatives, for example a|aa|aaa for a{1,3}, or aa* for a{1,}',
        'Argo Rollouts over ingress-nginx: a canary has one header: ' +
          "the lane 'x_a matches a{1,3}' and the choiceHeader 'b' exclude each other, " +
          'because with a header value ingress-nginx no longer interprets always and never: omit one of them',
      ],
    ],
    [
      'annotations that the controller writes',
      hosted,
      {
        trafficRouting: TrafficRouting.nginx({
          canaryAnnotations: { 'nginx.ingress.kubernetes.io/canary-weight': '5' },
        }),
      },
      [],
      [
        'Argo Rollouts over ingress-nginx: ' +
          "the annotation 'nginx.ingress.kubernetes.io/canary-weight' of the canary Ingress comes " +
          'from the controller or from the options lane, choiceHeader and choiceCookie: omit it',
      ],
    ],
    [
      'what ingress-nginx itself refuses',
      echoApplication({ paths: [HttpPath.prefix('/a(b)')] }),
      { trafficRouting: nginx },
      [],
      [
        "Argo Rollouts over ingress-nginx: the path '/a(b)' contains '(', but the controller accepts letters, " +
          'digits and -_./ only (strict-validate-path-type): expose a shorter prefix',
      ],
    ],
    [
      'a canary Ingress whose name would be cut',
      hosted,
      { trafficRouting: TrafficRouting.nginx({ ingressName: 'x'.repeat(245) }) },
      [],
      [
        `Argo Rollouts over ingress-nginx: the canary Ingress 'echo-${'x'.repeat(75)}…' is not an object name: ` +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'an expression over the Gateway API',
      hosted,
      { trafficRouting: gateway },
      [lane(HeaderMatch.prefix('a', 'b'))],
      [
        'plan v1 → v2: step 1, headerRoute(a starts with b): ' +
          'Argo Rollouts over the Gateway API would write it as a regular expression, ' +
          'whose dialect the standard leaves to each implementation. Use HeaderMatch.exact, or, ' +
          'if your implementation uses RE2 expressions for the whole value, set acceptRegularExpressions: true',
      ],
    ],
    [
      'a mirror over the Gateway API',
      hosted,
      { trafficRouting: gateway },
      [Step.mirrorRoute(5)],
      [
        'plan v1 → v2: step 1, mirrorRoute(5): Argo Rollouts over the Gateway API appends its mirror ' +
          'rule after the plain rule, and the plain rule wins because both have the same matches. ' +
          'Omit the step, or use TrafficRouting.istio(), which mirrors a percentage',
      ],
    ],
    [
      'no Gateway',
      hosted,
      { trafficRouting: TrafficRouting.gatewayApi({ gateways: [] }) },
      [],
      [
        'Argo Rollouts over the Gateway API: gateways is an empty list, so no request would reach the application: ' +
          "name the Gateways that expose it, gateways: [{ name: 'public' }]",
      ],
    ],
    [
      'Gateways that are none',
      hosted,
      {
        trafficRouting: TrafficRouting.gatewayApi({ gateways: [{ name: 'A', namespace: 'b.c', sectionName: 'd e' }] }),
      },
      [],
      [
        "Argo Rollouts over the Gateway API: the Gateway 'A' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
        "Argo Rollouts over the Gateway API: the Gateway's namespace 'b.c' is not a DNS label: " +
          'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
        "Argo Rollouts over the Gateway API: the Gateway's listener 'd e' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'more than an HTTPRoute takes',
      echoApplication({ hosts: ['10.0.0.1'], paths: [HttpPath.prefix('/a//b')] }),
      { trafficRouting: gateway },
      [...Array(16).keys()].map((n) => lane(HeaderMatch.exact(`a${n}`, 'b'))),
      [
        "Argo Rollouts over the Gateway API: the path '/a//b' contains '//', " +
          'which an HTTPRoute must not contain: write the path in its simplest form',
        "Argo Rollouts over the Gateway API: the host '10.0.0.1' is an IP address, " +
          'but an HTTPRoute takes names only: omit the hosts, or give a name',
        'Argo Rollouts over the Gateway API: 16 header routes for 1 path exceed the ' +
          '16 rules and 128 matches of an HTTPRoute: use fewer header routes or paths',
      ],
    ],
    [
      'what has no effect',
      echoApplication(),
      { trafficRouting: istio, maxSurge: '1' },
      [],
      ['Argo Rollouts: maxSurge has no effect with a router that divides the requests: omit it'],
    ],
  ])('%s', (_, application, options, steps, expected) => {
    expect(faults(application, options, steps)).toEqual(expected.map((fault) => `[echo] ${fault}`));
  });

  test('two applications with one beginning of a path for a host at a gateway of Istio', () => {
    const app = Testing.app();
    const trafficRouting = TrafficRouting.istio({ gateways: ['istio-system/public'] });
    rollout(app, echoApplication({ hosts: ['app.example'] }), { trafficRouting });
    rollout(app, echoApplication({ name: 'shop', hosts: ['app.example'], paths: [HttpPath.prefix('/shop')] }), {
      trafficRouting,
    });
    expect(faultsOf(app)).toEqual([
      "[echo] Argo Rollouts over Istio: echo/echo has /… and echo/shop has /shop… for the host 'app.example' " +
        'at the gateway istio-system/public, where Istio merges both VirtualServices in an undefined order: ' +
        'give each its own host, or paths that do not begin with each other',
    ]);
  });

  test('two applications with one path for a host of ingress-nginx, whoever moves their canaries on', () => {
    const app = Testing.app();
    rollout(app, echoApplication({ hosts: ['app.example'] }), { trafficRouting: nginx });
    rollout(app, echoApplication({ name: 'shop', hosts: ['app.example'] }), { trafficRouting: nginx });
    expect(faultsOf(app)).toEqual([expect.stringContaining('both expose /… for the host \'app.example\'')]);
  });
});

describe('a VirtualService that is there already', () => {
  const reference = { name: 'web', routes: ['primary'] };

  const byReference = { trafficRouting: TrafficRouting.istio({ virtualService: reference }) };

  function withVirtualService(http: any[], options: ArgoRolloutsOptions = byReference): string[] {
    const app = Testing.app();
    rollout(app, echoApplication(), options, [Step.weight(5)]);
    new ApiObject(new Chart(app, 'platform'), 'web', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'echo' },
      spec: { hosts: ['echo'], http },
    });
    return faultsOf(app);
  }

  test('is taken as it is when its route leads to both', () => {
    expect(
      withVirtualService([
        {
          name: 'primary',
          route: [
            { destination: { host: 'echo' }, weight: 100 },
            { destination: { host: 'echo-canary.echo.svc.cluster.local' }, weight: 0 },
          ],
        },
      ]),
    ).toEqual([]);
  });

  test('is refused without the route, or when the route does not lead to both', () => {
    expect(withVirtualService([{ name: 'other' }])).toEqual([
      "[echo] Argo Rollouts over Istio: the VirtualService 'web' has no HTTP route with the name 'primary', " +
        "so the controller would set no weight. Its routes are: 'other'",
    ]);
    expect(withVirtualService([{ name: 'primary', route: [{ destination: { host: 'echo' } }] }])).toEqual([
      "[echo] Argo Rollouts over Istio: the VirtualService 'web' does not lead to the Service 'echo-canary' " +
        "in its route 'primary', so the controller would set no weight: add it with a weight of 0",
    ]);
    expect(
      withVirtualService([{ name: 'primary', route: [{ destination: { host: 'echo', subset: 'stable' } }] }], {
        trafficRouting: TrafficRouting.istio({ split: IstioSplit.BY_SUBSET, virtualService: reference }),
      }),
    ).toEqual([
      "[echo] Argo Rollouts over Istio: the VirtualService 'web' does not lead to the subset 'canary' " +
        "in its route 'primary', so the controller would set no weight: add it with a weight of 0",
    ]);
  });
});

test('a stage that there is none of is refused, with those that there are', () => {
  const app = Testing.app();
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(5)] });
  new ArgoRollout(new Chart(app, 'chart'), 'echo', { application: echoApplication(), plan, stage: 'weight-5' });
  expect(faultsOf(app)).toEqual([
    "[chart/echo] The plan v1 → v2 has no stage 'weight-5'. Its stages are: baseline, rollout.",
  ]);
});

test('an autoscaler that comes later is refused beside weights that whole percentages cannot say', () => {
  const app = Testing.app();
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(0.5), Step.pause()] });
  const own = new ArgoRollout(new Chart(app, 'chart'), 'echo', {
    application: hosted,
    plan,
    stage: 'rollout',
    trafficRouting: nginx,
  });
  own.markHasAutoscaler();
  expect(faultsOf(app)).toEqual([
    "[chart/echo] Argo Rollouts: with weights finer than 1 % the canary's size is a number of pods, " +
      'which an autoscaler would change: write whole percentages, or omit the autoscaler',
  ]);
});

test('versions that are not given are told as such, on every routing', () => {
  for (const trafficRouting of [nginx, istio, gateway, TrafficRouting.none()]) {
    expect(() => faults(echoApplication({ versions: undefined as any }), { trafficRouting })).not.toThrow(TypeError);
  }
});
