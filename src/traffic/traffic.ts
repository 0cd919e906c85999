import { Construct } from 'constructs';
import { KUBERNETES_SHAPES } from './endpoints';
import { evaluatorsFor, evaluatorShapes, TrafficEvaluator } from './evaluator';
import { ObjectIndex } from './object-index';
import { Split } from './split';
import { World } from './world';
import { HttpRequest } from '../http';

/**
 * Reads Kubernetes objects back into traffic: who answers which request.
 *
 * It follows the routers, not this library: it works on any YAML, and shares no code with the constructs that write
 * it. Use it in your own tests:
 *
 * ```ts
 * const traffic = Traffic.of(Testing.synth(chart));
 * expect(traffic.split(HttpRequest.to('http://app.example/echo')).toString()).toBe('v1 4/5, v2 1/5');
 * ```
 */
export class Traffic {
  /**
   * The traffic of some objects: those of one moment, such as one stage with what it relies on.
   *
   * @param objects Kubernetes objects as plain JSON, workloads and Services included where they are known; what is
   * no Kubernetes object is passed over
   * @throws if constructs are given instead of objects
   */
  public static of(objects: any[]): Traffic {
    if ([objects].flat().some((object) => Construct.isConstruct(object))) {
      throw new Error('Traffic reads plain Kubernetes objects, and was given constructs: write Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).');
    }
    return new Traffic(new ObjectIndex(objects, { ...KUBERNETES_SHAPES, ...evaluatorShapes() }));
  }

  private readonly index: ObjectIndex;

  private constructor(index: ObjectIndex) {
    this.index = index;
  }

  /** The routers that the objects are for. */
  public get routers(): string[] {
    return evaluatorsFor(this.index).map((evaluator) => evaluator.router);
  }

  /**
   * Who answers a request.
   *
   * @param request what a client sends
   * @param world which pods are ready; by default every workload has as many as it asks for
   * @param router which router the client talks to; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   */
  public split(request: HttpRequest, world: World = World.allReady(), router?: string): Split {
    const split = this.evaluator(router).split(this.index, request, world);
    const unknown = world.workloads.filter((workload) => !this.index.ids.has(workload)).map((workload) => `nothing among the objects is called ${workload}, so its number of ready pods changes nothing`);
    return new Split(split.shares, [...split.notes, ...this.index.notes, ...unknown]);
  }

  private evaluator(router?: string): TrafficEvaluator {
    const found = evaluatorsFor(this.index).filter((evaluator) => router === undefined || evaluator.router === router);
    if (found.length === 1) {
      return found[0];
    }
    if (found.length > 1) {
      throw new Error(`The objects are for several routers (${this.routers.join(', ')}): say which one the client talks to.`);
    }
    const kinds = [...new Set(this.index.objects.map((object) => object.kind))].sort().join(', ') || 'none';
    throw new Error(`Among the objects are no routes of ${router ?? 'a known router'}. Their kinds are: ${kinds}.`);
  }
}
