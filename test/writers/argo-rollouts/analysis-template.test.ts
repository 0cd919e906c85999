import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  AnalysisArgument,
  AnalysisMetric,
  AnalysisProps,
  AnalysisTemplate,
  ArgoRolloutsOptions,
  ArgoRolloutsProvider,
  RolloutPlan,
  RouterMetrics,
  StagedRollout,
  Step,
  TrafficRouting,
} from '../../../src';
import { echoApplication, faultsOf, find } from '../../support/rollouts';

const address = 'http://prometheus.monitoring:9090';

function template(scope: Chart, metrics: AnalysisMetric[], args?: AnalysisArgument[], name = 'ok'): void {
  new AnalysisTemplate(scope, name, { name, namespace: 'echo', metrics, args });
}

function specOf(...metrics: AnalysisMetric[]): any {
  const chart = Testing.chart();
  template(chart, metrics);
  return find(Testing.synth(chart), 'AnalysisTemplate').spec;
}

function templateFaults(metrics: AnalysisMetric[], args?: AnalysisArgument[]): string[] {
  const app = Testing.app();
  template(new Chart(app, 'chart'), metrics, args);
  return faultsOf(app).map((fault) => fault.replace('[chart/ok] ', ''));
}

describe('a success rate', () => {
  test.each<[string, RouterMetrics, string[], string]>([
    [
      'ingress-nginx',
      RouterMetrics.ingressNginx(),
      ['namespace', 'service', 'port'],
      '(sum(rate(nginx_ingress_controller_requests{canary="{{args.namespace}}-{{args.service}}-{{args.port}}",' +
      'status!~"5.*"}[300s])) ' +
        'or vector(0)) / ' +
        'sum(rate(nginx_ingress_controller_requests{' +
        'canary="{{args.namespace}}-{{args.service}}-{{args.port}}"}[300s]))',
    ],
    [
      'Istio by Service',
      RouterMetrics.istioService(),
      ['namespace', 'service'],
      '(sum(rate(istio_requests_total{reporter="source",destination_service_namespace="{{args.namespace}}",' +
      'destination_service_name="{{args.service}}",response_code!~"5.*"}[300s])) ' +
        'or vector(0)) / ' +
        'sum(rate(istio_requests_total{reporter="source",destination_service_namespace="{{args.namespace}}",' +
        'destination_service_name="{{args.service}}"}[300s]))',
    ],
    [
      'Istio by version',
      RouterMetrics.istioVersion(),
      ['namespace', 'service', 'version'],
      '(sum(rate(istio_requests_total{reporter="destination",' +
      'destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}",' +
      'destination_version="{{args.version}}",response_code!~"5.*"}[300s])) ' +
        'or vector(0)) / ' +
        'sum(rate(istio_requests_total{reporter="destination",' +
        'destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}",' +
        'destination_version="{{args.version}}"}[300s]))',
    ],
    [
      'Envoy',
      RouterMetrics.envoy(),
      ['cluster'],
      '(sum(rate(envoy_cluster_upstream_rq{envoy_cluster_name="{{args.cluster}}",envoy_response_code!~"5.*"}[300s])) ' +
        'or vector(0)) / sum(rate(envoy_cluster_upstream_rq{envoy_cluster_name="{{args.cluster}}"}[300s]))',
    ],
  ])('asks what %s tells of the canary', (_, metrics, args, query) => {
    const spec = specOf(AnalysisMetric.successRate({ address, metrics }));
    expect(spec.args).toEqual(args.map((name) => ({ name })));
    expect(spec.metrics[0].provider.prometheus).toEqual({ address, query });
  });

  test('is neither good nor bad where nobody has used the canary, so that the release waits for a person', () => {
    expect(
      specOf(AnalysisMetric.successRate({ address, metrics: RouterMetrics.envoy(), atLeast: 0.99 })).metrics[0],
    ).toMatchObject({
      successCondition: 'len(result) > 0 && result[0] >= 0.99',
      failureCondition: 'len(result) > 0 && result[0] < 0.99',
    });
  });

  test('is measured as often as said, in whole seconds', () => {
    const often = {
      interval: Duration.minutes(1),
      initialDelay: Duration.seconds(30),
      count: 5,
      inconclusiveLimit: 2,
      consecutiveErrorLimit: 3,
    };
    const metric = AnalysisMetric.successRate({
      address,
      metrics: RouterMetrics.envoy(),
      window: Duration.minutes(2),
      failureLimit: 1,
      ...often,
    });
    const written = specOf(metric).metrics[0];
    expect(written).toMatchObject({
      name: 'success-rate',
      interval: '60s',
      initialDelay: '30s',
      count: 5,
      failureLimit: 1,
      inconclusiveLimit: 2,
      consecutiveErrorLimit: 3,
    });
    expect(written.provider.prometheus.query).toContain('[120s]');
  });
});

