import { conditionsOf } from './conditions';
import { departures } from './departures';
import { GatewayApiModel } from './model';
import { pitfallsOf } from './pitfalls';
import { GATEWAY_API_SHAPES } from './shapes';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry, EntryKind } from '../engine/entry';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Share, Unrouted } from '../engine/share';
import { Split } from '../engine/split';
import { agreedAnswer, answered, EntryAnswer, undetermined } from '../engine/whole-split';

const GROUP = 'gateway.networking.k8s.io';

/**
 * Reads HTTPRoutes, Gateways and ReferenceGrants (Gateway API 1.6) as the implementation does that the objects or the
 * options tell (`implementations/`), or else as the standard defines them.
 *
 * @internal
 */
export class GatewayApiReader implements RouterReader {
  public readonly router = 'Gateway API';
  public readonly shapes = GATEWAY_API_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return index.all(GROUP, 'HTTPRoute').length > 0;
  }

  public entries(index: ObjectIndex, request?: HttpRequest): Entry[] {
    const { gateways, mesh } = modelOf(index);
    return [
      ...gateways.filter((gateway) => request === undefined || gateway.knows(request)).map(({ entry }) => entry),
      ...(mesh && (request === undefined || mesh.knows(request)) ? [Entry.mesh()] : []),
    ];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return index.all(GROUP, 'HTTPRoute').flatMap((route) => conditionsOf(route, index));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split {
    const model = modelOf(index);
    const split = answer(index, model, request, readiness, from);
    if (!model.isStandard) {
      return split;
    }
    const isInMesh =
      from?.kind === EntryKind.MESH ||
      (from === undefined && model.gateways.every((gateway) => !gateway.knows(request)));
    const ask = (pods: PodReadiness, other = model) => answer(index, other, request, pods, from);
    return departures(index, split, readiness, ask, isInMesh && model.mesh !== undefined);
  }
}

const modelOf = memoizeByObject((index: ObjectIndex) => new GatewayApiModel(index));

/** Who answers a request; where the entry is left open, at the entries that know its host. */
function answer(
  index: ObjectIndex,
  model: GatewayApiModel,
  request: HttpRequest,
  readiness: PodReadiness,
  from?: Entry,
): Split {
  if (model.unreadable) {
    return undetermined(model.unreadable, model.notes);
  }
  const gateways =
    from?.kind === EntryKind.MESH
      ? []
      : model.gateways.filter(({ entry }) => from === undefined || from.includes(entry));
  const atGateways = gateways.flatMap((gateway): (EntryAnswer & { isKnowing: boolean })[] => {
    const isKnowing = gateway.knows(request);
    return gateway.answers(request, readiness).map((split) => ({ entry: gateway.entry, split, isKnowing }));
  });
  const isMeshAsked = from?.kind === EntryKind.MESH || (from === undefined && model.mesh?.knows(request) === true);
  const inMesh = isMeshAsked ? meshAnswer(model, request, readiness, from) : [];
  const all = [...atGateways, ...inMesh];
  const knowing = all.filter(({ isKnowing }) => isKnowing);
  const asked = knowing.length > 0 ? knowing : all;
  if (asked.length === 1) {
    return model.noted(asked[0].split);
  }
  return asked.length === 0 ? nowhere(index, model) : agreedAnswer(asked, differing, model.notes);
}

function meshAnswer(
  { mesh }: GatewayApiModel,
  request: HttpRequest,
  readiness: PodReadiness,
  from?: Entry,
): (EntryAnswer & { isKnowing: boolean })[] {
  const entry = Entry.mesh(from?.clientNamespace);
  const split =
    mesh?.answer(request, readiness, from?.clientNamespace) ??
    undetermined(
      note(
        NoteKind.UNREAD,
        'gateway-api-no-mesh',
        [],
        'no HTTPRoute has a Service as parent, so the routes tell nothing of requests inside the mesh',
      ),
      [],
    );
  return [{ entry, split, isKnowing: true }];
}

/** In a part of a cluster without any Gateway, one may exist elsewhere and answer 404; otherwise nothing listens. */
function nowhere(index: ObjectIndex, { notes }: GatewayApiModel): Split {
  const why = note(
    NoteKind.EXPLAINED,
    'gateway-api-no-gateway',
    [],
    'no Gateway among the objects has a listener with routes for this request',
  );
  const isNone =
    index.isComplete ||
    index.all(GROUP, 'Gateway').length > 0 ||
    index.rejectedObjects.some(({ kind }) => kind === 'Gateway');
  return isNone
    ? new Split([new Share({ fraction: Fraction.ONE, unrouted: Unrouted.NO_LISTENER })], [...notes, why])
    : answered(404, [...notes, why]);
}

function differing(answers: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gateway-api-entries-differ',
    [],
    `the answer depends on where the request comes in: ${answers}`,
    { fix: 'Choose one entry (--from), or attach the routes to one Gateway.' },
  );
}
