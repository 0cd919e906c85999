import { App, Chart, Duration, Testing } from 'cdk8s';
import { ConfigMap, Deployment, EnvValue, Job, k8s, Volume } from 'cdk8s-plus-27';
import {
  Application,
  ContainerProbe,
  ContainerVersionProps,
  EnvironmentVariable,
  GlooProvider,
  GlooRoutes,
  PodSecurity,
  RolloutPlan,
  Version,
} from '../../src';
import { find, stages } from '../support/rollouts';

const provider = new GlooProvider({ routes: GlooRoutes.virtualService() });

function objects(
  version: Version,
  props: { podSecurity?: PodSecurity; labels?: { [key: string]: string } } = {},
): any[] {
  const application = new Application({
    name: 'echo',
    namespace: 'web',
    containerPort: 8080,
    versions: { '2.4.20': version },
    ...props,
  });
  return stages(application, RolloutPlan.steady('2.4.20'), provider).get('baseline')!;
}

function deployment(version: Version, props = {}): any {
  return find(objects(version, props), 'Deployment');
}

describe('a version given as pod specification', () => {
  const spec: k8s.PodSpec = {
    terminationGracePeriodSeconds: 60,
    containers: [{
      name: 'web',
      image: 'httpd:2.4.20',
      resources: { requests: { cpu: k8s.Quantity.fromString('100m') } },
      readinessProbe: { httpGet: { path: '/', port: k8s.IntOrString.fromNumber(8080) } },
    }],
  };

  test('is printed exactly as given, nothing added', () => {
    expect(deployment(Version.podSpec(spec, { replicas: 3 }))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'echo-2-4-20', namespace: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'echo', version: '2.4.20' } },
        template: {
          metadata: { labels: { app: 'echo', version: '2.4.20' } },
          spec: {
            terminationGracePeriodSeconds: 60,
            containers: [{
              name: 'web',
              image: 'httpd:2.4.20',
              resources: { requests: { cpu: '100m' } },
              readinessProbe: { httpGet: { path: '/', port: 8080 } },
            }],
          },
        },
      },
    });
  });

  test('keeps fields that are newer than the types, and those that the types spell in another way', () => {
    const sidecar = {
      name: 'side',
      image: 'x',
      restartPolicy: 'Always',
      resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
    };
    const newer = {
      hostIpc: false,
      containers: [{ name: 'web', image: 'y', volumeMounts: undefined }],
      initContainers: [sidecar],
      future: { a: [1] },
    } as k8s.PodSpec;
    expect(deployment(Version.podSpec(newer)).spec.template.spec).toEqual({
      hostIPC: false, containers: [{ name: 'web', image: 'y' }], initContainers: [sidecar], future: { a: [1] },
    });
  });

  test('gets the application\'s labels and its own annotations beside', () => {
    const {
      metadata,
      spec: { template, selector },
    } = deployment(Version.podSpec(spec, { podAnnotations: { 'example/scrape': 'true' } }), {
      labels: { team: 'web' },
    });
    expect(metadata.labels).toEqual({ team: 'web' });
    expect(template.metadata).toEqual({
      labels: { team: 'web', app: 'echo', version: '2.4.20' },
      annotations: { 'example/scrape': 'true' },
    });
    expect(selector.matchLabels).toEqual({ app: 'echo', version: '2.4.20' });
  });
});

