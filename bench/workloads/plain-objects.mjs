// The stages of one application over Gloo, as a script of one's own would make them.

/** Stage names to what a stage runs and how it routes. */
export const STAGES = [
  ['baseline', { runs: ['v1'], primary: 'v1' }],
  ['deploy', { runs: ['v1', 'v2'], primary: 'v1' }],
  ['header-test', { runs: ['v1', 'v2'], primary: 'v1', header: true }],
  ['weight-20', { runs: ['v1', 'v2'], primary: 'v1', header: true, weight: 20 }],
  ['weight-50', { runs: ['v1', 'v2'], primary: 'v1', header: true, weight: 50 }],
  ['promote', { runs: ['v1', 'v2'], primary: 'v2' }],
  ['retire', { runs: ['v2'], primary: 'v2' }],
];

export function nameOf(index) {
  return `app-${String(index).padStart(5, '0')}`;
}

export function fileOf(name, stage, place) {
  return `${name}-${String(place).padStart(2, '0')}-${stage}.k8s.yaml`;
}

export function objectsOf(name, { runs, primary, header, weight }) {
  return [...runs.map((version) => configMap(name, version)), ...runs.map((version) => deployment(name, version)), service(name), upstream(name, primary), routeTable(name, primary, header, weight)];
}

function metadata(name, namespace) {
  return { labels: { team: 'web' }, name, namespace };
}

function configMap(name, version) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(`${name}-${version}-config`, name), data: { 'app.conf': `mode = ${version.slice(1)}\n` } };
}

function deployment(name, version) {
  const container = {
    image: `registry.example/${name}:${version.slice(1)}`,
    name: `${name}-${version}`,
    ports: [{ containerPort: 8080 }],
    volumeMounts: [{ mountPath: '/etc/app', name: 'config', readOnly: true }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(`${name}-${version}`, name),
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name, version } },
      template: {
        metadata: { labels: { app: name, team: 'web', version } },
        spec: { containers: [container], volumes: [{ configMap: { name: `${name}-${version}-config` }, name: 'config' }] },
      },
    },
  };
}

function service(name) {
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(name, name), spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }], selector: { app: name } } };
}

function upstream(name, primary) {
  const subsetSpec = { defaultSubset: { values: { version: primary } }, fallbackPolicy: 'DEFAULT_SUBSET', selectors: [{ keys: ['version'] }] };
  const kube = { selector: { app: name }, serviceName: name, serviceNamespace: name, servicePort: 80, subsetSpec };
  return { apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', metadata: metadata(name, name), spec: { kube } };
}

function routeTable(name, primary, header, weight) {
  const to = (version) => ({ subset: { values: { version } }, upstream: { name, namespace: name } });
  const prefix = `/${name}/`;
  const routeAction = weight === undefined
    ? { single: to(primary) }
    : { multi: { destinations: [{ destination: to('v1'), weight: 100 - weight }, { destination: to('v2'), weight }] } };
  const lane = { matchers: [{ headers: [{ name: 'stage', value: 'canary' }], prefix }], routeAction: { single: to('v2') } };
  return {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'RouteTable',
    metadata: metadata(`${name}-routes`, name),
    spec: { routes: [...(header ? [lane] : []), { matchers: [{ prefix }], routeAction }] },
  };
}
