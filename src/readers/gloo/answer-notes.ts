import { Listener } from './gateways/listeners';
import { VirtualHost } from './gateways/virtual-host';
import { HttpRequest } from '../../http';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';

/** No Gateway is for the scheme. @internal */
export function noListener({ scheme }: HttpRequest, isKnown: boolean): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-no-gateway',
    [],
    `no Gateway listens for ${scheme}${isKnown ? ', so the connection is refused' : ''}`,
    {
      fix: scheme === 'https' ? 'Add a Gateway with ssl: true.' : 'Add a Gateway with an httpGateway.',
      source: 'projects/gateway/pkg/translator/http_translator.go of solo-io/gloo',
    },
  );
}

/** No domain is for the host. @internal */
export function noVirtualService({ name }: Listener, host: string): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-no-virtual-service',
    [name],
    `no VirtualService of ${name} has a domain for ${host}, so the proxy answers with 404`,
    { field: host, source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/' },
  );
}

/** Routes of equal path in tables of equal weight. @internal */
export function openOrder({ service }: VirtualHost, ways: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-equal-weight-order',
    [service],
    `${ways} may come first: these routes have the same path and their tables the same weight, and Gloo does not `
      + 'sort by headers',
    {
      field: ways,
      fix: 'Give the tables different weights, or write the routes of one path into one table.',
      source: 'projects/gloo/pkg/utils/sort_routes.go of solo-io/gloo',
    },
  );
}

/** A condition on what Envoy adds to the request. @internal */
export function openCondition({ service }: VirtualHost, ways: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-condition-open',
    [service],
    `${ways} may take the request: a header that Envoy adds, or the client's address, decides`,
    {
      field: ways,
      fix: 'Leave out conditions on headers that Envoy sets.',
      source: 'source/common/http/conn_manager_utility.cc of envoyproxy/envoy',
    },
  );
}

/** Listeners of one entry that do not agree. @internal */
export function differentListeners(answers: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-listeners-differ',
    [],
    `the answer depends on the port, or on the client's address: ${answers}`,
    {
      field: answers,
      fix: 'Ask one Gateway by its name, or let all of them serve the same VirtualServices.',
      source: 'projects/gateway/pkg/translator/hybrid_translator.go of solo-io/gloo',
    },
  );
}

/** Entries that do not agree. @internal */
export function differentGateways(answers: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-gateways-differ',
    [],
    `the answer depends on the proxy that a request comes in at: ${answers}`,
    {
      field: answers,
      fix: 'Ask one Gateway by its name, or let all of them serve the same VirtualServices.',
      source: 'projects/gateway/pkg/utils/gateway_filtering.go of solo-io/gloo',
    },
  );
}

/** A Gateway that Gloo does not read. @internal */
export function passedOverGateway(gateway: KubernetesObject): Note {
  return note(
    NoteKind.IGNORED,
    'gloo-gateway-namespace',
    [gateway],
    `Gloo reads Gateways of its own namespace only, and Gateway ${idOf(gateway)} is in another one`,
    {
      fix: 'Move it to gloo-system, or set gateway.readGatewaysFromAllNamespaces in Settings.',
      source: 'projects/gateway/pkg/translator/predicate.go of solo-io/gloo',
    },
  );
}

/** A question about a client in a mesh. @internal */
export function meshEntry(): Note {
  return note(
    NoteKind.UNREAD,
    'gloo-no-mesh',
    [],
    'Gloo routes what comes in at its proxies; a request inside the cluster does not pass them',
    { fix: 'Ask a gateway.', source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/' },
  );
}
