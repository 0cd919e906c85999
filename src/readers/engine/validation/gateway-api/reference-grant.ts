import { list, object, whole } from '../schema';
import { GROUP, KIND, NAME, NAMESPACE } from './references';

/**
 * The ReferenceGrant: config/crd/standard/gateway.networking.k8s.io_referencegrants.yaml of
 * kubernetes-sigs/gateway-api.
 *
 * @internal
 */
export const REFERENCE_GRANT = whole(
  object(
    {
      from: list(object({ group: GROUP, kind: KIND, namespace: NAMESPACE }, ['group', 'kind', 'namespace']), 1, 16),
      to: list(object({ group: GROUP, kind: KIND, name: NAME }, ['group', 'kind']), 1, 16),
    },
    ['from', 'to'],
  ),
);
