import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { collisionFaults, expose } from './gloo-exposure';
import { pathFaults } from './gloo-faults';
import { GlooRoutes } from './gloo-routes';
import { VirtualServiceSpec } from '../../../imports/gateway.solo.io';
import { HttpPath } from '../../application';
import { labelFaults, labelNameFault, objectNameFault } from '../../application/kubernetes-names';

/** What the platform delegates to the teams. */
export interface GlooDelegationProps {
  /** Labels of the RouteTables that may join, such as `{ apiGroup: 'example' }`; at least one. */
  readonly labels: { [key: string]: string };

  /**
   * The VirtualService's name.
   *
   * @default 'app'
   */
  readonly name?: string;

  /**
   * The VirtualService's namespace.
   *
   * @default 'gloo-system'
   */
  readonly namespace?: string;

  /**
   * The host names.
   *
   * @default - every host
   */
  readonly domains?: string[];

  /**
   * The beginning of all paths that are delegated. A route of a RouteTable that does not begin with it is dropped
   * by Gloo with no more than a warning.
   *
   * @default '/'
   */
  readonly prefix?: string;

  /**
   * The namespaces in which RouteTables may join; `*` stands for all that Gloo watches.
   *
   * @default - all of them
   */
  readonly namespaces?: string[];
}

/**
 * The platform team's part: a VirtualService that owns the domains and delegates the routes to whatever RouteTables
 * carry the labels. It is applied once; rollouts never touch it.
 */
export class GlooDelegation extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props what is delegated
   */
  public constructor(scope: Construct, id: string, props: GlooDelegationProps) {
    super(scope, id);
    const { name = 'app', namespace = 'gloo-system', domains = ['*'], prefix = '/', namespaces = ['*'] } = props;
    const owner = `VirtualService ${namespace}/${name}`;
    this.node.addValidation({
      validate: () => [...delegationFaults(name, namespace, prefix, namespaces, props.labels), ...collisionFaults(this, owner)],
    });
    const delegates = { labels: props.labels, prefix };
    expose(this, { owner, routes: GlooRoutes.virtualService(), domains, paths: [], acceptPrefixOverlap: false, delegates });
    const spec: VirtualServiceSpec = {
      virtualHost: {
        domains,
        routes: [{ matchers: [{ prefix }], delegateAction: { selector: { labels: props.labels, namespaces } } }],
      },
    };
    new ApiObject(this, 'virtualservice', { apiVersion: 'gateway.solo.io/v1', kind: 'VirtualService', metadata: { name, namespace }, spec });
  }
}

function delegationFaults(name: string, namespace: string, prefix: string, namespaces: string[], labels: { [key: string]: string }): string[] {
  const faults = [objectNameFault(name), labelNameFault(namespace), ...namespaces.filter((one) => one !== '*').map(labelNameFault), ...labelFaults(labels)];
  return [
    ...faults.filter((fault) => fault !== undefined).map((fault) => `Gloo delegation: ${fault}`),
    ...(Object.keys(labels).length === 0 ? ['Gloo delegation: without labels every RouteTable of the namespaces would join: give at least one, for example { apiGroup: \'example\' }'] : []),
    ...(namespaces.length === 0 ? ['Gloo delegation: an empty list of namespaces means the VirtualService\'s own to Gloo: leave it out for all namespaces, or name them'] : []),
    ...[HttpPath.prefix(prefix)].flatMap((path) => [...path.validate(), ...pathFaults(path)]).map((fault) => `Gloo delegation: ${fault}`),
  ];
}
