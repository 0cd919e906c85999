import { bySpecificity, hostnamesOf, takesHost } from './hostnames';
import { Listener, ProtocolGroup } from './listener';
import { RouteRules, RuleGroup } from './rule-group';
import { VirtualHost } from './virtual-host';
import { Note, note, NoteKind } from '../../engine/note';
import { Split } from '../../engine/split';
import { answered, undetermined } from '../../engine/whole-split';
import { Implementation } from '../implementations/implementation';
import { answerOf, Question } from '../routing/answers';
import { RuleOutcomes } from '../routing/rule-outcomes';

/** A listener with the routes that it takes. @internal */
export interface AttachedListener {
  readonly listener: Listener;
  readonly routes: readonly RouteRules[];
}

/** The hosts that one listener, or all of a port, know. */
interface HostTable {
  readonly hostname: string;
  readonly hosts: ReadonlyMap<string, VirtualHost>;
}

/** What a Gateway answers at one port. @internal */
export class PortView {
  private readonly tables: HostTable[];
  private readonly isMerged: boolean;
  private readonly fault: Note | undefined;

  public constructor(
    listeners: readonly AttachedListener[],
    group: ProtocolGroup,
    private readonly implementation: Implementation,
    private readonly outcomes: RuleOutcomes,
    proxyNamespace: string | undefined,
  ) {
    this.isMerged = implementation.mergesListeners && group === 'HTTP';
    const siblings = listeners.map(({ listener }) => listener);
    const entries = listeners.map(({ listener, routes }) => ({
      listener,
      hosts: hostsOf({ listener, routes }, siblings, implementation, proxyNamespace),
    }));
    this.tables = this.isMerged
      ? [
        tableOf(
          '',
          entries.flatMap(({ hosts }) => hosts),
          implementation,
        ),
      ]
      : entries
        .map(({ listener, hosts }) => tableOf(listener.hostname ?? '', hosts, implementation))
        .sort((one, other) => bySpecificity(one.hostname, other.hostname));
    this.fault = implementation.configurationFault(
      this.tables.flatMap(({ hosts }) => [...hosts.values()].map(({ matches }) => matches)),
    );
  }

  /** Whether some route is about a host. */
  public knows(host: string): boolean {
    return this.tables.some((table) => takesHost(table.hostname, host) && hostsFor(host, table).length > 0);
  }

  /** Why its proxies do not have its configuration. */
  public get configurationFault(): Note | undefined {
    return this.fault;
  }

  public answer(question: Question): Split {
    const { host } = question.view;
    const hearing = this.tables.filter(({ hostname }) => takesHost(hostname, host));
    const [own = [], ...others] = hearing.map((table) => hostsFor(host, table));
    const [first, ...wider] = own;
    const answer = first && answerOf(first, question, this.outcomes);
    if (answer) {
      return answer;
    }
    // The standard leaves open whether hosts and listeners that are less specific take what is left.
    const isClosed = this.isMerged || this.implementation.mergesListeners;
    const next = isClosed
      ? undefined
      : [...wider, ...others.flat()].find((one) => answerOf(one, question, this.outcomes) !== undefined);
    return next ? undetermined(openHost(next, question), []) : answered(404, [noRoute(question, first !== undefined)]);
  }
}

/** A group of the routes that count for a hostname. */
interface HostGroup {
  readonly hostname: string;
  readonly group: RuleGroup;
}

/** Hostnames with the routes for them, as one listener has them: a group for each hostname that routes write. */
function hostsOf(
  { listener, routes }: AttachedListener,
  all: readonly Listener[],
  implementation: Implementation,
  proxyNamespace: string | undefined,
): HostGroup[] {
  const siblings = all.filter((other) => other !== listener);
  const byWritten = new Map<string, Set<RouteRules>>();
  for (const own of routes) {
    const hostnames: string[] = own.route.spec?.hostnames ?? [];
    for (const key of hostnames.length > 0 ? hostnames : ['']) {
      byWritten.set(key, (byWritten.get(key) ?? new Set()).add(own));
    }
  }
  return [...byWritten].flatMap(([key, own]) =>
    implementation
      .hostnames(listener, siblings, key === '' ? [] : [key])
      .map((hostname): HostGroup => ({ hostname, group: { key, routes: [...own], proxyNamespace } })),
  );
}

function tableOf(hostname: string, entries: readonly HostGroup[], implementation: Implementation): HostTable {
  const byHost = new Map<string, RuleGroup[]>();
  for (const { hostname: host, group } of entries) {
    const known = byHost.get(host);
    if (known) {
      known.push(group);
    } else {
      byHost.set(host, [group]);
    }
  }
  return {
    hostname,
    hosts: new Map([...byHost].map(([host, groups]) => [host, new VirtualHost(host, groups, implementation)])),
  };
}

/** The virtual hosts that take a host: the exact one, those with a wildcard, the one of every host. */
function hostsFor(host: string, { hosts }: HostTable): VirtualHost[] {
  const found: VirtualHost[] = [];
  for (const hostname of hostnamesOf(host)) {
    const known = hosts.get(hostname);
    if (known) {
      found.push(known);
    }
  }
  return found;
}

function noRoute({ request }: Question, isHostKnown: boolean): Note {
  return isHostKnown
    ? note(
      NoteKind.EXPLAINED,
      'gateway-api-no-rule',
      [],
      `no rule for ${request.host} takes the request, so the Gateway answers with 404`,
    )
    : note(
      NoteKind.EXPLAINED,
      'gateway-api-no-route',
      [],
      `no HTTPRoute is about ${request.host}, so the Gateway answers with 404`,
    );
}

function openHost({ hostname, matches }: VirtualHost, { request }: Question): Note {
  const routes = [...new Set(matches.map(({ route }) => route))];
  return note(
    NoteKind.AMBIGUOUS,
    'gateway-api-wider-host',
    routes,
    `no route of the most specific hostname for ${request.host} takes the request, ` +
      `and whether those of ${hostname || 'every host'} do is left to implementations`,
    {
      fix: 'Name the implementation (--implementation), or add a rule for the remaining paths to the more specific hostname.',
      source: 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api',
    },
  );
}