describe('a version in the short form', () => {
  test('needs an image only', () => {
    expect(deployment(Version.container({ image: 'httpd' })).spec.template.spec).toEqual({
      containers: [{ name: 'echo-2-4-20', image: 'httpd', ports: [{ containerPort: 8080 }] }],
    });
  });

  test('says everything that a container commonly needs', () => {
    const version = Version.container({
      image: 'httpd:2.4.20',
      imagePullPolicy: 'Always',
      command: ['httpd'],
      args: ['-DFOREGROUND'],
      env: {
        MODE: EnvironmentVariable.value('canary'),
        PASSWORD: EnvironmentVariable.fromSecret('database', 'password'),
        LEVEL: EnvironmentVariable.fromConfigMap('settings', 'log-level'),
        POD: EnvironmentVariable.fromPodField('metadata.name'),
      },
      envFromSecrets: ['tokens'],
      envFromConfigMaps: ['flags'],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      startupProbe: ContainerProbe.tcpSocket({ failureThreshold: 30, period: Duration.seconds(2) }),
      readinessProbe: ContainerProbe.httpGet('/healthz', {
        initialDelay: Duration.seconds(1),
        timeout: Duration.seconds(2),
      }),
      livenessProbe: ContainerProbe.command(['true']),
      configFiles: [{ mountPath: '/usr/local/apache2/htdocs', files: { 'index.html': '<h1>2.4.20</h1>\n' } }],
      securityContext: { readOnlyRootFilesystem: true },
      podSecurityContext: { fsGroup: 1000 },
      serviceAccountName: 'web',
    });
    const all = objects(version);
    expect(find(all, 'Deployment').spec.template.spec).toEqual({
      serviceAccountName: 'web',
      securityContext: { fsGroup: 1000 },
      containers: [{
        name: 'echo-2-4-20',
        image: 'httpd:2.4.20',
        imagePullPolicy: 'Always',
        command: ['httpd'],
        args: ['-DFOREGROUND'],
        ports: [{ containerPort: 8080 }],
        env: [
          { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'log-level' } } },
          { name: 'MODE', value: 'canary' },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
          { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        ],
        envFrom: [{ configMapRef: { name: 'flags' } }, { secretRef: { name: 'tokens' } }],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        startupProbe: { tcpSocket: { port: 8080 }, failureThreshold: 30, periodSeconds: 2 },
        readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 1, timeoutSeconds: 2 },
        livenessProbe: { exec: { command: ['true'] } },
        securityContext: { readOnlyRootFilesystem: true },
        volumeMounts: [{ name: 'config', mountPath: '/usr/local/apache2/htdocs', readOnly: true }],
      }],
      volumes: [{ name: 'config', configMap: { name: 'echo-2-4-20-config' } }],
    });
    expect(find(all, 'ConfigMap')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'echo-2-4-20-config', namespace: 'web' },
      data: { 'index.html': '<h1>2.4.20</h1>\n' },
    });
  });

  test.each<[string, ContainerVersionProps, string]>([
    [
      'no image',
      { image: '' },
      "the image '' is not an image reference: write for example 'registry.example/echo:2.4.20'",
    ],
    [
      'an image with a blank',
      { image: 'a b' },
      "the image 'a b' is not an image reference: write for example 'registry.example/echo:2.4.20'",
    ],
    [
      'a pull policy that does not exist',
      { image: 'a', imagePullPolicy: 'always' },
      "the imagePullPolicy 'always' is not a pull policy: write 'Always', 'IfNotPresent' or 'Never'",
    ],
    [
      'a variable that begins with a digit',
      { image: 'a', env: { '1A': EnvironmentVariable.value('') } },
      "'1A' is not the name of an environment variable: " +
        "use letters, digits, '_', '-' and '.', and do not begin with a digit",
    ],
    [
      'a container name with a dot',
      { image: 'a', containerName: 'a.b' },
      "the container name 'a.b' is not a DNS label: use at most 63 lower-case letters, " +
        'digits and dashes, with a letter or digit at both ends',
    ],
    [
      'an amount without unit that Kubernetes knows',
      { image: 'a', resources: { limits: { memory: '64MB' } } },
      "the amount of memory '64MB' is not a Kubernetes quantity: write for example '100m' or '64Mi'",
    ],
    [
      'a relative folder',
      { image: 'a', configFiles: [{ mountPath: 'etc', files: {} }] },
      "the mountPath 'etc' is not an absolute path without a colon: write for example '/etc/app'",
    ],
    [
      'a file in a sub-folder',
      { image: 'a', configFiles: [{ mountPath: '/etc/x', files: { 'a/b': '' } }] },
      "'a/b' is not a file name for a ConfigMap: " +
        "use letters, digits, '-', '_' and '.', and mount sub-folders separately",
    ],
    [
      "files beyond a ConfigMap's size",
      { image: 'a', configFiles: [{ mountPath: '/x', files: { a: 'x'.repeat(1048577) } }] },
      "the files for '/x' have 1048577 bytes, but a ConfigMap holds at most 1048576: " +
        'put them into the image or a volume',
    ],
    [
      'two folders of one name',
      {
        image: 'a',
        configFiles: [
          { mountPath: '/x', files: {} },
          { mountPath: '/y', files: {} },
        ],
      },
      "the files for '/x' and '/y' would become the same ConfigMap 'echo-v1-config': give one of them another name",
    ],
    [
      'one folder twice',
      {
        image: 'a',
        configFiles: [
          { mountPath: '/x', name: 'a', files: {} },
          { mountPath: '/x', name: 'b', files: {} },
        ],
      },
      "two entries of configFiles are mounted at '/x': put them into one",
    ],
    [
      'a volume name that is none',
      { image: 'a', configFiles: [{ mountPath: '/x', name: 'A', files: {} }] },
      "the volume name 'A' is not a DNS label: use at most 63 lower-case letters, " +
        'digits and dashes, with a letter or digit at both ends',
    ],
    [
      'one folder twice, once with a slash at its end',
      {
        image: 'a',
        configFiles: [
          { mountPath: '/x', name: 'a', files: {} },
          { mountPath: '/x/', name: 'b', files: {} },
        ],
      },
      "two entries of configFiles are mounted at '/x/': put them into one",
    ],
    [
      'a file that cdk8s cannot print',
      { image: 'a', configFiles: [{ mountPath: '/x', files: { constructor: 'x' } as any }] },
      "'constructor' is not a file name for a ConfigMap: " +
        "use letters, digits, '-', '_' and '.', and mount sub-folders separately",
    ],
    [
      'files without contents',
      { image: 'a', configFiles: [{ mountPath: '/x', files: { a: 1 as any } }] },
      'configFiles must be a list of folders with their files, ' +
        'and number 1 is {"mountPath":"/x","files":{"a":1}}: ' +
        "write for example [{ mountPath: '/etc/app', files: { 'app.conf': '…' } }]",
    ],
    [
      'a variable that is a text',
      { image: 'a', env: { A: 'b' as any } },
      "env must map names to EnvironmentVariable values, and 'A' is 'b': " +
        "write for example { MODE: EnvironmentVariable.value('canary') }",
    ],
    [
      'a variable without value',
      { image: 'a', env: { A: EnvironmentVariable.value(undefined as any) } },
      "environment variable 'A': the value must be a text, but none is given: quote it, or check where it comes from",
    ],
    [
      'a variable from a Secret without key',
      { image: 'a', env: { A: EnvironmentVariable.fromSecret('db', undefined as any) } },
      "environment variable 'A': the key is missing: use letters, digits, '-', '_' and '.'",
    ],
    [
      'a variable from a field that no pod has',
      { image: 'a', env: { A: EnvironmentVariable.fromPodField('nope') } },
      "environment variable 'A': the field 'nope' is not a pod field that a variable can use: " +
        "write for example 'metadata.name' or 'status.podIP'",
    ],
    [
      'arguments that are numbers',
      { image: 'a', args: ['-p', 80 as any] },
      "args must be a list of texts, and number 2 is 80: write for example ['a', 'b']",
    ],
    [
      'a probe that is a path',
      { image: 'a', readinessProbe: '/healthz' as any },
      "readinessProbe must be a ContainerProbe, given '/healthz': write for example ContainerProbe.httpGet('/healthz')",
    ],
    [
      'a probe every half second',
      { image: 'a', livenessProbe: ContainerProbe.tcpSocket({ period: Duration.millis(500) }) },
      'the period of a probe must be a Duration of whole seconds, ' +
        'at least 1, given 500 ms: write for example Duration.seconds(5)',
    ],
    [
      'a probe that may never fail',
      { image: 'a', livenessProbe: ContainerProbe.tcpSocket({ failureThreshold: 0 }) },
      'the failureThreshold of a probe must be a whole number of at least 1, given 0',
    ],
    [
      'a probe of a path without slash',
      { image: 'a', livenessProbe: ContainerProbe.httpGet('healthz') },
      "the path of a probe must begin with a slash, given 'healthz': write for example '/healthz'",
    ],
    [
      'a probe by a command line',
      { image: 'a', livenessProbe: ContainerProbe.command('ls /' as any) },
      "the command of a probe must be a list of texts, given 'ls /': write for example ['ls', '/']",
    ],
    [
      'a service account that is none',
      { image: 'a', serviceAccountName: 'A b' },
      "the service account name 'A b' is not an object name: " +
        'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
    ],
    [
      'a Secret that is none',
      { image: 'a', envFromSecrets: ['Bad Name\nx'] },
      "the Secret name 'Bad Name\\nx' is not an object name: " +
        'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
    ],
    [
      'an annotation key that is none',
      { image: 'a', podAnnotations: { 'a b/c/d': 'x' } },
      "the annotation 'a b/c/d' is not a label key: use a name of at most 63 letters, " +
        'digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
    ],
    [
      'an annotation that is not a text',
      { image: 'a', podAnnotations: { a: true as any } },
      "podAnnotations must map keys to texts, and 'a' is true: write for example { 'example/scrape': 'true' }",
    ],
    [
      'resources that are no maps',
      { image: 'a', resources: { limits: new Date(0) as any } },
      'resources must be maps of amounts, given "1970-01-01T00:00:00.000Z": ' +
        "write for example { requests: { cpu: '100m' } }",
    ],
    [
      'a negative amount',
      { image: 'a', resources: { requests: { cpu: '-5' } } },
      "the amount of cpu '-5' is not a Kubernetes quantity: write for example '100m' or '64Mi'",
    ],
    [
      'more pods than can be',
      { image: 'a', replicas: 2 ** 31 },
      'replicas must be a whole number from 1 to 2147483647, ' +
        'given 2147483648: a version without pods cannot answer requests',
    ],
  ])('is refused for %s', (_, props, fault) => {
    const application = new Application({
      name: 'echo',
      namespace: 'echo',
      containerPort: 8080,
      versions: { v1: Version.container(props) },
    });
    expect(application.validate()).toEqual([`application 'echo': version 'v1': ${fault}`]);
  });
});

