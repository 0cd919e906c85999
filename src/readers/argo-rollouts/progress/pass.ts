/** A route that a step opens or, without conditions, closes. @internal */
export interface StepRoute {
  readonly kind: 'header' | 'mirror';
  readonly route: any;
}

/**
 * What the controller does to the routes in one reconciliation, in this order (reconcileTrafficRouting in
 * rollout/trafficrouting.go).
 *
 * @internal
 */
export interface Pass {
  /** Whether it deletes all managed routes first. */
  readonly closesRoutes: boolean;
  /** The route of the step that it is at. */
  readonly route?: StepRoute;
  /** The canary's weight; undefined where stable has too few pods for its share, and no weight is written. */
  readonly weight?: number;
}

/** The route of a step. @internal */
export function routeOf({ setHeaderRoute, setMirrorRoute }: any = {}): StepRoute | undefined {
  return setHeaderRoute
    ? { kind: 'header', route: setHeaderRoute }
    : setMirrorRoute
      ? { kind: 'mirror', route: setMirrorRoute }
      : undefined;
}

/**
 * The conditions of a step's route; an empty list counts as undefined, because the controller writes the Rollout
 * without empty lists and reads it again.
 *
 * @internal
 */
export function conditionsOf({ route }: StepRoute): any[] | undefined {
  return (route.match ?? []).length > 0 ? route.match : undefined;
}
