import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Claim, ClaimKind } from './claim';
import { fileCollisions } from './file-collisions';
import { NoticeBoard } from './notice-board';
import { OBJECTS, objectIdentity, repeatedObjects } from './object-claims';
import { PlainManifests } from './plain-manifests';
import { memoizeByObject } from '../../caching/memoize-by-object';

/**
 * The claims of all constructs of one cdk8s app: the objects, hosts and paths that they write. Constructs add claims
 * while they are constructed; the registry finds collisions among all claims when the app is validated.
 *
 * @internal
 */
export class AppRegistry {
  /** The registry of the app that a construct belongs to. */
  public static of(construct: IConstruct): AppRegistry {
    return registryOf(construct.node.root);
  }

  /** Manifests that have been checked and are printed unchanged. */
  public readonly plainManifests = new PlainManifests();

  /** Notices for users that are not faults. */
  public readonly notices: NoticeBoard;

  private readonly claims = new Map<ClaimKind<any>, Map<unknown, Claim>>();
  private readonly faults = new Map<ClaimKind<any>, Map<unknown, string[]>>();
  /** The construct that writes into a chart; undefined if there are several, and then the chart is checked. */
  private readonly writers = new WeakMap<Chart, IConstruct | undefined>();
  private readonly inputs = new WeakMap<object, string[]>();

  public constructor(private readonly app: IConstruct) {
    this.notices = new NoticeBoard(app as App);
    // cdk8s validates the root first, so its validation marks the beginning of a pass.
    app.node.addValidation({ validate: () => this.beginPass() });
  }

  /**
   * Adds a claim.
   *
   * @param key identifies the claim among those of its kind; stages that repeat a claim use the same key
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

  /** Claims an object. */
  public addObject(object: ApiObject, owner: string): void {
    const identity = objectIdentity(object);
    this.claim(OBJECTS, `${owner} ${identity}`, { owner, identity });
  }

  /**
   * Records that a construct writes objects into its chart, and checks charts with several writers for repeated
   * objects. One construct cannot contain an object twice, because cdk8s refuses a second child with the same name.
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
   * Records faults of the input from which properties were read, such as a values file. The construct with these
   * properties reports the faults, checks nothing else, and writes nothing.
   */
  public addInputFaults(props: object, faults: string[]): void {
    this.inputs.set(props, faults);
  }

  /** The faults of the input from which properties were read. */
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
    return fileCollisions(this.app);
  }
}

/** One registry per app. Safe to keep: the root may get more constructs, and keeps its registry. */
const registryOf = memoizeByObject((root: IConstruct) => new AppRegistry(root));
