import { NoticeOptions } from '../notices';

/** The API version of Voyager's Ingress. */
export enum VoyagerApiVersion {
  /** `voyager.appscode.com/v1`, which Voyager stores. */
  V1 = 'v1',
  /** `voyager.appscode.com/v1beta1`, which it converts. */
  V1BETA1 = 'v1beta1',
}

/** What Deployments are called. */
export enum VoyagerNaming {
  /** By version, `httpd-2-4-20`: names that no later release needs for something else. */
  BY_VERSION = 'by version',

  /**
   * By role, `httpd-previous` and `httpd-new`, for deployment tools that keep two fixed Deployments. While no release is
   * under way both run the same version, each at full size: only so the next release can move it to `previous` without
   * a moment in which nobody answers.
   */
  BY_ROLE = 'by role',
}

/** How an application is exposed through Voyager. */
export interface VoyagerOptions extends NoticeOptions {
  /**
   * The API version of the Ingress.
   *
   * @default VoyagerApiVersion.V1
   */
  readonly apiVersion?: VoyagerApiVersion;

  /**
   * What Deployments are called.
   *
   * @default VoyagerNaming.BY_VERSION
   */
  readonly naming?: VoyagerNaming;

  /**
   * The name of the Ingress.
   *
   * @default - the application's name
   */
  readonly ingressName?: string;

  /**
   * Annotations of the Ingress, such as `{ 'ingress.appscode.com/type': 'NodePort' }`. Values are printed as given.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };

  /**
   * How far, in percentage points, the canary's share may be from the plan's. Weights are whole numbers up to 256 on
   * each pod, so with odd numbers of pods not every share can be reached. A share that is not exact is told at synth
   * time, one that is further off is refused.
   *
   * @default - 0.5, and never more than half of what a version shall get
   */
  readonly weightTolerance?: number;
}
