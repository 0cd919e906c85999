import { Construct } from 'constructs';
import { ApiResource } from './api-resource';
import { IProvider } from './contract';
import { addObjects } from './stage-objects';
import { Application } from '../application';
import { AppRegistry } from './registry/app-registry';
import { labelNameFault, objectNameFault } from '../application/kubernetes-names';
import { given } from '../faults/shown';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** The ServiceAccount of the tool that applies an application's stages. */
export interface RolloutDeployerProps {
  /** The application. */
  readonly application: Application;

  /** The router; it determines which kinds of objects the stages contain. */
  readonly provider: IProvider;

  /**
   * The name of the ServiceAccount, its Roles and RoleBindings.
   *
   * @default - `<application>-deployer`
   */
  readonly name?: string;

  /**
   * Write the application's Namespace too. If several applications share a namespace, set this for only one of them.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
}

/**
 * A Namespace, and a ServiceAccount for the tool that applies the stages, with permissions for exactly the kinds of
 * objects that the stages contain. If a provider also writes into another namespace (Gloo's Upstreams in
 * `gloo-system`), that namespace gets a Role too.
 *
 * A tool authenticates with a token of the ServiceAccount: `kubectl create token -n <namespace> <name>`. (Since 1.24
 * Kubernetes creates no Secret for it.)
 */
export class RolloutDeployer extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application and router
   */
  public constructor(scope: Construct, id: string, props: RolloutDeployerProps) {
    super(scope, id);
    const faults = [
      ...unknownKeyFaults('RolloutDeployerProps', props),
      ...deployerFaults(props ?? ({} as RolloutDeployerProps)),
    ];
    if (faults.length > 0) {
      this.node.addValidation({ validate: () => faults });
      return;
    }
    const { application, provider, name = `${application.name}-deployer`, createNamespace = true } = props;
    const owner = `RolloutDeployer ${this.node.path}`;
    this.node.addValidation({ validate: () => AppRegistry.of(this).collisions(owner) });
    const resources = provider.resources(application);
    const namespaces = [...new Set(resources.map(({ namespace }) => namespace))];
    addObjects(this, owner, [
      ...(createNamespace ? [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: application.namespace } }] : []),
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: application.namespace } },
    ]);
    for (const namespace of namespaces) {
      // A separate construct, because the same names occur in every namespace.
      const rules = rulesOf(resources.filter((resource) => resource.namespace === namespace));
      addObjects(new Construct(this, namespace), owner, [
        role(name, namespace, rules),
        binding(name, namespace, application.namespace),
      ]);
    }
  }
}

/** The verbs that `kubectl apply`, pruning and `kubectl rollout status` need. */
const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

function rulesOf(resources: ApiResource[]): any[] {
  const groups = [...new Set(resources.map(({ apiGroup }) => apiGroup))];
  return groups.map((group) => {
    const names = resources.filter(({ apiGroup }) => apiGroup === group).map(({ resource }) => resource);
    return { apiGroups: [group], resources: [...new Set(names)], verbs: VERBS };
  });
}

function role(name: string, namespace: string, rules: any[]): any {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace }, rules };
}

function binding(name: string, namespace: string, accountNamespace: string): any {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: accountNamespace }],
  };
}

function deployerFaults({ application, provider, name }: RolloutDeployerProps): string[] {
  if (!(application instanceof Application)) {
    return [
      `application must be an Application, ${given(application)}: ` +
        'write for example application: new Application({ … })',
    ];
  }
  if (typeof provider?.resources !== 'function') {
    return [`provider must be a provider, ${given(provider)}: write for example provider: new GlooProvider({ … })`];
  }
  const faults = application.validate();
  const nameFault = name === undefined ? undefined : objectNameFault(name);
  const namespaces =
    faults.length > 0 ? [] : provider.resources(application).map(({ namespace }) => labelNameFault(namespace));
  const namespaceFaults = new Set(
    namespaces.filter((fault) => fault !== undefined).map((fault) => `the namespace ${fault}`),
  );
  return [...faults, ...namespaceFaults, ...(nameFault ? [`the deployer's name ${nameFault}`] : [])];
}
