import { ClaimKind } from './claim';
import { Application } from '../../application';
import { sortedKeys } from '../../faults/sorted-map';

/** An application that a construct uses. @internal */
export interface ApplicationClaim {
  /** The application's id. */
  readonly owner: string;
  readonly application: Application;
}

/**
 * Several constructs may use the same application, for example for several stages. Two applications with the same name
 * but different ports, paths or pods are a fault, because the one that is applied last would overwrite the other.
 *
 * @internal
 */
export const APPLICATIONS: ClaimKind<ApplicationClaim> = {
  collisions(claims) {
    const first = new Map<string, Application>();
    return claims.flatMap(({ owner, application }) => {
      const known = first.get(owner) ?? application;
      first.set(owner, known);
      return known === application
        ? []
        : differences(known, application).map((what) => ({
          owner: application,
          fault:
              `the application ${owner} occurs twice with different ${what}, so the one that is ` +
                'applied last would overwrite the other: make both equal, or give one of them another name',
        }));
    });
  },
};

function differences(first: Application, second: Application): string[] {
  const parts = (application: Application) => ({
    containerPort: application.containerPort,
    servicePort: application.servicePort,
    hosts: application.hosts,
    paths: application.paths.map(String),
    labels: Object.entries(application.labels).sort(),
    podSecurity: application.podSecurity,
  });
  const [left, right] = [parts(first), parts(second)];
  const isDifferent = (key: keyof typeof left) => JSON.stringify(left[key]) !== JSON.stringify(right[key]);
  const different = (Object.keys(left) as (keyof typeof left)[]).filter(isDifferent);
  const pods = (application: Application, version: string) => JSON.stringify(application._pods(version));
  const shared = sortedKeys(first.versions).filter((version) => Object.hasOwn(second.versions, version));
  const versions = shared.filter((version) => pods(first, version) !== pods(second, version));
  return [...different, ...versions.map((version) => `pods of version '${version}'`)];
}
