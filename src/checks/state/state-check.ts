import { answersOf } from './answers';
import { emptyServices, missingServices } from './reference-findings';
import { noteFindings, routeFindings } from './route-findings';
import { overlappingSelectors, selectorFindings } from './selector-findings';
import { unreachedLanes } from './unreached-lanes';
import { unreachedRoutes } from './unreached-routes';
import { requireKnownKeys } from '../../faults/unknown-keys';
import { NoteKind, TrafficOptions } from '../../readers/engine';
import { objectName } from '../../readers/engine/kubernetes-object';
import { Note } from '../../readers/engine/note';
import { Traffic } from '../../readers/traffic';
import { Finding, Severity } from '../finding';
import { bySeverity } from '../severity-order';

/** A state of a cluster. */
export interface StateCheckProps extends TrafficOptions {
  /** Kubernetes objects in plain JSON. */
  readonly objects: any[];

  /**
   * The name of the state in messages.
   *
   * @default - it has no name
   */
  readonly name?: string;
}

/**
 * Checks one state: it finds requests that fail although every pod is ready, objects that the API server refuses, and
 * pitfalls of the routers. Each finding has its reason, what to write instead, and the source.
 */
export class StateCheck {
  /** The findings, the worst first. */
  public readonly findings: Finding[];

  /** @param props the objects */
  public constructor(props: StateCheckProps) {
    requireKnownKeys('StateCheckProps', props, 'new StateCheck()');
    const { objects, name, complete, implementation } = props;
    const traffic = Traffic.of(objects, { complete, implementation });
    const known = traffic._pitfalls();
    const explained = new Set(known.filter(({ isUnreached }) => isUnreached).map((one) => objectName(one.objects[0])));
    const pitfalls = known.map(({ severity, objects: about, isUnreached: _, ...pitfall }): Finding => {
      return { ...pitfall, severity: severity as Severity, objects: about.map(objectName) };
    });
    const reported = new Set(
      pitfalls.filter(({ severity }) => severity === Severity.ERROR).flatMap((pitfall) => pitfall.objects),
    );
    const isReported = ({ objects: about }: Finding) => about.some((one) => reported.has(one));
    const held = Traffic._held(objects);
    const asked = traffic.routers.map((router) => ({ router, answers: answersOf(traffic, router) }));
    const routes = asked.map(({ router, answers }) => routeFindings(answers, traffic, router));
    const names = new Set(held.map(objectName));
    const unreached = asked.flatMap(({ router, answers }) => {
      return unreachedRoutes(answers, traffic, router, names, explained);
    });
    const made = new Set(traffic._reconciledObjects.map(objectName).filter((one) => !names.has(one)));
    const found: Finding[] = [
      ...pitfalls,
      ...traffic._indexNotes.map(indexFinding),
      ...selectorFindings(held),
      ...overlappingSelectors(held).filter((overlap) => !isTold(overlap, pitfalls)),
      ...emptyServices(held),
      ...missingServices(held, routes.flatMap(({ notes }) => notes)),
      ...routes.flatMap(({ findings }) => findings),
      ...unreached,
      ...unreachedLanes(held, unreached, names, { complete, implementation }),
      // A pitfall that is an error explains its objects better than a reader's note does.
      ...routes
        .flatMap(({ router, notes }) => noteFindings(router, notes))
        .filter((finding) => !isReported(finding) && !isAbout(finding, made) && !isPitfall(finding, pitfalls)),
    ];
    const findings = name === undefined ? found : found.map((finding) => ({ ...finding, stage: name }));
    this.findings = findings.sort(bySeverity);
  }

  /** The findings of severity error. */
  public get errors(): Finding[] {
    return this.findings.filter(({ severity }) => severity === Severity.ERROR);
  }
}

/** Whether a finding is about objects that a controller makes, and that nobody can change. */
function isAbout({ objects }: Finding, made: ReadonlySet<string>): boolean {
  return objects.length > 0 && objects.every((object) => made.has(object));
}

/** Whether a rule of the router tells the same of the same objects. */
function isPitfall({ code, objects }: Finding, pitfalls: Finding[]): boolean {
  return pitfalls.some((one) => one.rule === code && objects.every((object) => one.objects.includes(object)));
}

/** Whether a router has a rule of its own about the same objects. */
function isTold({ objects }: Finding, pitfalls: Finding[]): boolean {
  return pitfalls.some((pitfall) => objects.every((object) => pitfall.objects.includes(object)));
}

/** A rejected object is missing in the cluster; of two objects with one name, one is lost. */
function indexFinding({ code, kind, message, objects, fix }: Note): Finding {
  const isRejected = kind === NoteKind.REJECTED;
  return {
    rule: isRejected ? 'rejected-by-api-server' : 'object-repeated',
    severity: isRejected ? Severity.ERROR : Severity.WARNING,
    code,
    kind,
    message,
    fix: fix!,
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/',
    objects,
  };
}
