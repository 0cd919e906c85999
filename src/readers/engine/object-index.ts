import { groupOf, idOf, joined, KubernetesObject } from './kubernetes-object';
import { Note, note, NoteKind } from './note';
import { TrafficOptions } from './read-options';
import { fields, list, map, misfit, Shape, withoutNulls } from './shape';
import { isKnownKind, Refusal, refusalOf, sentenceOf, SourcedRefusal } from './validation';
import { memoizeByObject } from '../../caching/memoize-by-object';

/** Shapes of whole objects, by `group/Kind`. @internal */
export type Shapes = { readonly [groupAndKind: string]: Shape };

const OWNERS = list(fields({ kind: 'string', name: 'string' }));
const METADATA = fields({
  name: 'string',
  namespace: 'string',
  labels: map('string'),
  annotations: map('string'),
  creationTimestamp: 'string',
  ownerReferences: OWNERS,
});

/**
 * Kubernetes objects by group, kind, namespace and name, as the API server would hold them: fields of null are
 * gone, so are objects that it would reject, and of two with one name the last is left. Manifests that leave the
 * namespace to `kubectl -n` are found in any namespace, unless another object says that it is really there.
 *
 * @internal
 */
export class ObjectIndex {
  /** All objects; those of a `List` one by one. */
  public readonly objects: KubernetesObject[] = [];

  /** The `namespace/name` of every object, or its name alone. */
  public readonly ids = new Set<string>();

  /** Why some are left out. */
  public readonly notes: Note[] = [];

  /** Those that the API server would reject. */
  public readonly rejectedObjects: KubernetesObject[] = [];

  /** Of these, the ones of kinds whose rules are known, by kind. */
  private readonly refused = new Map<string, KubernetesObject[]>();

  private readonly rejected = new Set<string>();

  private readonly byKind = new Map<string, KubernetesObject[]>();
  private readonly byName = new Map<string, KubernetesObject[]>();

  /** Whether the objects are the whole cluster: what they do not contain does not exist then. */
  public readonly isComplete: boolean;

  /** How the objects are read. */
  public readonly options: TrafficOptions;

  /**
   * @param documents objects, lists of them, or anything else, which is passed over
   * @param shapes what readers understand
   * @param options how they are read
   * @param isGiven whether the objects are those of the user, which the rules of the API server hold for; what
   * controllers and checks make of them is taken as it is
   */
  constructor(documents: any, shapes: Shapes, options: TrafficOptions = {}, isGiven = false) {
    this.options = options;
    this.isComplete = options.complete === true;
    const counts = new Map<string, { object: KubernetesObject; count: number; keys: Keys }>();
    for (const object of flattened(withoutNulls(documents))) {
      const keys = keysOf(object);
      const fault = faultOf(object, shapes[keys.kind] ?? 'any', isGiven);
      if (fault) {
        const { field, fix, source } = fault;
        this.notes.push(
          note(
            NoteKind.REJECTED,
            'object-rejected',
            [object],
            `the API server rejects ${object.kind} ${keys.id}: ${sentenceOf(fault)}`,
            { field, fix, source },
          ),
        );
        this.rejected.add(keys.whole);
        this.rejectedObjects.push(object);
        if (isKnownKind(object.apiVersion, object.kind)) {
          put(this.refused, keys.kind, object);
        }
      } else {
        counts.set(keys.whole, { object, count: (counts.get(keys.whole)?.count ?? 0) + 1, keys });
      }
    }
    for (const { object, count, keys } of counts.values()) {
      this.objects.push(object);
      this.ids.add(keys.id);
      put(this.byKind, keys.kind, object);
      put(this.byName, keys.name, object);
      if (count > 1) {
        this.notes.push(
          note(
            NoteKind.AMBIGUOUS,
            'object-repeated',
            [object],
            `${object.kind} ${keys.id} is among the objects ${count} times; the last one counts, `
              + 'as if all were applied in order',
            { fix: 'Keep one of them, or read one stage at a time.' },
          ),
        );
      }
    }
  }

