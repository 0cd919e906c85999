import { perApp } from './per-app';
import { Application } from '../../application';

/**
 * The applications of a cdk8s app. The same application may be given several times, as other stages or as values of
 * a chart do; with the same name and other ports or paths it is another application, and the one that is applied
 * last would overwrite the other.
 *
 * @internal
 */
export class ApplicationRegistry {
  /** The registry of the app that a construct belongs to. */
  public static readonly of = perApp(() => new ApplicationRegistry());

  private readonly first = new Map<string, Application>();
  private readonly differences = new Map<Application, string[]>();

  /** Notes an application, and where it differs from the first one of its name. */
  public add(application: Application): void {
    const first = this.first.get(application.id) ?? application;
    this.first.set(application.id, first);
    if (first !== application && !this.differences.has(application)) {
      this.differences.set(application, differences(first, application));
    }
  }

  /** What is wrong with an application beside the first one of its name, a sentence each. */
  public faults(application: Application): string[] {
    return (this.differences.get(application) ?? []).map((what) => `the application ${application.id} is given twice with different ${what}, and what is applied last would overwrite the other: give both the same, or one of them another name`);
  }
}

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
  const different = (Object.keys(left) as (keyof typeof left)[]).filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]));
  const pods = (application: Application, version: string) => JSON.stringify(application._pods(version));
  const versions = Object.keys(one.versions).filter((version) => version in other.versions && pods(one, version) !== pods(other, version));
  return [...different, ...versions.map((version) => `pods of version '${version}'`)];
}
