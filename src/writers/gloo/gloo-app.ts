import { Construct } from 'constructs';
import { GlooOptions, OnEmpty } from './options';
import { GlooProvider } from './provider';
import { GlooRoutes } from './routes';
import { readGlooValues } from './values';
import { Application, HttpPath, Version } from '../../application';
import { AppRegistry } from '../registry/app-registry';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** The properties of one stage of an application over Gloo. */
export interface GlooAppProps extends RolloutStageProps, GlooOptions {}

/** A Helm release of the two-phase canary chart: its values, name and namespace. */
export interface GlooValuesProps {
  /** The Helm release's name. It is the application's name, and by default its path. */
  readonly releaseName: string;

  /** The Helm release's namespace. */
  readonly namespace: string;

  /**
   * A YAML file with the chart's values.
   *
   * @default - `values` is given instead
   */
  readonly valuesFile?: string;

  /**
   * The chart's values: `deployment`, `routes.apiGroup`, `routes.primary.version`, and
   * `routes.canary` with `version`, `weight` and `headers`.
   *
   * @default - `valuesFile` is given instead
   */
  readonly values?: { [key: string]: any };

  /**
   * Version names to versions, including those that the values deploy.
   *
   * @default - the chart's pods: `hashicorp/http-echo`, which answers with its version on the container port
   */
  readonly versions?: { [version: string]: Version };

  /**
   * The port on which the containers listen.
   *
   * @default 8080
   */
  readonly containerPort?: number;

  /**
   * The port of the Service.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The paths under which the application is exposed.
   *
   * @default - the prefix `/<releaseName>`
   */
  readonly paths?: HttpPath[];

  /**
   * What happens with a request for a version without a ready pod. (The chart uses Gloo's default, which is
   * `OnEmpty.ANY`.)
   *
   * @default OnEmpty.STABLE
   */
  readonly onEmpty?: OnEmpty;
}

/**
 * One stage of an application's rollout over Gloo: a Deployment per running version, a Service, an Upstream with a
 * subset per version, and the routes.
 */
export class GlooApp extends RolloutStage {
  /**
   * The stage that the two-phase canary chart deploys for a values file, without Helm: a team can stop using the chart
   * and keep its values files.
   *
   * There are two differences from the chart. A canary without headers gets its weight and no header route, because the
   * chart's route without headers would send it all requests. The Upstream names the Service's port, because since Gloo
   * 1.12 the chart's container port causes 503. Unknown keys and invalid values are refused at synth time with the
   * key's path.
   *
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props the values, and the Helm release's name and namespace
   */
  public static fromValues(scope: Construct, id: string, props: GlooValuesProps): GlooApp {
    const { releaseName, containerPort = 8080 } = props;
    const { faults, apiGroup, plan, stage } = readGlooValues(props.valuesFile, props.values);
    const chartVersions = plan.versions.map((version) => [version, chartVersion(releaseName, version, containerPort)]);
    const application = new Application({
      name: releaseName,
      namespace: props.namespace,
      containerPort,
      servicePort: props.servicePort,
      paths: props.paths ?? [HttpPath.prefix(`/${releaseName}`)],
      versions: props.versions ?? Object.fromEntries(chartVersions),
    });
    const routes = GlooRoutes.routeTable({ labels: { apiGroup } });
    const stageProps: GlooAppProps = { application, plan, stage, routes, onEmpty: props.onEmpty };
    AppRegistry.of(scope).addInputFaults(stageProps, faults);
    return new GlooApp(scope, id, stageProps);
  }

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props application, plan, stage and routes
   */
  public constructor(scope: Construct, id: string, props: GlooAppProps) {
    super(scope, id, props, new GlooProvider(routerOptions(props)));
  }
}

function chartVersion(releaseName: string, version: string, containerPort: number): Version {
  return Version.container({
    image: 'hashicorp/http-echo',
    args: [`-text=version:${releaseName}-${version}`, `-listen=:${containerPort}`],
    imagePullPolicy: 'Always',
  });
}