test.each<[string, RouterMetrics, string, string]>([
  [
    'ingress-nginx tells in seconds',
    RouterMetrics.ingressNginx(),
    'histogram_quantile(0.99, ' +
      'sum(rate(nginx_ingress_controller_request_duration_seconds_bucket{' +
      'canary="{{args.namespace}}-{{args.service}}-{{args.port}}"}[300s])) ' +
      'by (le))',
    '0.25',
  ],
  [
    'Istio tells in milliseconds',
    RouterMetrics.istioService(),
    'histogram_quantile(0.99, ' +
      'sum(rate(istio_request_duration_milliseconds_bucket{reporter="source",' +
      'destination_service_namespace="{{args.namespace}}",destination_service_name="{{args.service}}"}[300s])) ' +
      'by (le)) / 1000',
    '0.25',
  ],
  [
    'Envoy tells in milliseconds',
    RouterMetrics.envoy(),
    'histogram_quantile(0.99, ' +
      'sum(rate(envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="{{args.cluster}}"}[300s])) ' +
      'by (le)) / 1000',
    '0.25',
  ],
])('a latency is what %s, in seconds', (_, metrics, query, limit) => {
  const written = specOf(AnalysisMetric.latency({ address, metrics, atMost: Duration.millis(250), percentile: 0.99 }))
    .metrics[0];
  expect(written.provider.prometheus.query).toBe(query);
  expect(written).toMatchObject({
    name: 'latency',
    successCondition: `len(result) > 0 && result[0] <= ${limit}`,
    failureCondition: `len(result) > 0 && result[0] > ${limit}`,
  });
});

test('a question of one\'s own, an endpoint and a Job are printed as given', () => {
  const spec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'smoke', image: 'smoke:1' }] } } };
  expect(
    specOf(
      AnalysisMetric.prometheus({ name: 'own', address, query: 'up', successCondition: 'result[0] > 0' }),
      AnalysisMetric.web({
        name: 'web',
        url: 'http://echo/health',
        jsonPath: '{$.ok}',
        successCondition: 'result',
        headers: { accept: 'application/json' },
        timeout: Duration.seconds(5),
      }),
      AnalysisMetric.job({ name: 'smoke', spec }),
    ).metrics,
  ).toEqual([
    { name: 'own', successCondition: 'result[0] > 0', provider: { prometheus: { address, query: 'up' } } },
    {
      name: 'web',
      successCondition: 'result',
      provider: {
        web: {
          url: 'http://echo/health',
          method: 'GET',
          jsonPath: '{$.ok}',
          headers: [{ key: 'accept', value: 'application/json' }],
          timeoutSeconds: 5,
        },
      },
    },
    { name: 'smoke', provider: { job: { spec } } },
  ]);
});

