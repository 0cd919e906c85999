import { Construct } from 'constructs';
import { OnEmpty } from './on-empty';
import { GlooOptions } from './options';
import { GlooProvider } from './provider';
import { GlooRoutes } from './routes';
import { readGlooValues } from './values';
import { Application, HttpPath, Version } from '../../application';
import { AppRegistry } from '../registry/app-registry';
import { RolloutStage, RolloutStageProps, routerOptions } from '../rollout-stage';

/** One stage of an application over Gloo. */
export interface GlooAppProps extends RolloutStageProps, GlooOptions {}

/** A release of the two-phase canary chart: its values, and what else Helm knew. */
export interface GlooValuesProps {
  /** The Helm release's name: the application's name, and its path unless `paths` says otherwise. */
  readonly releaseName: string;

  /** The Helm release's namespace. */
  readonly namespace: string;

  /**
   * A YAML file with the chart's values.
   *
   * @default - `values` has them
   */
  readonly valuesFile?: string;

  /**
   * The chart's values: `deployment`, `routes.apiGroup`, `routes.primary.version`, and
   * `routes.canary` with `version`, `weight` and `headers`.
   *
   * @default - `valuesFile` has them
   */
  readonly values?: { [key: string]: any };

  /**
   * Version names to versions, at least those that the values deploy.
   *
   * @default - what the chart runs: `hashicorp/http-echo` that tells its version, listening on the container port
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
   * What happens with a request for a version of which no pod is ready. (The chart leaves it to Gloo, which is
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
   * What the two-phase canary chart would deploy for a values file, without Helm: a team can leave the chart and
   * keep its values files.
   *
   * Unlike the chart, a canary without headers gets its weight and no header route (the chart's header-less route
   * would give it everything), and the Upstream names the Service's port (since Gloo 1.12 the chart's container
   * port means 503). Unknown keys and impossible values are refused at synth time with the key's path.
   *
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props the values and what else Helm knew
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
   * @param props application, plan, stage, and how it is exposed
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
