import { ApiObject } from 'cdk8s';
import { RequestSpace } from './request-space';
import { TrafficComparison } from './traffic-comparison';
import { requireKnownKeys } from '../faults/unknown-keys';
import { RolloutMoment } from '../readers/engine';
import { Traffic } from '../readers/traffic';
import { StagedRollout } from '../writers';
import { isControllerRun } from '../writers/contract';

/** A rollout on one router and the same rollout on another one. */
export interface StageComparisonProps {
  /** The rollout as it is. */
  readonly from: StagedRollout;

  /** The rollout that shall take its place: of the same application and plan. */
  readonly to: StagedRollout;

  /**
   * The requests that are asked about.
   *
   * @default - those that the application and the plan tell apart
   */
  readonly space?: RequestSpace;

  /**
   * Objects beside those of the rollout that the first router relies on, such as a platform's VirtualService.
   *
   * @default - none
   */
  readonly fromSurroundings?: any[];

  /**
   * Objects beside those of the rollout that the second router relies on.
   *
   * @default - none
   */
  readonly toSurroundings?: any[];
}

/** One point of a plan: how many of its steps have been taken. */
export interface ComparedPoint {
  /** In words: `before the release`, `after step 1, weight(20)`, `after the release`. */
  readonly name: string;

  /** What requests get there. */
  readonly comparison: TrafficComparison;
}

/**
 * Whether a plan gives every request the same on two routers: before the release, after each step of the plan, and after
 * the release; stepped or controller-run, on either side.
 */
export class StageComparison {
  /** The points of the plan, in order. */
  public readonly points: ComparedPoint[];

  /**
   * @param props both rollouts
   * @throws if one of them has faults, or they are of different applications or plans
   */
  public constructor(props: StageComparisonProps) {
    requireKnownKeys('StageComparisonProps', props, 'new StageComparison()');
    const { from, to, fromSurroundings = [], toSurroundings = [] } = props;
    const { application, plan } = from;
    const told = (rollout: StagedRollout) => [rollout.application.id, rollout.plan, ...rollout.plan.steps].join();
    if (told(from) !== told(to)) {
      throw new Error(`Only the same application and plan can be compared, given ${application.id}, ${plan} and ${to.application.id}, ${to.plan}.`);
    }
    const where = ({ application: { hosts, paths } }: StagedRollout) => `${[...hosts].sort().join(', ') || 'every host'}: ${paths.map(String).sort().join(', ')}`;
    if (where(from) !== where(to)) {
      throw new Error(`Only the same hosts and paths can be compared, given ${where(from)} and ${where(to)}.`);
    }
    const space = props.space ?? RequestSpace.of(application, plan);
    const [left, right] = [pointsOf(from, fromSurroundings), pointsOf(to, toSurroundings)];
    this.points = left.map(({ name, traffic }, index) => {
      return { name, comparison: new TrafficComparison({ from: traffic, to: right[index].traffic, space }) };
    });
  }

  /** Whether every request gets the same at every point. */
  public get isSame(): boolean {
    return this.points.every(({ comparison }) => comparison.isSame);
  }

  /** A line for each point. */
  public toString(): string {
    return this.points.map(({ name, comparison }) => `${name}: ${comparison}`).join('\n');
  }
}

interface Point {
  readonly name: string;
  readonly traffic: Traffic;
}

function pointsOf(rollout: StagedRollout, surroundings: any[]): Point[] {
  const { plan, provider } = rollout;
  const objects = (stage: string) => [...objectsOf(rollout, stage), ...surroundings];
  if (plan.canaryVersion === undefined) {
    return [{ name: 'steady', traffic: Traffic.of(objects('baseline')) }];
  }
  const taken = plan.steps.map((step, index) => ({ name: `after step ${index + 1}, ${step}`, steps: index + 1 }));
  if (!isControllerRun(provider)) {
    return [
      { name: 'before the release', traffic: Traffic.of(objects('baseline')) },
      ...taken.map(({ name, steps }) => ({ name, traffic: Traffic.of(objects(plan._stageAfter(steps).id)) })),
      { name: 'after the release', traffic: Traffic.of(objects('retire')) },
    ];
  }
  const [before, now] = [objects('baseline'), objects('rollout')];
  const [release] = Traffic.releasesOf(objectsOf(rollout, 'rollout'));
  const during = (step: number) => (step < 0 ? Traffic.of(before) : Traffic.during(now, RolloutMoment.at({ rollout: release, before, step })));
  return [
    { name: 'before the release', traffic: Traffic.of(before) },
    ...taken.map(({ name, steps }) => ({ name, traffic: during(provider.controllerStep(plan, steps)) })),
    { name: 'after the release', traffic: Traffic.of(now) },
  ];
}

function objectsOf(rollout: StagedRollout, stage: string): any[] {
  const constructs = rollout.chartsOf(stage).flatMap((chart) => chart.node.findAll());
  return constructs.filter(ApiObject.isApiObject).map((object) => (object as ApiObject).toJson());
}
