import { GatewayApiNaming, GatewayApiOptions } from './options';
import { Application } from '../../application';
import { selectingServiceManifest, versionServiceManifest } from '../../application/manifests';
import { Stage, VersionRole } from '../../plan';

/** The Services of a stage, and the roles that rules need. @internal */
export interface StageServices {
  readonly manifests: any[];
  /** The Service of the plain route. */
  readonly primary: string;
  /** The Service of header routes, the weight and the mirror; undefined if there is only one Service. */
  readonly canary?: string;
  /** The canary's weight on the plain route in percent; undefined if the plain route leads to one Service only. */
  readonly weight?: number;
}

const PORT_NAME = 'http';

/** @internal */
export function stageServices(application: Application, stage: Stage, options: GatewayApiOptions): StageServices {
  return options.naming === GatewayApiNaming.BY_ROLE ? byRole(application, stage) : byVersion(application, stage);
}

/** A Service per running version. */
function byVersion(application: Application, { versions, routing }: Stage): StageServices {
  return {
    manifests: versions.map((version) => versionServiceManifest(application, version, PORT_NAME)),
    primary: application.deploymentName(routing.primary),
    canary: routing.canary && application.deploymentName(routing.canary),
    weight: routing.weight,
  };
}

/** A Service per role. While no canary runs, both lead to the version that serves all traffic. */
function byRole(application: Application, stage: Stage): StageServices {
  const { name } = application;
  const { primary, weight = 0 } = stage.routing;
  const isBoth = stage.runs.length > 1;
  const canary = isBoth ? stage.running(VersionRole.CANARY)!.version : primary;
  return {
    manifests: [
      selectingServiceManifest(application, name, primary, PORT_NAME),
      selectingServiceManifest(application, `${name}-canary`, canary, PORT_NAME),
    ],
    primary: name,
    canary: `${name}-canary`,
    // After the promotion both lead to the canary. The weight stays 100 until the first Service leads there, because
    // updates of the two objects may take effect in any order.
    weight: isBoth && primary === canary ? 100 : weight,
  };
}
