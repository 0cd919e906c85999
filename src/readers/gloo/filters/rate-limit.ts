import { Note, note, NoteKind } from '../../engine/note';
import { FlatRoute, routeField, routeName } from '../routes/flat-route';

/**
 * Why a limit decides who answers: Envoy counts requests, and answers those beyond the limit with 429
 * (projects/gloo/pkg/plugins/local_ratelimit/plugin.go of solo-io/gloo).
 *
 * @param hostOptions the options of the virtual host
 * @param gateway the options of the Gateway
 * @internal
 */
export function rateLimitOf(
  { route, holder, position }: FlatRoute,
  hostOptions: any,
  gateway: any,
): Note | undefined {
  const limits = [
    route.options?.ratelimit?.localRatelimit,
    hostOptions?.ratelimit?.localRatelimit,
    gateway?.httpLocalRatelimit?.defaultLimit,
  ];
  return limits.every((limit) => limit === undefined)
    ? undefined
    : note(
      NoteKind.UNREAD,
      'gloo-rate-limit',
      [holder],
      `a local rate limit is set for ${routeName(holder, position)}: Envoy answers requests beyond it with ` +
        '429, and how many those are depends on the ' +
          'clients',
      {
        field: routeField(holder, position),
        fix: 'To see who answers the requests below the limit, remove the limit from the manifests that are read.',
        source: 'projects/gloo/pkg/plugins/local_ratelimit/plugin.go of solo-io/gloo',
      },
    );
}
