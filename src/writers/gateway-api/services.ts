import { GatewayApiNaming, GatewayApiOptions } from './options';
import { Application } from '../../application';
import { selectingServiceManifest, versionServiceManifest } from '../../application/manifests';
import { Stage, VersionRole } from '../../plan';

/** The Services of a stage, and which of them a rule leads to. @internal */
export interface StageServices {
  readonly manifests: any[];
  /** What everybody gets who is not the canary's. */
  readonly primary: string;
  /** What header lanes, the weight and the mirror lead to; undefined where there is one Service only. */
  readonly canary?: string;
  /** The canary's share of the plain route; undefined where it leads to one Service only. */
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

/** Both Services lead to the version that serves all traffic, unless a canary runs. */
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
    // Once promoted, both lead to the canary. Until the first one does, the second one has to have all requests.
    weight: isBoth && primary === canary ? 100 : weight,
  };
}
