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

/** The properties of a delegation: which paths of which hosts go to which RouteTables. */
export interface GlooDelegationProps {
  /** The labels that select RouteTables, such as `{ apiGroup: 'example' }`; at least one. */
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
   * The prefix of all delegated paths. Gloo drops routes of a RouteTable that do not begin with it, with only a
   * warning.
   *
   * @default '/'
   */
  readonly prefix?: string;

  /**
   * The namespaces of the RouteTables; `*` means all namespaces that Gloo watches.
   *
   * @default - all namespaces
   */
  readonly namespaces?: string[];
}

/**
 * A VirtualService that owns the domains and delegates routes to the RouteTables with certain labels. The platform team
 * applies it once; rollouts never change it.
 */
export class GlooDelegation extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props labels, domains and prefix
   */
  public constructor(scope: Construct, id: string, props: GlooDelegationProps) {
    super(scope, id);
    const {
      labels,
      name = 'app',
      namespace = 'gloo-system',
      domains = ['*'],
      prefix = '/',
      namespaces = ['*'],
    } = props ?? {};
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
    claimRoutes(this, {
      owner,
      namespace,
      domains,
      paths: [],
      acceptPrefixOverlap: false,
      delegates: { labels, namespaces, prefix },
    });
    const spec: VirtualServiceSpec = {
      virtualHost: {
        domains,
        routes: [{ matchers: [{ prefix }], delegateAction: { selector: { labels, namespaces } } }],
      },
    };
    addObjects(this, writer, [
      { apiVersion: 'gateway.solo.io/v1', kind: 'VirtualService', metadata: { name, namespace }, spec },
    ]);
  }
}

function delegationFaults({
  labels,
  name,
  namespace,
  domains = [],
  prefix,
  namespaces = [],
}: GlooDelegationProps): string[] {
  const shapeFaults = [
    mapFault(labels, 'the labels must map keys to texts', isText, "{ apiGroup: 'example' }"),
    listFault(domains, 'the domains must be a list of host names', isText, "['app.example']"),
    listFault(namespaces, 'the namespaces must be a list of names', isText, "['echo']"),
  ].filter((fault) => fault !== undefined);
  const faults =
    shapeFaults.length > 0
      ? shapeFaults
      : [
        prefixed('the name', objectNameFault(name)),
        prefixed('the namespace', labelNameFault(namespace)),
        ...namespaces.filter((one) => one !== '*').map((one) => prefixed('one of the namespaces', labelNameFault(one))),
        ...labelFaults(labels).map((fault) => `the label ${fault}`),
        Object.keys(labels).length === 0
          ? 'without labels the delegation selects every RouteTable of the namespaces: ' +
              "give at least one, for example { apiGroup: 'example' }"
          : undefined,
        namespaces.length === 0
          ? "Gloo reads an empty list of namespaces as the VirtualService's own namespace: " +
              'omit namespaces for all of them, or list those with the RouteTables'
          : undefined,
        domains.length === 0
          ? 'Gloo reads an empty list of domains as every host: omit domains for every host, or list the hosts'
          : undefined,
        ...domains.map(domainFault),
        ...repeated(domains).map(
          (domain) => `the domain ${shown(domain)} is listed twice, which Gloo rejects: list it once`,
        ),
        ...[HttpPath.prefix(prefix!)].flatMap((path) => [...path.validate(), ...pathFaults(path)]),
      ];
  return faults.filter((fault) => fault !== undefined).map((fault) => `Gloo delegation: ${fault}`);
}

function prefixed(what: string, fault: string | undefined): string | undefined {
  return fault && `${what} ${fault}`;
}

/** The domains of Envoy: a host, optionally with a port, or a wildcard at one end. */
function domainFault(domain: string): string | undefined {
  return /^(\*|\*?[-.]?[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?|[a-z0-9][-.a-z0-9]*\*)$/.test(domain)
    ? undefined
    : `the domain ${shown(domain)} is no domain that Envoy accepts: ` +
        "write a lower-case host name, '*.example' for all hosts below it, or '*' for every host";
}
