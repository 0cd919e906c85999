import { Finding } from './finding';
import { StateCheck } from './state/state-check';
import { ApplyMethod } from './transition/apply-method';
import { Transition } from './transition/transition';
import { Location, Manifest } from '../manifests/manifest-reader';
import { objectsOf, StageSet } from '../manifests/stage-sets';
import { RolloutMoment, TrafficOptions } from '../readers/engine';
import { objectName } from '../readers/engine/kubernetes-object';

/** A finding in a set of stages, and the place in a file where its object is written. */
export interface LocatedFinding {
  readonly set: string;
  readonly finding: Finding;
  /** The place of the first of its objects that a file holds; otherwise the beginning of the stage. */
  readonly location?: Location;
  /** Other stages with the same finding. */
  readonly alsoAt: string[];
}

/**
 * Checks every stage of a set, and every transition between two of them.
 *
 * @param methods who applies the stages; undefined for every way that is known
 * @param reading how the manifests are read
 * @param release the release that is under way while the last stage is applied
 */
export function checkedSet(
  { name, stages }: StageSet,
  methods?: ApplyMethod[],
  reading: TrafficOptions = {},
  release?: RolloutMoment,
): LocatedFinding[] {
  const states = stages.map((stage) => ({ ...stage, objects: objectsOf(stage) }));
  const inStages = states.flatMap(({ name: stage, objects, manifests }) => {
    const { findings } = new StateCheck({ objects, name: stage, ...reading });
    const places = new Places(manifests);
    return findings.map((finding) => places.located(name, finding));
  });
  const between = states.slice(1).flatMap((stage, index) => {
    const before = states[index];
    const transition = new Transition({
      from: before.objects,
      to: stage.objects,
      methods,
      ...reading,
      ...(release !== undefined && index === states.length - 2 ? { release } : {}),
      name: `${before.name} → ${stage.name}`,
    });
    const places = new Places([...stage.manifests, ...before.manifests]);
    return transition.findings.map((finding) => places.located(name, finding));
  });
  return [...gathered(inStages), ...gathered(between)];
}

/** Where the objects of some manifests are written. */
class Places {
  private readonly byName = new Map<string, Location>();
  private readonly first: Location | undefined;

  public constructor(manifests: Manifest[]) {
    for (const { object, location } of manifests) {
      const name = objectName(object);
      this.byName.set(name, this.byName.get(name) ?? location);
    }
    this.first = manifests.at(0)?.location;
  }

  public located(set: string, finding: Finding): LocatedFinding {
    const named = finding.objects.find((object) => this.byName.has(object));
    return { set, finding, location: named === undefined ? this.first : this.byName.get(named), alsoAt: [] };
  }
}

/** Merges findings that several stages share into one. */
function gathered(findings: LocatedFinding[]): LocatedFinding[] {
  const known = new Map<string, LocatedFinding>();
  for (const one of findings) {
    const { rule, severity, code, field, message, objects, request, entry } = one.finding;
    // A note is known by its code and field; a pitfall only by what it says of its objects.
    const what = code === undefined ? message : [code, field];
    const key = JSON.stringify([rule, severity, what, objects, String(request), entry]);
    const first = known.get(key);
    known.set(key, first ? { ...first, alsoAt: [...first.alsoAt, one.finding.stage!] } : one);
  }
  return [...known.values()];
}
