import { run, temporaryFolders } from '../support/command-line';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { ECHO, PUBLIC, publicRoutes, toVersion } from '../support/istio-traffic';

const folder = temporaryFolders();

/** Who answers a request, as JSON has it. */
function answer(path: string, url: string, from: string): string {
  const { output, errors } = run('traffic', path, '--url', url, '--from', from, '--output', 'json');
  return output === '' ? errors : JSON.parse(output).split.map(({ version }: any) => version).join();
}

describe('--from asks for a client in the mesh', () => {
  const http = [toVersion('v2', { sourceLabels: { app: 'tester' } }), toVersion('v1')];
  const objects = [...ECHO, istio.virtualService({ hosts: ['echo'], http })];

  test('by its namespace and by the labels of its pod', () => {
    const { path } = folder({ 'all.yaml': objects });
    const ask = (from: string) => answer(path, 'http://echo.echo/', from);
    expect(ask('mesh:shop,app=tester')).toBe('v2');
    expect(ask('mesh:shop,app=tester,team=a')).toBe('v2');
    expect(ask('mesh:shop,app=web')).toBe('v1');
  });

  test.each(['mesh:', 'mesh:shop,', 'mesh:shop,app', 'mesh:Shop', 'a/b/c', 'a b'])('and refuses %j', (from) => {
    const { path } = folder({ 'all.yaml': objects });
    expect(run('traffic', path, '--from', from)).toEqual({
      code: 2,
      output: '',
      errors:
        'cdk8s-rollouts traffic: --from is gateway, NAMESPACE/GATEWAY, the class of an Ingress controller, mesh, or ' +
        `mesh:NAMESPACE[,LABEL=VALUE…], given '${from}'\n`,
    });
  });
});

test('--from asks for an Ingress controller by its class', () => {
  const objects = ['one', 'two'].flatMap((name) => [
    nginx.deployment(name, 1, { app: name, version: name }),
    { ...nginx.service(name), spec: { ...nginx.service(name).spec, selector: { app: name } } },
    nginx.ingress({ name, service: name, className: `nginx-${name}` }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: `nginx-${name}` },
      spec: { controller: `k8s.io/ingress-nginx-${name}` },
    },
  ]);
  const { path } = folder({ 'all.yaml': objects });
  expect(answer(path, 'http://a.example/', 'nginx-two')).toBe('two');
  expect(answer(path, 'http://a.example/', 'nginx-three')).toContain(
    'ingress-nginx has no gateway nginx-three among the objects. Requests come in at: gateway nginx-one, gateway ' +
      'nginx-two.',
  );
});

describe('diff compares what one entry answers', () => {
  const inMesh = (version: string) => istio.virtualService({ hosts: ['echo'], http: [toVersion(version)] }, 'mesh');
  const words = (old: any[], now: any[], ...args: string[]) => {
    const { path } = folder({ 'old.yaml': old, 'new.yaml': now });
    const { output, errors } = run('diff', `${path}/old.yaml`, `${path}/new.yaml`, '--output', 'json', ...args);
    return output === '' ? errors : JSON.parse(output)[0].words;
  };
  const gateway = [...ECHO, PUBLIC, publicRoutes([toVersion('v1')])];

  test('that both sides have', () => {
    const [old, now] = ['v1', 'v2'].map((version) => [...gateway, inMesh(version)]);
    expect(words(old, now, '--from', 'gateway')).toEqual(['no traffic changes']);
    expect(words(old, now, '--from', 'mesh')).toEqual([
      'GET http://echo/: all requests v1 100 % → v2 100 %',
    ]);
  });

  test('that one side has: the other one has no route there', () => {
    expect(words(gateway, [...gateway, inMesh('v2')], '--from', 'mesh')).toContain(
      'GET http://echo/: all requests no route → v2 100 %',
    );
  });

  test('and refuses one that neither side has', () => {
    expect(words(gateway, gateway, '--from', 'shop/web')).toBe(
      'cdk8s-rollouts diff: --from: neither side has gateway shop/web. Requests come in at: gateway echo/web.\n',
    );
  });

  test('where the objects are the whole cluster, with --complete', () => {
    const missing = [PUBLIC, publicRoutes([{ route: [istio.to('other')] }])];
    expect(words(gateway, missing)).toEqual([expect.stringContaining('→ echo/other 100 %')]);
    expect(words(gateway, missing, '--complete')).toEqual([expect.stringContaining('→ 503 100 %')]);
  });
});