test('files may fill a ConfigMap to its last byte', () => {
  const version = Version.container({
    image: 'a',
    configFiles: [{ mountPath: '/x', files: { a: 'x'.repeat(1048576) } }],
  });
  expect(
    new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, versions: { v1: version } }).validate(),
  ).toEqual([]);
});

describe('a version made from a cdk8s-plus workload', () => {
  function workload(chart: Chart): Deployment {
    const deployed = new Deployment(chart, 'web', {
      replicas: 2,
      podMetadata: { annotations: { 'example/scrape': 'true' } },
    });
    const container = deployed.addContainer({
      image: 'httpd:2.4.20',
      portNumber: 8080,
      envVariables: { A: EnvValue.fromValue('b') },
    });
    container.mount(
      '/data',
      Volume.fromConfigMap(chart, 'volume', ConfigMap.fromConfigMapName(chart, 'files', 'files')),
    );
    return deployed;
  }

  test('runs the pods that the workload would, as plain values', () => {
    const plain = workload(Testing.chart()).node;
    const expected = Chart.of(plain.scope!).toJson().find((object: any) => object.kind === 'Deployment').spec.template;
    const { spec } = deployment(Version.workload(workload(Testing.chart())));
    expect(spec.template.spec).toEqual(expected.spec);
    expect(spec.template.metadata.annotations).toEqual({ 'example/scrape': 'true' });
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.containers[0].resources.requests.cpu).toBe('1000m');
  });

  test('takes the workload\'s own object out of its chart', () => {
    const chart = Testing.chart();
    Version.workload(workload(chart));
    expect(chart.toJson().map((object: any) => object.kind)).toEqual([]);
  });

  test('keeps the labels by which the workload\'s neighbours find its pods', () => {
    const chart = Testing.chart();
    const deployed = workload(chart);
    const exposed = deployed.exposeViaService();
    const version = Version.workload(deployed);
    const selector = chart
      .toJson()
      .find((object: any) => object.kind === 'Service' && object.metadata.name === exposed.name).spec.selector;
    expect(deployment(version).spec.template.metadata.labels).toMatchObject(selector);
  });

  test('cannot be made twice from one workload, and not from a Job', () => {
    const chart = Testing.chart();
    const once = workload(chart);
    Version.workload(once);
    const job = new Job(chart, 'job', { containers: [{ image: 'x', portNumber: 8080 }] });
    const application = new Application({
      name: 'echo',
      namespace: 'echo',
      containerPort: 8080,
      versions: {
        again: Version.workload(once),
        job: Version.workload(job),
        empty: Version.workload(new Deployment(chart, 'empty')),
      },
    });
    expect(application.validate()).toEqual([
      "application 'echo': version 'again': the workload has no object (any more): " +
        'use each workload for one version only, and use that version in several plans',
      expect.stringContaining("application 'echo': version 'empty': cdk8s-plus cannot print the workload:"),
      "application 'echo': version 'job': the pods of a Deployment are always restarted, " +
        "but this one has the restartPolicy 'Never': omit restartPolicy (a version cannot be a Job)",
    ]);
  });

  test('can be given another number of replicas', () => {
    expect(deployment(Version.workload(workload(new Chart(new App(), 'c')), { replicas: 5 })).spec.replicas).toBe(5);
  });
});
