import { StateCheck } from '../../src';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';

const [v1, v2, service] = gloo.echo();

/** The rules of what is found, with the objects. */
function found(objects: any[]): string[] {
  return new StateCheck({ objects }).findings.map(({ rule, objects: about }) => `${rule}: ${about.join(', ')}`);
}

function called(object: any, name: string): any {
  return { ...object, metadata: { ...object.metadata, name } };
}

describe('a Service that routes name and the objects lack', () => {
  const pods = [v1, v2, called(service, 'web'), called(service, 'web-canary')];

  test('is a warning where its name is nearly that of another one', () => {
    const findings = new StateCheck({ objects: [...pods, nginx.ingress({ service: 'web-canray' })] }).findings;
    expect(findings.find(({ rule }) => rule === 'service-misspelt')).toMatchObject({
      severity: 'warning',
      objects: ['Service echo/web-canray'],
      message: 'a route leads to Service echo/web-canray, which is not among the objects; did you mean web-canary?',
      fix: 'Write web-canary, or add the Service web-canray.',
    });
  });

  test('is a warning where others of its namespace are there', () => {
    const findings = new StateCheck({ objects: [...pods, nginx.ingress({ service: 'payments' })] }).findings;
    expect(findings.find(({ rule }) => rule === 'service-missing')).toMatchObject({
      severity: 'warning',
      objects: ['Service echo/payments'],
      message:
        'a route leads to Service echo/payments, which is not among the objects, while other Services of its ' +
        'namespace are',
      fix: 'Add the Service payments, or write the name of another one.',
    });
  });

  test('is nothing to tell where its namespace is not among the objects', () => {
    expect(found([nginx.ingress({ service: 'payments' })])).toEqual([]);
  });
});

describe('a selector that matches the pods of another workload', () => {
  const overlaps = (objects: any[]) =>
    new StateCheck({ objects }).findings.filter(({ rule }) => rule === 'selectors-overlap');
  const workload = (name: string, matchLabels: any, labels: any, kind = 'Deployment') => {
    const base = nginx.deployment(name, 1, labels);
    return { ...base, kind, spec: { ...base.spec, selector: { matchLabels } } };
  };

  test('is a warning for every kind of workload, in the direction in which it is', () => {
    const wide = workload('host', { app: 'pay' }, { app: 'pay', version: 'v1' });
    const narrow = workload('canary', { app: 'pay', track: 'canary' }, { app: 'pay', track: 'canary' }, 'StatefulSet');
    expect(overlaps([narrow, wide])).toMatchObject([
      {
        severity: 'warning',
        message: 'the selector of Deployment echo/host matches the pods of StatefulSet echo/canary as well',
        objects: ['Deployment echo/host', 'StatefulSet echo/canary'],
      },
    ]);
  });

  test('is none in another namespace, nor for what a controller has made', () => {
    const one = workload('one', { app: 'pay' }, { app: 'pay' });
    const elsewhere = { ...workload('two', { app: 'pay' }, { app: 'pay' }), metadata: { name: 'two', namespace: 'b' } };
    const made = workload('one-5c9', { app: 'pay', hash: '5c9' }, { app: 'pay', hash: '5c9' }, 'ReplicaSet');
    const owned = { ...made, metadata: { ...made.metadata, ownerReferences: [{ kind: 'Deployment', name: 'one' }] } };
    expect(overlaps([one, elsewhere, owned])).toEqual([]);
  });
});

describe('a Service that selects no pod', () => {
  test('is a warning where the namespace has workloads', () => {
    const lost = { ...called(service, 'lost'), spec: { ...service.spec, selector: { app: 'ehco' } } };
    expect(found([v1, v2, service, lost])).toEqual(['service-without-pods: Service echo/lost']);
  });

  test('is none where the workloads are not given', () => {
    expect(found([service])).toEqual([]);
  });
});
