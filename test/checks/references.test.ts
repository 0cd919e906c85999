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

  test('is none where it may be somewhere else', () => {
    expect(
      found([...pods, nginx.ingress({ service: 'payments' })]).filter((one) => one.startsWith('service-misspelt')),
    ).toEqual([]);
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
