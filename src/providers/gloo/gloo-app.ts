import { Construct } from 'constructs';
import { GlooOptions } from './gloo-options';
import { GlooProvider } from './gloo-provider';
import { RolloutStage, RolloutStageProps } from '../rollout-stage';

/** One stage of an application over Gloo. */
export interface GlooAppProps extends RolloutStageProps, GlooOptions {}

/**
 * One stage of an application's rollout over Gloo: a Deployment per running version, a Service, an Upstream with a
 * subset per version, and the routes.
 */
export class GlooApp extends RolloutStage {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage, and how it is exposed
   */
  public constructor(scope: Construct, id: string, props: GlooAppProps) {
    super(scope, id, props, new GlooProvider(props));
  }
}