describe('a template is refused', () => {
  test.each<[string, AnalysisMetric[], AnalysisArgument[] | undefined, string[]]>([
    [
      'without metrics',
      [],
      undefined,
      [
        "analysis template 'ok': the list of metrics is empty, " +
          'so the analysis would measure nothing: give at least one',
      ],
    ],
    [
      'with what is no metric',
      ['up' as any],
      undefined,
      [
        "analysis template 'ok': the metrics must be a list of AnalysisMetric, " +
          "and number 1 is 'up': write for example [AnalysisMetric.web({ … })]",
      ],
    ],
    [
      'with an argument that nobody has declared',
      [AnalysisMetric.web({ name: 'web', url: 'http://{{args.host}}/' })],
      undefined,
      [
        "analysis template 'ok': a metric uses {{args.host}}, " +
          "which is not an argument of the template: add it, args: [{ name: 'host' }]",
      ],
    ],
    [
      'with two metrics of one name',
      [AnalysisMetric.web({ name: 'web', url: 'http://a/' }), AnalysisMetric.web({ name: 'web', url: 'http://b/' })],
      undefined,
      ["analysis template 'ok': two metrics have the name 'web': give one of them another name"],
    ],
    [
      'with arguments that are none',
      [AnalysisMetric.web({ name: 'web', url: 'http://a/' })],
      [{ name: 'a b' }, { name: 'c' }, { name: 'c' }],
      [
        "analysis template 'ok': the argument 'a b' is not a name: use letters, digits, dashes and underscores",
        "analysis template 'ok': the argument 'c' is listed twice: list it once",
      ],
    ],
    [
      'with a share that is none',
      [
        AnalysisMetric.successRate({
          address: 'prometheus',
          metrics: 'istio' as any,
          atLeast: 99,
          window: Duration.millis(5),
        }),
      ],
      undefined,
      [
        "analysis template 'ok': metric 'success-rate': the address must be an HTTP address, " +
          "given 'prometheus': write for example http://prometheus.monitoring:9090",
        "analysis template 'ok': metric 'success-rate': metrics must be a RouterMetrics, " +
          "given 'istio': write for example RouterMetrics.istioService()",
        expect.stringMatching(
          /^analysis template 'ok': metric 'success-rate': window must be a Duration of whole seconds, at least/,
        ) as any,
        "analysis template 'ok': metric 'success-rate': " +
          'atLeast must be a fraction above 0 and up to 1, given 99: write for example 0.95',
      ],
    ],
    [
      'with a time that is none',
      [AnalysisMetric.latency({ address, metrics: RouterMetrics.envoy(), atMost: 5 as any, percentile: 95 })],
      undefined,
      [
        "analysis template 'ok': metric 'latency': " +
          'atMost must be a Duration longer than zero, given 5: write for example Duration.millis(500)',
        "analysis template 'ok': metric 'latency': " +
          'percentile must be a fraction between 0 and 1, given 95: write for example 0.95',
      ],
    ],
    [
      'with measurements that are none',
      [AnalysisMetric.web({ name: 'Web', url: 'http://a/', count: 0, interval: 5 as any, failureLimit: -1 })],
      undefined,
      [
        "analysis template 'ok': metric 'Web': the name 'Web' is not a DNS label: " +
          'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
        "analysis template 'ok': metric 'Web': interval must be a Duration of whole seconds, " +
          'at least one, given 5: write for example Duration.minutes(1)',
        "analysis template 'ok': metric 'Web': count must be a whole number, " +
          'at least 1, given 0: write for example count: 3',
        "analysis template 'ok': metric 'Web': failureLimit must be a whole number, " +
          'at least 0, given -1: write for example failureLimit: 3',
      ],
    ],
    [
      'with several measurements at once',
      [AnalysisMetric.web({ name: 'web', url: 'http://a/', count: 3 })],
      undefined,
      [
        "analysis template 'ok': metric 'web': 3 measurements need an interval between them: " +
          'write for example interval: Duration.minutes(1)',
      ],
    ],
    [
      'with a Job that is none',
      [AnalysisMetric.job({ name: 'job', spec: {} as any })],
      undefined,
      [
        "analysis template 'ok': metric 'job': a Job needs a specification with a pod template, " +
          'given {}: write for example spec: { template: { spec: { restartPolicy: ' +
          "'Never', containers: [{ name: 'smoke', image: 'registry.example/smoke:1' }] } } }",
      ],
    ],
    [
      'with a Job whose pods no API server would take',
      [AnalysisMetric.job({ name: 'job', spec: { template: { spec: { containers: [{ name: 'A' }] } } } as any })],
      undefined,
      [
        "analysis template 'ok': metric 'job': the containers of a Job must be " +
          'a list with a name and an image each, and number 1 is {"name":"A"}: ' +
          "write for example [{ name: 'smoke', image: 'registry.example/smoke:1' }]",
        "analysis template 'ok': metric 'job': " +
          "the restartPolicy of a Job's pods must be Never or OnFailure, but none is given",
      ],
    ],
    [
      'with a question that is none',
      [AnalysisMetric.prometheus({ name: 'own', address, query: ' ', successCondition: 5 as any })],
      undefined,
      [
        "analysis template 'ok': metric 'own': the query must be a text that is not empty, given ' '",
        "analysis template 'ok': metric 'own': the successCondition must be a text that is not empty, given 5",
      ],
    ],
  ])('%s', (_, metrics, args, expected) => {
    expect(templateFaults(metrics, args)).toEqual(expected);
  });
});

