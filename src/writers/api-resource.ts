import { Application } from '../application';

/** A kind of Kubernetes objects in a namespace, as RBAC rules name it. */
export interface ApiResource {
  /** The API group; empty for Kubernetes' core. */
  readonly apiGroup: string;

  /** The plural name in lower case, such as `deployments`. */
  readonly resource: string;

  /** The namespace that holds the objects. */
  readonly namespace: string;
}

/** What runs the versions and leads to them, whatever the router: Deployments or what stands for them, Services, and ConfigMaps where a version has some. @internal */
export function workloadResources(application: Application, workload = { apiGroup: 'apps', resource: 'deployments' }): ApiResource[] {
  const { namespace, versions } = application;
  const hasFiles = Object.keys(versions).some((version) => versions[version]._configMaps(application.deploymentName(version)).size > 0);
  return [
    ...(hasFiles ? [{ apiGroup: '', resource: 'configmaps', namespace }] : []),
    { apiGroup: '', resource: 'services', namespace },
    { ...workload, namespace },
  ];
}
