import { App, Chart, Duration, Testing } from 'cdk8s';
import { ConfigMap, Deployment, EnvValue, k8s, Volume } from 'cdk8s-plus-27';
import { Application, ContainerProbe, ContainerVersionProps, EnvironmentVariable, GlooProvider, GlooRoutes, PodSecurity, RolloutPlan, Version } from '../../src';
import { find, stages } from '../support/rollouts';

const provider = new GlooProvider({ routes: GlooRoutes.virtualService() });

function objects(version: Version, props: { podSecurity?: PodSecurity; labels?: { [key: string]: string } } = {}): any[] {
  const application = new Application({ name: 'echo', namespace: 'web', containerPort: 8080, versions: { '2.4.20': version }, ...props });
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

  test('gets the application\'s labels and its own annotations beside', () => {
    const { metadata, spec: { template, selector } } = deployment(Version.podSpec(spec, { podAnnotations: { 'example/scrape': 'true' } }), { labels: { team: 'web' } });
    expect(metadata.labels).toEqual({ team: 'web' });
    expect(template.metadata).toEqual({ labels: { team: 'web', app: 'echo', version: '2.4.20' }, annotations: { 'example/scrape': 'true' } });
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
      readinessProbe: ContainerProbe.httpGet('/healthz', { initialDelay: Duration.seconds(1), timeout: Duration.seconds(2) }),
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
          { name: 'MODE', value: 'canary' },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
          { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'log-level' } } },
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
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'echo-2-4-20-config', namespace: 'web' }, data: { 'index.html': '<h1>2.4.20</h1>\n' },
    });
  });

  test.each<[string, ContainerVersionProps, string]>([
    ['no image', { image: '' }, 'the image \'\' is no image reference: write for example \'registry.example/echo:2.4.20\''],
    ['an image with a blank', { image: 'a b' }, 'the image \'a b\' is no image reference: write for example \'registry.example/echo:2.4.20\''],
    ['a pull policy that does not exist', { image: 'a', imagePullPolicy: 'always' }, 'the imagePullPolicy \'always\' does not exist: write \'Always\', \'IfNotPresent\' or \'Never\''],
    ['a variable that begins with a digit', { image: 'a', env: { '1A': EnvironmentVariable.value('') } }, '\'1A\' is no name of an environment variable: use letters, digits, \'_\', \'-\' and \'.\', not beginning with a digit'],
    ['a container name with a dot', { image: 'a', containerName: 'a.b' }, 'the container name \'a.b\' is no DNS label: at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends'],
    ['an amount without unit that Kubernetes knows', { image: 'a', resources: { limits: { memory: '64MB' } } }, 'the amount of memory \'64MB\' is no Kubernetes quantity: write for example \'100m\' or \'64Mi\''],
    ['a relative folder', { image: 'a', configFiles: [{ mountPath: 'etc', files: {} }] }, 'the folder \'etc\' cannot be mounted: give an absolute path without a colon'],
    ['a file in a sub-folder', { image: 'a', configFiles: [{ mountPath: '/etc/x', files: { 'a/b': '' } }] }, '\'a/b\' is no file name for a ConfigMap: use letters, digits, \'-\', \'_\' and \'.\', and mount sub-folders separately'],
    ['files beyond a ConfigMap\'s size', { image: 'a', configFiles: [{ mountPath: '/x', files: { a: 'x'.repeat(1048577) } }] }, 'the files for \'/x\' have 1048577 bytes, and a ConfigMap holds at most 1048576: put them into the image or a volume'],
    ['two folders of one name', { image: 'a', configFiles: [{ mountPath: '/x', files: {} }, { mountPath: '/y', files: {} }] }, 'the files for \'/x\' and \'/y\' would share the ConfigMap \'echo-v1-config\': give one of them another name'],
    ['one folder twice', { image: 'a', configFiles: [{ mountPath: '/x', name: 'a', files: {} }, { mountPath: '/x', name: 'b', files: {} }] }, 'two sets of files are mounted at \'/x\': put them into one'],
    ['a ConfigMap name that is none', { image: 'a', configFiles: [{ mountPath: '/x', name: 'A', files: {} }] }, 'the ConfigMap name \'echo-v1-A\' is no object name: at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends'],
  ])('is refused for %s', (_, props, fault) => {
    const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, versions: { v1: Version.container(props) } });
    expect(application.validate()).toEqual([`application 'echo': version 'v1': ${fault}`]);
  });
});

describe('a version made from a cdk8s-plus workload', () => {
  function workload(chart: Chart): Deployment {
    const deployed = new Deployment(chart, 'web', { replicas: 2, podMetadata: { annotations: { 'example/scrape': 'true' } } });
    const container = deployed.addContainer({ image: 'httpd:2.4.20', portNumber: 8080, envVariables: { A: EnvValue.fromValue('b') } });
    container.mount('/data', Volume.fromConfigMap(chart, 'volume', ConfigMap.fromConfigMapName(chart, 'files', 'files')));
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

  test('can be given another number of replicas', () => {
    expect(deployment(Version.workload(workload(new Chart(new App(), 'c')), { replicas: 5 })).spec.replicas).toBe(5);
  });
});
