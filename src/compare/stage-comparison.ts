import { ApiObject } from 'cdk8s';
import { RequestSpace } from './request-space';
import { TrafficComparison } from './traffic-comparison';
import { requireKnownKeys } from '../faults/unknown-keys';
import { RolloutMoment } from '../readers/engine';
import { Traffic } from '../readers/traffic';
import { StagedRollout } from '../writers';
import { isControllerRun } from '../writers/contract';

/** The same rollout on two routers. */
export interface StageComparisonProps {
  /** The existing rollout. */
  readonly from: StagedRollout;

  /** The rollout that replaces it, of the same application and plan. */
  readonly to: StagedRollout;

  /**
   * The requests to compare.
   *
   * @default - those that the application and the plan distinguish
   */
  readonly space?: RequestSpace;

  /**
   * Objects of the first router that the rollout does not write, such as a platform's VirtualService.
   *
   * @default - none
   */
  readonly fromSurroundings?: any[];

  /**
   * Objects of the second router that the rollout does not write.
   *
   * @default - none
   */
  readonly toSurroundings?: any[];
}

/** The comparison at one point of a plan: after a number of steps. */
export interface ComparedPoint {
  /** The point's name: `before the release`, `after step 1, weight(20)`, `after the release`. */
  readonly name: string;

  /** The comparison of the traffic at this point. */
  readonly comparison: TrafficComparison;
}

/**
 * Compares the traffic of a plan on two routers: before the release, after each step, and after the release. Either
 * side may be stepped or controller-run.
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
    const identity = (rollout: StagedRollout) => [rollout.application.id, rollout.plan, ...rollout.plan.steps].join();
    if (identity(from) !== identity(to)) {
      throw new Error(
        'Only the same application and plan can be compared, ' +
          `given ${application.id}, ${plan} and ${to.application.id}, ${to.plan}.`,
      );
    }
    const where = ({ application: { hosts, paths } }: StagedRollout) =>
      `${[...hosts].sort().join(', ') || 'every host'}: ${paths.map(String).sort().join(', ')}`;
    if (where(from) !== where(to)) {
      throw new Error(`Only the same hosts and paths can be compared, given ${where(from)} and ${where(to)}.`);
    }
    const space = props.space ?? RequestSpace.of(application, plan);
    const [left, right] = [pointsOf(from, fromSurroundings), pointsOf(to, toSurroundings)];
    this.points = left.map(({ name, traffic }, index) => {
      return { name, comparison: new TrafficComparison({ from: traffic, to: right[index].traffic, space }) };
    });
  }

  /** Whether every request gets the same split at every point. */
  public get isSame(): boolean {
    return this.points.every(({ comparison }) => comparison.isSame);
  }

  /** One line for each point. */
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
  const during = (step: number) =>
    step < 0 ? Traffic.of(before) : Traffic.during(now, RolloutMoment.at({ rollout: release, before, step }));
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
