import { NoticeOptions } from '../notices';

/** The API version of Voyager's Ingress. */
export enum VoyagerApiVersion {
  /** `voyager.appscode.com/v1`, which Voyager stores. */
  V1 = 'v1',
  /** `voyager.appscode.com/v1beta1`, which it converts. */
  V1BETA1 = 'v1beta1',
}

/** The names of Deployments. */
export enum VoyagerNaming {
  /** By version, `httpd-2-4-20`: no later release reuses these names. */
  BY_VERSION = 'by version',

  /**
   * By role, `httpd-previous` and `httpd-new`, for deployment tools with two fixed Deployments. Outside a release both
   * run the same version at full size, so that the next release can deploy it to `previous` without a moment in which
   * no pod answers.
   */
  BY_ROLE = 'by role',
}

/** Options of an application over Voyager. */
export interface VoyagerOptions extends NoticeOptions {
  /**
   * The API version of the Ingress.
   *
   * @default VoyagerApiVersion.V1
   */
  readonly apiVersion?: VoyagerApiVersion;

  /**
   * The names of Deployments.
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
   * How many percentage points the canary's fraction may differ from the plan's weight. Each pod has a whole weight up
   * to 256, so some percentages cannot be reached with some numbers of pods. A smaller difference is a notice at synth
   * time, a greater one is refused.
   *
   * @default - 0.5, but at most half of what a version gets in the plan
   */
  readonly weightTolerance?: number;
}
