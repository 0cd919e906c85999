import { Construct } from 'constructs';
import { claimRoutes } from './collisions';
import { pathFaults } from './faults';
import { VirtualServiceSpec } from '../../../imports/gateway.solo.io';
import { HttpPath } from '../../application';
import { labelFaults, labelNameFault, objectNameFault } from '../../application/kubernetes-names';
import { isText, listFault, mapFault } from '../../faults/list-fault';
import { repeated, shown } from '../../faults/shown';
import { unknownKeyFaults } from '../../faults/unknown-keys';
import { AppRegistry } from '../registry/app-registry';
import { addObjects } from '../stage-objects';

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
    const { labels, name = 'app', namespace = 'gloo-system', domains = ['*'], prefix = '/', namespaces = ['*'] } = props ?? {};
    const owner = `VirtualService ${namespace}/${name}`;
    const writer = `GlooDelegation ${this.node.path}`;
    const unknown = unknownKeyFaults('GlooDelegationProps', props).map((fault) => `Gloo delegation: ${fault}`);
    const faults = [...unknown, ...delegationFaults({ labels, name, namespace, domains, prefix, namespaces })];
    if (faults.length > 0) {
      this.node.addValidation({ validate: () => faults });
      return;
    }
    const registry = AppRegistry.of(this);
    this.node.addValidation({ validate: () => [...registry.collisions(owner), ...registry.collisions(writer)] });
    claimRoutes(this, { owner, namespace, domains, paths: [], acceptPrefixOverlap: false, delegates: { labels, namespaces, prefix } });
    const spec: VirtualServiceSpec = {
      virtualHost: { domains, routes: [{ matchers: [{ prefix }], delegateAction: { selector: { labels, namespaces } } }] },
    };
    addObjects(this, writer, [{ apiVersion: 'gateway.solo.io/v1', kind: 'VirtualService', metadata: { name, namespace }, spec }]);
  }
}

function delegationFaults({ labels, name, namespace, domains = [], prefix, namespaces = [] }: GlooDelegationProps): string[] {
  const odd = [
    mapFault(labels, 'the labels must map keys to texts', isText, '{ apiGroup: \'example\' }'),
    listFault(domains, 'the domains must be a list of host names', isText, '[\'app.example\']'),
    listFault(namespaces, 'the namespaces must be a list of names', isText, '[\'echo\']'),
  ].filter((fault) => fault !== undefined);
  const faults = odd.length > 0 ? odd : [
    objectNameFault(name),
    labelNameFault(namespace),
    ...namespaces.filter((one) => one !== '*').map(labelNameFault),
    ...labelFaults(labels),
    Object.keys(labels).length === 0 ? 'without labels every RouteTable of the namespaces would join: give at least one, for example { apiGroup: \'example\' }' : undefined,
    namespaces.length === 0 ? 'an empty list of namespaces means the VirtualService\'s own to Gloo: leave it out for all namespaces, or name them' : undefined,
    domains.length === 0 ? 'an empty list of domains means every host to Gloo: leave it out for every host, or name them' : undefined,
    ...domains.map(domainFault),
    ...repeated(domains).map((domain) => `the domain ${shown(domain)} is listed twice, and Gloo rejects that: list it once`),
    ...[HttpPath.prefix(prefix!)].flatMap((path) => [...path.validate(), ...pathFaults(path)]),
  ];
  return faults.filter((fault) => fault !== undefined).map((fault) => `Gloo delegation: ${fault}`);
}

/** Envoy's domains: a host, with a port where clients send one, or a wildcard at one end. */
function domainFault(domain: string): string | undefined {
  return /^(\*|\*?[-.]?[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?|[a-z0-9][-.a-z0-9]*\*)$/.test(domain)
    ? undefined
    : `the domain ${shown(domain)} is none: write a lower-case host name, '*.example' for all below it, or '*' for every host`;
}
