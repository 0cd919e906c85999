import { ClaimKind } from './claim';
import { Application } from '../../application';

/** An application that a construct is given. @internal */
export interface ApplicationClaim {
  /** The application's id. */
  readonly owner: string;
  readonly application: Application;
}

/**
 * The same application may be given several times, as other stages or as values of a chart do. With the same name and
 * other ports or paths it is another application, and the one that is applied last would overwrite the other.
 *
 * @internal
 */
export const APPLICATIONS: ClaimKind<ApplicationClaim> = {
  collisions(claims) {
    const first = new Map<string, Application>();
    return claims.flatMap(({ owner, application }) => {
      const other = first.get(owner) ?? application;
      first.set(owner, other);
      return other === application ? [] : differences(other, application).map((what) => ({
        owner: application,
        fault: `the application ${owner} is given twice with different ${what}, and what is applied last would overwrite the other: give both the same, or one of them another name`,
      }));
    });
  },
};

function differences(one: Application, other: Application): string[] {
  const parts = (application: Application) => ({
    containerPort: application.containerPort,
    servicePort: application.servicePort,
    hosts: application.hosts,
    paths: application.paths.map(String),
    labels: Object.entries(application.labels).sort(),
    podSecurity: application.podSecurity,
  });
  const [left, right] = [parts(one), parts(other)];
  const isDifferent = (key: keyof typeof left) => JSON.stringify(left[key]) !== JSON.stringify(right[key]);
  const different = (Object.keys(left) as (keyof typeof left)[]).filter(isDifferent);
  const pods = (application: Application, version: string) => JSON.stringify(application._pods(version));
  const shared = Object.keys(one.versions).filter((version) => Object.hasOwn(other.versions, version));
  const versions = shared.filter((version) => pods(one, version) !== pods(other, version));
  return [...different, ...versions.map((version) => `pods of version '${version}'`)];
}
