import { GatewayOptions, HttpRouteOptions } from './options';
import {
  GatewaySpec,
  GatewaySpecListenersTlsMode,
  HttpRouteSpecParentRefs,
  HttpRouteSpecRules,
  HttpRouteSpecRulesBackendRefs,
  HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesPathType as PathType,
} from '../../../../imports/gateway.networking.k8s.io';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { objectMetadata } from '../../../application/manifests';
import { HeaderMatch, HeaderMatchKind } from '../../../plan';

/*
 * The manifests include the fields that the API server defaults (groups, kinds, types, weights), so that a tool that
 * syncs from Git sees no difference between the file and the cluster.
 */

const GROUP = 'gateway.networking.k8s.io';

/** A Service of a rule, and its weight. @internal */
export interface RouteBackend {
  readonly service: string;
  readonly weight: number;
  /** The Service's namespace, if the HTTPRoute is in another one. */
  readonly namespace?: string;
}

/** The name of an application's HTTPRoute. @internal */
export function httpRouteName({ name }: Application, options: HttpRouteOptions): string {
  return options.httpRouteName ?? name;
}

/** The name of the Gateway that an application writes. @internal */
export function gatewayName({ name }: Application, gateway: GatewayOptions): string {
  return gateway.name ?? name;
}

/** The HTTPRoute of an application, as plain JSON. @internal */
export function httpRouteManifest(
  application: Application,
  rules: HttpRouteSpecRules[],
  options: HttpRouteOptions,
  namespace?: string,
): any {
  const { hosts } = application;
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'HTTPRoute',
    metadata: objectMetadata(application, httpRouteName(application, options), namespace),
    spec: { parentRefs: parentRefs(application, options), hostnames: hosts.length > 0 ? hosts : undefined, rules },
  };
}

/** The Gateway of an application, as plain JSON. @internal */
export function gatewayManifest(application: Application, gateway: GatewayOptions, namespace?: string): any {
  const { className, port = 80, tlsSecretName } = gateway;
  const spec: GatewaySpec = {
    gatewayClassName: className,
    listeners: [
      { name: 'http', port, protocol: 'HTTP' },
      ...(tlsSecretName === undefined
        ? []
        : [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            tls: {
              mode: GatewaySpecListenersTlsMode.TERMINATE,
              certificateRefs: [{ group: '', kind: 'Secret', name: tlsSecretName }],
            },
          },
        ]),
    ],
  };
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'Gateway',
    metadata: objectMetadata(application, gatewayName(application, gateway), namespace),
    spec,
  };
}

/** The match for a path. @internal */
export function pathMatch({ kind, path }: HttpPath): HttpRouteSpecRulesMatches {
  return { path: { type: kind === HttpPathKind.EXACT ? PathType.EXACT : PathType.PATH_PREFIX, value: path } };
}

/**
 * A header condition as a regular expression for the whole value. It is anchored, because the standard does not say
 * whether an implementation anchors expressions. Undefined for an exact value, which needs no expression.
 *
 * @internal
 */
export function headerExpression({ kind, value = '' }: HeaderMatch): string | undefined {
  switch (kind) {
    case HeaderMatchKind.EXACT: return undefined;
    case HeaderMatchKind.PREFIX: return `^${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*$`;
    case HeaderMatchKind.REGEX: return `^(?:${value})$`;
    case HeaderMatchKind.PRESENT: return '^.*$';
  }
}

/** The backendRef for a Service. @internal */
export function backendRef(
  { servicePort }: Application,
  { service, weight, namespace }: RouteBackend,
): HttpRouteSpecRulesBackendRefs {
  return { group: '', kind: 'Service', name: service, namespace, port: servicePort, weight };
}

function parentRefs(application: Application, { gateways, gateway }: HttpRouteOptions): HttpRouteSpecParentRefs[] {
  const written = gateway && gateways === undefined ? [{ name: gatewayName(application, gateway) }] : [];
  return [...(gateways ?? []), ...written].map(({ name, namespace, sectionName }: any) => ({
    group: GROUP,
    kind: 'Gateway',
    name,
    namespace,
    sectionName,
  }));
}
