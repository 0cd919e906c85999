import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Claim, ClaimKind } from './claim';
import { NoticeBoard } from './notice-board';
import { OBJECTS, objectIdentity, repeatedObjects } from './object-claims';
import { PlainManifests } from './plain-manifests';
import { memoizeByObject } from '../../caching/memoize-by-object';

/**
 * What the constructs of one cdk8s app write, and where. Constructs make claims while they are constructed; collisions are
 * decided here, for all claims at once, when the app is validated.
 *
 * @internal
 */
export class AppRegistry {
  /** The registry of the app that a construct belongs to. */
  public static of(construct: IConstruct): AppRegistry {
    return registryOf(construct.node.root);
  }

  /** Manifests that are known to be printable as they are. */
  public readonly plainManifests = new PlainManifests();

  /** What users have to know although it is no fault. */
  public readonly notices: NoticeBoard;

  private readonly claims = new Map<ClaimKind<any>, Map<unknown, Claim>>();
  private readonly faults = new Map<ClaimKind<any>, Map<unknown, string[]>>();
  /** The construct that writes into a chart; undefined where there are several, and the chart is checked. */
  private readonly writers = new WeakMap<Chart, IConstruct | undefined>();
  private readonly inputs = new WeakMap<object, string[]>();

  public constructor(private readonly app: IConstruct) {
    this.notices = new NoticeBoard(app as App);
    // The root is validated before everything else: with it a new pass begins.
    app.node.addValidation({ validate: () => this.beginPass() });
  }

  /**
   * Makes a claim.
   *
   * @param key what tells it from other claims of its kind; the same claim of another stage is the same
   */
  public claim<T extends Claim>(kind: ClaimKind<T>, key: unknown, claim: T): void {
    const known = this.claims.get(kind) ?? new Map<unknown, Claim>();
    this.claims.set(kind, known);
    if (!known.has(key)) {
      this.faults.delete(kind);
    }
    known.set(key, claim);
  }

  /** All claims of a kind, in the order in which they were made. */
  public claimsOf<T extends Claim>(kind: ClaimKind<T>): T[] {
    return [...this.claims.get(kind)?.values() ?? []] as T[];
  }

  /** The collisions that an owner reports, one sentence each. */
  public collisions(owner: unknown): string[] {
    return [...this.claims.keys()].flatMap((kind) => this.faultsOf(kind).get(owner) ?? []);
  }

  /** Claims an object, and has a chart checked into which several constructs write. */
  public addObject(object: ApiObject, owner: string): void {
    const identity = objectIdentity(object);
    this.claim(OBJECTS, `${owner} ${identity}`, { owner, identity });
  }

  /**
   * Notes that a construct has written objects. One construct cannot hold an object twice, since cdk8s refuses its second
   * child of one name; a chart of several constructs can.
   */
  public addWriter(writer: IConstruct): void {
    const chart = Chart.of(writer);
    if (!this.writers.has(chart)) {
      this.writers.set(chart, writer);
    } else if (this.writers.get(chart) !== undefined && this.writers.get(chart) !== writer) {
      this.writers.set(chart, undefined);
      chart.node.addValidation({ validate: () => repeatedObjects(chart) });
    }
  }

  /**
   * Notes faults of the input that properties were made from, such as a values file. The construct that is given the
   * properties reports these faults, checks nothing else, and writes nothing.
   */
  public addInputFaults(props: object, faults: string[]): void {
    this.inputs.set(props, faults);
  }

  /** The faults of the input that properties were made from. */
  public inputFaults(props: object): string[] {
    return this.inputs.get(props) ?? [];
  }

  private faultsOf(kind: ClaimKind<any>): Map<unknown, string[]> {
    const known = this.faults.get(kind);
    if (known) {
      return known;
    }
    const faults = new Map<unknown, string[]>();
    for (const { owner, fault } of kind.collisions(this.claimsOf(kind), this.app)) {
      const reported = faults.get(owner);
      if (reported) {
        reported.push(fault);
      } else {
        faults.set(owner, [fault]);
      }
    }
    this.faults.set(kind, faults);
    return faults;
  }

  private beginPass(): string[] {
    [...this.faults.keys()].filter((kind) => kind.readsConstructs).forEach((kind) => this.faults.delete(kind));
    return [];
  }
}

/** An app keeps its registry for as long as it lives; the registry itself changes, its identity does not. */
const registryOf = memoizeByObject((root: IConstruct) => new AppRegistry(root));
