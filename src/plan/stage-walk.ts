import { CanaryScale } from './canary-scale';
import { Gate } from './gate';
import { HeaderRoute } from './header-route';
import { Routing } from './routing';
import { RunningVersion, Stage, StageKind, VersionRole } from './stage';
import { Step, StepKind } from './step';

/**
 * Walks the steps of a plan and collects the state of the cluster after each. Every stage adds, or changes routing,
 * or changes the canary's size, or removes: exactly one of these.
 *
 * @internal
 */
export function stagesOf(versions: string[], steps: Step[]): Stage[] {
  const [stable, canary] = versions;
  return [baseline(stable), ...(canary === undefined ? [] : new StageWalk(stable, canary, steps).stages)];
}

/**
 * The stage that is in force after a number of steps.
 *
 * @internal
 */
export function stageAfter([stable, canary]: string[], steps: Step[], taken: number): Stage {
  if (canary === undefined) {
    return baseline(stable);
  }
  const { stages, positions } = new StageWalk(stable, canary, steps);
  return stages[positions[taken]];
}

/**
 * The rollback from a stage: stable is deployed again if it has been removed, then gets all requests, then the canary
 * is removed. The last stage equals the baseline.
 *
 * @internal
 */
export function rollbackOf(stable: string, from: Stage): Stage[] {
  const back: Stage[] = [];
  const restored = from.versions.includes(stable) ? from.runs : [full(stable, VersionRole.STABLE), ...from.runs];
  const home = new Routing({ primary: stable });
  const mirrors = from.mirrors;
  if (restored !== from.runs) {
    back.push(
      new Stage({
        id: 'rollback-restore',
        kind: StageKind.ADDS,
        runs: restored,
        routing: from.routing,
        gates: [Gate.ready()],
      }),
    );
  }
  if (from.routing.primary !== stable || !from.routing.isPlain) {
    back.push(
      new Stage({
        id: 'rollback-route',
        kind: StageKind.ROUTING,
        runs: restored,
        routing: home,
        gates: [Gate.accepted()],
        mirrors,
      }),
    );
  }
  if (restored.length > 1) {
    back.push(
      new Stage({
        id: 'rollback-remove',
        kind: StageKind.REMOVES,
        runs: [full(stable, VersionRole.STABLE)],
        routing: home,
      }),
    );
  }
  return back;
}

class StageWalk {
  public readonly stages: Stage[] = [];

  /** For each number of steps taken, the index of the stage that is in force then. */
  public readonly positions: number[];

  private readonly ids = new Set<string>();
  private readonly mirrors: boolean;
  private scale: CanaryScale = CanaryScale.full();
  private matchesWeight = false;
  private routing: Routing;

  constructor(private readonly stable: string, private readonly canary: string, steps: Step[]) {
    this.mirrors = steps.some((step) => step.kind === StepKind.MIRROR_ROUTE);
    this.routing = new Routing({ primary: stable });
    const firstOther = steps.findIndex((step) => step.kind !== StepKind.CANARY_SCALE);
    const preparation = firstOther < 0 ? steps : steps.slice(0, firstOther);
    preparation.forEach((step) => this.takeScale(step));
    this.push('deploy', StageKind.ADDS);
    this.positions = [0, ...preparation.map(() => 0)];
    steps.slice(preparation.length).forEach((step) => {
      this.walk(step);
      this.positions.push(this.stages.length - 1);
    });
    if (!this.scale.isFull) {
      this.resize(CanaryScale.full());
    }
    this.route('promote', new Routing({ primary: canary }));
    this.stages.push(
      new Stage({
        id: this.idFor('retire'),
        kind: StageKind.REMOVES,
        runs: [full(canary, VersionRole.CANARY)],
        routing: this.routing,
      }),
    );
  }

  private walk(step: Step): void {
    switch (step.kind) {
      case StepKind.WEIGHT:
        return this.shift(step.percent!);
      case StepKind.HEADER_ROUTE:
        return this.openLane(new HeaderRoute(step.matches!));
      case StepKind.MIRROR_ROUTE:
        return this.route(
          `mirror-${step.percent}`,
          this.routing._with({ canary: this.canary, mirrorPercent: step.percent }),
        );
      case StepKind.PAUSE:
        return this.gate(step.duration ? Gate.after(step.duration) : Gate.manual());
      case StepKind.ANALYSIS:
        return this.gate(Gate.measured(step.measurement!));
      case StepKind.CANARY_SCALE:
        return this.rescale(step);
    }
  }

  private openLane(lane: HeaderRoute): void {
    this.route(
      'header-test',
      this.routing._with({ canary: this.canary, headerRoutes: [...this.routing.headerRoutes, lane] }),
    );
  }

  private shift(weight: number): void {
    const before = this.routing.weight ?? 0;
    if (this.matchesWeight && weight > before) {
      this.resize(sizeFor(weight));
    }
    this.route(`weight-${String(weight).replace('.', '-')}`, this.routing._with({ canary: this.canary, weight }));
    if (this.matchesWeight && weight < before) {
      this.resize(sizeFor(weight));
    }
  }

  private rescale(step: Step): void {
    const before = this.scale;
    this.takeScale(step);
    this.pushScale(before);
  }

  private takeScale(step: Step): void {
    this.matchesWeight = step.scale!.matchesWeight;
    this.scale = this.matchesWeight ? sizeFor(this.routing.weight ?? 0) : step.scale!;
  }

  private resize(scale: CanaryScale): void {
    const before = this.scale;
    this.scale = scale;
    this.pushScale(before);
  }

  /** A size that stays as it is has no stage. */
  private pushScale(before: CanaryScale): void {
    if (String(before) !== String(this.scale)) {
      this.push(`scale-${this.scale}`, StageKind.SCALES);
    }
  }

  private route(id: string, routing: Routing): void {
    this.routing = routing;
    this.push(id, StageKind.ROUTING);
  }

  private gate(gate: Gate): void {
    this.stages.push(this.stages.pop()!._withGate(gate));
  }

  private push(id: string, kind: StageKind): void {
    const gates = [kind === StageKind.ROUTING ? Gate.accepted() : Gate.ready()];
    const runs = [
      full(this.stable, VersionRole.STABLE),
      { version: this.canary, role: VersionRole.CANARY, scale: this.scale },
    ];
    this.stages.push(
      new Stage({ id: this.idFor(id), kind, runs, routing: this.routing, gates, mirrors: this.mirrors }),
    );
  }

  /** The id itself the first time, then `id-2`, `id-3`, … */
  private idFor(id: string): string {
    let free = id;
    for (let count = 2; this.ids.has(free); count++) {
      free = `${id}-${count}`;
    }
    this.ids.add(free);
    return free;
  }
}

function baseline(stable: string): Stage {
  return new Stage({
    id: 'baseline',
    kind: StageKind.BASELINE,
    runs: [full(stable, VersionRole.STABLE)],
    routing: new Routing({ primary: stable }),
    gates: [Gate.ready()],
  });
}

function full(version: string, role: VersionRole): RunningVersion {
  return { version, role, scale: CanaryScale.full() };
}

/** The size that matches a weight: at least one pod, so that every route has a pod that answers. */
function sizeFor(weight: number): CanaryScale {
  return CanaryScale.percent(Math.max(Math.ceil(weight), 1));
}
