import { given, isMap, shown } from '../../faults/shown';
import { sortedKeys } from '../../faults/sorted-map';
import { printFaults } from '../print-faults';

/**
 * The options of a route in Gloo 1.22: the fields of RouteOptions in projects/gloo/api/v1/route_options.proto.
 *
 * @internal
 */
export const ROUTE_OPTIONS = [
  'ai',
  'appendXForwardedHost',
  'autoHostRewrite',
  'bufferPerRoute',
  'cors',
  'csrf',
  'dlp',
  'envoyMetadata',
  'extProc',
  'extProcEarly',
  'extProcLate',
  'extauth',
  'extensions',
  'faults',
  'headerManipulation',
  'hostRewrite',
  'hostRewriteHeader',
  'hostRewritePathRegex',
  'idleTimeout',
  'jwt',
  'jwtProvidersStaged',
  'jwtStaged',
  'lbHash',
  'maxStreamDuration',
  'prefixRewrite',
  'rateLimitConfigs',
  'rateLimitEarlyConfigs',
  'rateLimitRegularConfigs',
  'ratelimit',
  'ratelimitBasic',
  'ratelimitEarly',
  'ratelimitRegular',
  'rbac',
  'regexRewrite',
  'retries',
  'shadowing',
  'stagedTransformations',
  'timeout',
  'tracing',
  'transformations',
  'upgrades',
  'waf',
];

/**
 * Checks the names of route options, and that their values can be printed. The values themselves are not checked.
 *
 * @internal
 */
export function routeOptionFaults(options: unknown): string[] {
  if (options === undefined) {
    return [];
  }
  if (!isMap(options)) {
    return [`Gloo: routeOptions must be a map, ${given(options)}: write for example { timeout: '5s' }`];
  }
  const unknown = sortedKeys(options).filter((key) => !ROUTE_OPTIONS.includes(key) && key !== 'constructor');
  return [
    ...printFaults(options, 'Gloo: routeOptions'),
    ...unknown.map(
      (key) =>
        `Gloo: a route has no option ${shown(key)}, and the API server rejects it. ` +
          `Its options are: ${ROUTE_OPTIONS.join(', ')}`,
    ),
  ];
}
