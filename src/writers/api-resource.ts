import { Application } from '../application';

/** A kind of Kubernetes object in a namespace, as RBAC rules name it. */
export interface ApiResource {
  /** The API group; empty for the core group. */
  readonly apiGroup: string;

  /** The plural name in lower case, such as `deployments`. */
  readonly resource: string;

  /** The namespace that holds the objects. */
  readonly namespace: string;
}

/**
 * The resources of every provider: Deployments (or Rollouts), Services, and ConfigMaps if a version has files.
 *
 * @internal
 */
export function workloadResources(
  application: Application,
  workload = { apiGroup: 'apps', resource: 'deployments' },
): ApiResource[] {
  const { namespace, versions } = application;
  const hasFiles = Object.keys(versions).some(
    (version) => versions[version]._configMaps(application.deploymentName(version)).size > 0,
  );
  return [
    ...(hasFiles ? [{ apiGroup: '', resource: 'configmaps', namespace }] : []),
    { apiGroup: '', resource: 'services', namespace },
    { ...workload, namespace },
  ];
}