  /** The objects of a kind, whatever their API version. @param group such as `apps`, empty for the core group */
  public all(group: string, kind: string): KubernetesObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /**
   * The same objects, with refused ones: they tell for which router the input is meant.
   *
   * @internal
   */
  public get withRefused(): ObjectIndex {
    const all = (group: string, kind: string) => [
      ...this.all(group, kind),
      ...(this.refused.get(`${group}/${kind}`) ?? []),
    ];
    return Object.assign(Object.create(this), { all });
  }

  /**
   * Whether an object is given that the API server would reject: it is known not to be there.
   *
   * @param namespace undefined when it is not known
   */
  public isRejected(group: string, kind: string, namespace: string | undefined, name: string): boolean {
    return (
      this.rejected.has(`${group}/${kind} ${joined(namespace, name)}`) || this.rejected.has(`${group}/${kind} ${name}`)
    );
  }

  /**
   * One object, if it is there.
   *
   * @param namespace undefined when it is not known, empty when a reference leaves it out
   */
  public find(
    group: string,
    kind: string,
    namespace: string | undefined,
    name: string | undefined,
  ): KubernetesObject | undefined {
    const named = this.byName.get(`${group}/${kind}/${name}`) ?? [];
    return (
      named.find((object) => object.metadata?.namespace === namespace) ??
      named.find((object) => mayBeIn(object, namespace))
    );
  }
}

/** Under what an object is found. */
interface Keys {
  /** `group/Kind`. */
  readonly kind: string;
  /** `group/Kind/name`. */
  readonly name: string;
  /** `namespace/name`, or the name alone. */
  readonly id: string;
  /** All of it. */
  readonly whole: string;
}

/**
 * What is known of objects already: the same ones are often looked at again, in another state. They do not change when
 * they are clean.
 */
const keysOf = memoizeByObject((object: KubernetesObject): Keys => {
  const kind = `${groupOf(object)}/${object.kind}`;
  const id = idOf(object);
  return { kind, id, name: `${kind}/${String(object.metadata?.name)}`, whole: `${kind} ${id}` };
});

/** Why the API server refuses an object. */
type Fault = Refusal & Partial<SourcedRefusal>;

/** What readers do not understand of an object, by its shape. Safe to keep: objects of an index do not change. */
const misfits = memoizeByObject((_: KubernetesObject) => new Map<Shape, Fault | false>());

/** What the API server refuses of an object. Safe to keep: objects of an index do not change. */
const refusals = memoizeByObject((object: KubernetesObject): SourcedRefusal | false => refusalOf(object) ?? false);

function faultOf(object: KubernetesObject, shape: Shape, isGiven: boolean): Fault | undefined {
  const known = misfits(object);
  if (!known.has(shape)) {
    known.set(shape, misfit(object.metadata, METADATA, 'metadata') ?? misfit(object, shape, '') ?? false);
  }
  return known.get(shape) || (isGiven && refusals(object)) || undefined;
}

/**
 * Whether an object is in a namespace, or might be, since one of both is not known. Nothing is in the empty namespace.
 *
 * @internal
 */
export function mayBeIn(object: KubernetesObject, namespace: string | undefined): boolean {
  const own = object.metadata?.namespace;
  return namespace !== '' && (own === undefined || namespace === undefined || own === namespace);
}

function put(index: Map<string, KubernetesObject[]>, key: string, object: KubernetesObject): void {
  const objects = index.get(key);
  if (objects) {
    objects.push(object);
  } else {
    index.set(key, [object]);
  }
}

/** Lists of lists and `List` objects one by one. @param seen lists that are there already, under another alias */
function flattened(document: any, seen = new Set<any>()): KubernetesObject[] {
  if (Array.isArray(document)) {
    const isNew = !seen.has(document);
    seen.add(document);
    return isNew ? document.flatMap((one) => flattened(one, seen)) : [];
  }
  if (
    typeof document !== 'object' ||
    document === null ||
    typeof document.apiVersion !== 'string' ||
    typeof document.kind !== 'string'
  ) {
    return [];
  }
  return document.kind === 'List' && Array.isArray(document.items) ? flattened(document.items, seen) : [document];
}
