import { answerOf } from './answer';
import { conditionsOf } from './conditions';
import { Controller, controllersOf, isForIngressNginx } from './configuration/controllers';
import { configurationsOf } from './configuration/orders';
import { watchedIngresses } from './configuration/watched-ingresses';
import { hostOf } from './nginx/hosts';
import { pitfallsOf } from './pitfalls';
import { INGRESS_SHAPES } from './shapes';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Split } from '../engine/split';
import { agreedAnswer } from '../engine/whole-split';

/**
 * Reads Ingresses as ingress-nginx does in its last releases (v1.15.1, v1.14.5, v1.13.9, nginx 1.27): classes, hosts,
 * paths, canaries with their leaks and their order, annotations that drop an Ingress or deny its paths, redirects,
 * empty backends.
 *
 * @internal
 */
export class IngressNginxReader implements RouterReader {
  public readonly router = 'ingress-nginx';
  public readonly shapes = INGRESS_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return isForIngressNginx(index);
  }

  /** One for each controller; controllers are told apart by the names of their classes. */
  public entries(index: ObjectIndex, request?: HttpRequest): Entry[] {
    const controllers = controllersOf(index);
    const asked =
      request === undefined ? controllers : controllers.filter((controller) => knowsHost(index, controller, request));
    return asked.map((controller) => entryOf(controller, controllers));
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return controllersOf(index)
      .flatMap((controller) => watchedIngresses(index, controller).ingresses)
      .flatMap(conditionsOf);
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split {
    const controllers = controllersOf(index);
    const entered = controllers.filter(
      (controller) => from === undefined || from.includes(entryOf(controller, controllers)),
    );
    const knowing = entered.filter((controller) => entered.length === 1 || knowsHost(index, controller, request));
    const answers = (knowing.length > 0 ? knowing : entered).map((controller) => {
      return { entry: entryOf(controller, controllers), split: splitAt(controller, index, request, readiness) };
    });
    return agreedAnswer(
      answers,
      (ways) =>
        note(
          NoteKind.AMBIGUOUS,
          'ingress-nginx-controllers-differ',
          entered.map(({ id }) => `controller ${id}`),
          `the answer depends on the controller that the client talks to: ${ways}`,
          {
            fix: 'Ask one controller: --from CLASS.',
            source: 'https://kubernetes.github.io/ingress-nginx/user-guide/multiple-ingress/',
          },
        ),
      [],
    );
  }
}

/** Whether a main Ingress of a controller has the host of a request. */
function knowsHost(index: ObjectIndex, controller: Controller, request: HttpRequest): boolean {
  return (
    !hostOf(configurationsOf(index, controller).first, request).isCatchAll ||
    configurationsOf(index, controller)
      .first.servers.get('_')!
      .locations.some(({ isDefault }) => !isDefault)
  );
}

function entryOf({ classes }: Controller, controllers: Controller[]): Entry {
  return controllers.length === 1 ? Entry.gateway() : Entry._gateways([...classes].sort());
}

function splitAt(controller: Controller, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const { first, others, untimed } = configurationsOf(index, controller);
  const split = answerOf(first, index, request, readiness);
  const isOrderDecisive = others.some((other) => !answerOf(other, index, request, readiness).isSameTraffic(split));
  return isOrderDecisive
    ? new Split(split.shares, [...split.notes, ageNote(untimed)])
    : split;
}

function ageNote(untimed: KubernetesObject[]): Note {
  return note(
    NoteKind.ASSUMED,
    'ingress-nginx-age-unknown',
    untimed,
    'the answer depends on which Ingress is older, and not all of them have a creationTimestamp: they are'
      + ' assumed to be created in the order of the input',
  );
}
