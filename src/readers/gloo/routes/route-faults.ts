import { FlatRoute, routeField, routeName } from './flat-route';
import { actionKind, pathKind } from './matchers';
import { idOf, KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteDetails, NoteKind } from '../../engine/note';
import { Expression } from '../../envoy';

const CONVERTER = 'projects/gateway/pkg/translator/converter.go of solo-io/gloo';
const VIRTUAL_SERVICES = 'projects/gateway/pkg/translator/virtual_service_translator.go of solo-io/gloo';

/**
 * The errors by which Gloo's gateway translator holds a whole VirtualService back
 * (stripInvalidListenersAndVirtualHosts in projects/gateway/pkg/reconciler/proxy_reconciler.go of solo-io/gloo).
 *
 * @internal
 */
export class RouteFaults {
  public readonly heldBack: Note[] = [];

  public constructor(private readonly service: KubernetesObject) {}

  /** Notes what is wrong with a route. @returns whether the route reaches Envoy at all */
  public accepts({ route, matchers, holder, position }: FlatRoute): boolean {
    if (actionKind(route) === undefined) {
      this.note('gloo-route-without-action', [holder], `${routeName(holder, position)} has no action`, {
        field: routeField(holder, position),
        fix: 'Add a routeAction, a redirectAction, a directResponseAction or a delegateAction.',
        source: CONVERTER,
      });
      return false;
    }
    const { regexRewrite, hostRewritePathRegex } = route.options ?? {};
    const paths = matchers.filter((matcher) => pathKind(matcher) === 'regex').map(({ regex }) => regex);
    const expressions = [...paths, regexRewrite?.pattern?.regex, hostRewritePathRegex?.pattern?.regex];
    for (const expression of expressions.filter(
      (one) => typeof one === 'string' && !Expression.of(one).isValid,
    )) {
      this.note(
        'gloo-expression-invalid',
        [holder],
        `${routeName(holder, position)}: '${expression}' is no RE2 expression`,
        {
          field: routeField(holder, position),
          fix: 'Correct the expression: RE2 has no lookaheads and no backreferences.',
          source: VIRTUAL_SERVICES,
        },
      );
    }
    return true;
  }

  /** A table that leads to itself. */
  public cycle(table: KubernetesObject): void {
    this.note(
      'gloo-delegation-cycle',
      [table],
      `RouteTable ${idOf(table)} delegates to itself, directly or through others`,
      { fix: 'Take one of the delegations out.', source: CONVERTER },
    );
  }

  public severalMatchers(holder: KubernetesObject, position: number): void {
    this.note('gloo-delegation-matchers', [holder], `${routeName(holder, position)} delegates by several matchers`, {
      field: routeField(holder, position),
      fix: 'Write one route with a delegateAction for each matcher.',
      source: CONVERTER,
    });
  }

  public noPrefix(holder: KubernetesObject, position: number): void {
    this.note(
      'gloo-delegation-prefix',
      [holder],
      `${routeName(holder, position)} delegates by a matcher that has no prefix`,
      {
        field: routeField(holder, position),
        fix: 'Write prefix instead of exact or regex; the routes of the RouteTable can match the rest of the path.',
        source: CONVERTER,
      },
    );
  }

  private note(code: string, objects: KubernetesObject[], fault: string, details: NoteDetails): void {
    const about = objects.includes(this.service) ? objects : [...objects, this.service];
    this.heldBack.push(note(NoteKind.REJECTED, code, about, `${fault}: ${heldBack(this.service)}`, details));
  }
}

/** What an error of a VirtualService comes to. @internal */
export function heldBack(service: KubernetesObject): string {
  return (
    `Gloo holds ${objectName(service)} back. On a first apply its hosts have no routes; a proxy that runs ` +
    'already keeps the last ' +
    'valid version of it'
  );
}