describe('the analyses of a plan', () => {
  const finite = [AnalysisMetric.web({ name: 'web', url: 'http://{{args.host}}/{{args.path}}' })];
  const args = [{ name: 'host' }, { name: 'path', value: 'health' }];

  const addTemplate = (chart: Chart) => template(chart, finite, args);

  function faults(
    analysis: AnalysisProps,
    options: ArgoRolloutsOptions = {},
    add: (chart: Chart) => void = addTemplate,
  ): string[] {
    const app = new App({ outdir: Testing.app().outdir });
    const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(5), Step.analysis(analysis)] });
    new StagedRollout(app, 'echo', {
      application: echoApplication(),
      plan,
      provider: new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio(), ...options }),
    });
    add(new Chart(app, 'analysis'));
    return faultsOf(app);
  }

  test('say every argument that has no value of its own', () => {
    expect(faults({ templates: ['ok'], args: { host: 'echo' } })).toEqual([]);
    expect(faults({ templates: ['ok'], args: { path: 'x' } })).toEqual([
      '[echo] Argo Rollouts: echo/echo: step 2, analysis(ok): ' +
        "the argument 'host' of the template is missing: add it, args: { host: '…' }",
    ]);
  });

  test('say no argument that there is none of', () => {
    expect(faults({ templates: ['ok'], args: { host: 'echo', paht: 'x' } })).toEqual([
      '[echo] Argo Rollouts: echo/echo: step 2, analysis(ok): ' +
        "there is no argument 'paht': the templates have host, path",
    ]);
  });

  test('say nothing that would change a question', () => {
    expect(faults({ templates: ['ok'], args: { host: 'a"} or up{b="' } })).toEqual([
      '[echo] Argo Rollouts: echo/echo: step 2, analysis(ok): the argument \'host\' is \'a"} or up{b="\', ' +
        'but quotes, backslashes and new lines would change the query: remove them',
    ]);
  });

  test('come to an end as steps, and need not in the background', () => {
    const endless = (chart: Chart) =>
      template(chart, [AnalysisMetric.web({ name: 'web', url: 'http://a/', interval: Duration.minutes(1) })]);
    expect(faults({ templates: ['ok'] }, {}, endless)).toEqual([
      "[echo] Argo Rollouts: echo/echo: step 2, analysis(ok): the template 'ok' measures without end, " +
        'so a step with it would never end: give its metrics a count, or run it as backgroundAnalysis',
    ]);
    const both = (chart: Chart) => {
      endless(chart);
      template(chart, [AnalysisMetric.web({ name: 'once', url: 'http://a/' })], [], 'once');
    };
    expect(faults({ templates: ['once'] }, { backgroundAnalysis: { templates: ['ok'] } }, both)).toEqual([]);
  });

  test('run no two metrics of one name together', () => {
    const two = (chart: Chart) =>
      ['ok', 'fine'].forEach((name) =>
        template(chart, [AnalysisMetric.web({ name: 'web', url: 'http://a/' })], [], name),
      );
    expect(faults({ templates: ['ok', 'fine'] }, {}, two)).toEqual([
      '[echo] Argo Rollouts: echo/echo: step 2, analysis(ok, fine): ' +
        "two of the templates have a metric 'web', which the controller rejects: run them in two analyses",
    ]);
  });

  test('in the background are checked like the others', () => {
    expect(
      faults({ templates: ['ok'], args: { host: 'echo' } }, { backgroundAnalysis: { templates: ['ok'] } }),
    ).toEqual([
      '[echo] Argo Rollouts: echo/echo: backgroundAnalysis: ' +
        "the argument 'host' of the template is missing: add it, args: { host: '…' }",
    ]);
  });

  test('are not checked where their template is not in the app, and that is told', () => {
    const notices: string[] = [];
    const off = process.env.CDK8S_ROLLOUTS_NOTICES;
    delete process.env.CDK8S_ROLLOUTS_NOTICES;
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => notices.push(String(text)) > 0);
    expect(faults({ templates: ['other'], args: { a: 'b' } })).toEqual([]);
    expect(faults({ templates: ['other'], clusterScoped: true })).toEqual([]);
    write.mockRestore();
    process.env.CDK8S_ROLLOUTS_NOTICES = off;
    expect(notices).toEqual([
      "cdk8s-rollouts: Argo Rollouts: the analysis template 'other' " +
        'of echo is not in this app, so its arguments are not checked.\n',
    ]);
  });
});
