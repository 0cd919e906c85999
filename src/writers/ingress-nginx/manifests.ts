import { IngressNginxOptions } from './options';
import { Application } from '../../application';
import { configMapManifests, deploymentManifest, versionServiceManifest } from '../../application/manifests';
import { Stage, VersionRole } from '../../plan';
import { headerCondition } from '../shared/ingress/header-pattern';
import { ingressManifest, mainIngressManifest } from '../shared/ingress/manifest';

/**
 * All objects of one stage over ingress-nginx, as plain JSON, in the order in which they should be applied.
 *
 * @internal
 */
export function ingressNginxManifests(application: Application, stage: Stage, options: IngressNginxOptions): any[] {
  const canary = stage.runs.length > 1 ? stage.running(VersionRole.CANARY)?.version : undefined;
  return [
    ...stage.versions.flatMap((version) => configMapManifests(application, version)),
    ...stage.runs.map(({ version, scale }) => deploymentManifest(application, version, scale)),
    ...stage.versions.map((version) => versionServiceManifest(application, version, PORT_NAME)),
    mainIngress(application, stage, options),
    ...(canary === undefined ? [] : [canaryIngress(application, stage, canary, options)]),
  ];
}

/**
 * The canary Ingress refers to the Service's port by name and the main Ingress by number, so that the controller makes
 * two upstreams. After the promotion both lead to one Service. A single upstream would belong to the older Ingress, and
 * would not be served if that is the canary (upstreamName in internal/ingress/controller/util.go;
 * kubernetes/ingress-nginx#8004, #11563).
 */
const PORT_NAME = 'http';

/** The name of the canary Ingress. @internal */
export function canaryIngressName(application: Application, options: IngressNginxOptions): string {
  return options.canaryIngressName ?? `${application.name}-canary`;
}

function mainIngress(application: Application, stage: Stage, options: IngressNginxOptions): any {
  return mainIngressManifest(
    application,
    backend(application, stage.routing.primary, { number: application.servicePort }),
    options,
  );
}

/**
 * The canary Ingress exists from `deploy` to `promote`, so that routing stages change only annotations. In `promote` it
 * sends all requests to the canary, so that no request returns to stable, whichever Ingress the controller updates
 * first.
 */
function canaryIngress(application: Application, stage: Stage, canary: string, options: IngressNginxOptions): any {
  const leadsTo = backend(application, canary, { name: PORT_NAME });
  const annotations = canaryAnnotations(stage, canary, options);
  return ingressManifest(application, canaryIngressName(application, options), leadsTo, options, { annotations });
}

/** The canary annotations (internal/ingress/annotations/canary/main.go in kubernetes/ingress-nginx). */
function canaryAnnotations(stage: Stage, canary: string, options: IngressNginxOptions): { [name: string]: string } {
  const { primary, weight = 0, headerRoutes, ...routing } = stage.routing;
  const match = headerRoutes[0]?.matches[0];
  const { value, pattern } = match ? headerCondition(match) : {};
  const isRouting = routing.canary !== undefined;
  const settings: { [name: string]: string | undefined } = {
    'canary': 'true',
    'canary-by-cookie': isRouting ? options.choiceCookie : undefined,
    'canary-by-header': match?.name ?? (isRouting ? options.choiceHeader : undefined),
    'canary-by-header-pattern': pattern,
    'canary-by-header-value': value,
    ...weightSettings(primary === canary ? 100 : weight),
  };
  const present = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([name, text]) => [`nginx.ingress.kubernetes.io/${name}`, text]));
}

/** Writes canary-weight-total only for decimals, because the controller ignores a total of 100 or less. */
function weightSettings(percent: number): { [name: string]: string } {
  const decimals = String(percent).split('.')[1]?.length ?? 0;
  const weight = String(Number(String(percent).replace('.', '')));
  return decimals === 0
    ? { 'canary-weight': weight }
    : { 'canary-weight': weight, 'canary-weight-total': String(10 ** (2 + decimals)) };
}

function backend(application: Application, version: string, port: { name?: string; number?: number }): any {
  return { service: { name: application.deploymentName(version), port } };
}
