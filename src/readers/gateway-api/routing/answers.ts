import { RuleOutcomes } from './rule-outcomes';
import { HttpRequest } from '../../../http';
import { idOf } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { PodReadiness } from '../../engine/pod-readiness';
import { Split } from '../../engine/split';
import { undetermined } from '../../engine/whole-split';
import { HostChoice, VirtualHost } from '../gateways/virtual-host';
import { RequestView } from '../requests/request-view';

const SOURCE = 'apis/v1/httproute_types.go of kubernetes-sigs/gateway-api';

/** A request with all that is needed to answer it. @internal */
export interface Question {
  readonly request: HttpRequest;
  readonly view: RequestView;
  readonly readiness: PodReadiness;
}

/** What the routes of one hostname do with a request; undefined where none takes it. @internal */
export function answerOf(
  host: VirtualHost,
  { request, view, readiness }: Question,
  outcomes: RuleOutcomes,
): Split | undefined {
  const choice = host.choose(view);
  if (choice.possible.length === 0) {
    return undefined;
  }
  const [first, ...others] = choice.possible.map((match) => outcomes.of(match, request, readiness));
  return choice.isTaken && others.every((other) => other.isSameTraffic(first))
    ? first
    : undetermined(openReason(choice), []);
}

function openReason({ possible, hasUnknown, hasOpenPlace, openOrder }: HostChoice): Note {
  const routes = [...new Set(possible.map(({ route }) => route))];
  const names = routes.map(idOf).join(', ');
  if (hasUnknown) {
    return note(
      NoteKind.AMBIGUOUS,
      'gateway-api-match-open',
      routes,
      `whether HTTPRoute ${names} takes the request depends on how expressions, paths or headers are read`,
      {
        fix: 'Name the implementation (--implementation), anchor expressions (^(?:…)$), and match no header that proxies set.',
        source: SOURCE,
      },
    );
  }
  if (hasOpenPlace) {
    return note(
      NoteKind.AMBIGUOUS,
      'gateway-api-expression-place',
      routes,
      'several rules match the request, and the precedence of a RegularExpression path is left to implementations',
      {
        fix: 'Name the implementation (--implementation), or write the paths so that only one rule takes a request.',
        source: SOURCE,
      },
    );
  }
  if (openOrder) {
    return note(
      NoteKind.AMBIGUOUS,
      'gateway-api-group-age-unknown',
      routes,
      `several HTTPRoutes with different hostnames match the request (${names}): the hostname with the oldest ` +
        'HTTPRoute comes first, whatever the rules, and not all of them have a creationTimestamp',
      {
        fix: 'Write the same hostnames in them, or write the rules into one HTTPRoute.',
        source: openOrder.source,
      },
    );
  }
  return note(
    NoteKind.AMBIGUOUS,
    'gateway-api-age-unknown',
    routes,
    `several HTTPRoutes match the request with the same precedence (${names}): the oldest one wins, and not all of ` +
      'them have a creationTimestamp',
    { fix: 'Write the rules into one HTTPRoute, or give them different paths, hostnames or headers.', source: SOURCE },
  );
}
