import { existsSync, readFileSync } from 'node:fs';
import { describeWithReference, referencePath } from './reference';
import { Traffic } from '../../src/readers/traffic';

/** A Rollout that a real controller accepted or refused. */
interface RecordedObject {
  readonly name: string;
  readonly accepted: boolean;
  readonly reason?: string;
  readonly object: any;
}

const FILE = referencePath('recorded/argo-rollouts-validation', 'objects.json');
const recorded: RecordedObject[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).objects : [];

const service = (name: string, app: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'rej' },
  spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});
const backend = { service: { name: 'app', port: { number: 80 } } };

/** What stood beside the Rollouts: see `measured` in the file. */
const BESIDE = [
  service('app', 'app'),
  service('app-canary', 'app'),
  service('foreign', 'foreign'),
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'app', namespace: 'rej' },
    spec: {
      hosts: ['app'],
      http: [
        {
          name: 'main',
          route: [
            { destination: { host: 'app' }, weight: 100 },
            { destination: { host: 'app-canary' }, weight: 0 },
          ],
        },
      ],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'app', namespace: 'rej' },
    spec: { rules: [{ host: 'app.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  },
];

const REJECTIONS = ['object-rejected', 'argo-rejected'];

/** What the reader says of a Rollout in a whole cluster. */
function reasonsOf(rollout: any): string[] {
  const traffic = Traffic.of([...BESIDE, rollout], { complete: true });
  const pitfalls = traffic
    ._pitfalls()
    .filter(({ rule }) => rule === 'argo-rejected')
    .map(({ message }) => message);
  return [
    ...traffic._indexNotes.filter(({ code }) => REJECTIONS.includes(code)).map(({ message }) => message),
    ...pitfalls,
  ];
}

describeWithReference('Rollouts that a real API server and controller judged', () => {
  test('are accepted or refused by the reader alike', () => {
    const wrong = recorded
      .filter(({ accepted, object }) => (reasonsOf(object).length === 0) !== accepted)
      .map(({ name, accepted, reason, object }) => ({ name, accepted, reason, said: reasonsOf(object) }));
    expect(wrong).toEqual([]);
    expect(recorded.length).toBeGreaterThan(0);
  });
});
