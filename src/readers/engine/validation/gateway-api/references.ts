import { ANYTHING, integer, object, pattern, PORT, text } from '../schema';

/** Texts of several kinds of the Gateway API: apis/v1/shared_types.go of kubernetes-sigs/gateway-api. */

/** @internal */
export const DNS = /[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/.source;

/** @internal */
export const NAME = text(1, 253);

/** @internal */
export const DNS_NAME = pattern(new RegExp(`^${DNS}$`), 'a DNS name in lower case', 1, 253);

/** @internal */
export const HOSTNAME = pattern(
  new RegExp(`^(\\*\\.)?${DNS}$`),
  'a DNS name in lower case, which may begin with *., without a port',
  1,
  253,
);

/** @internal */
export const GROUP = pattern(new RegExp(`^$|^${DNS}$`), 'an API group, or empty for the core group', 0, 253);

/** @internal */
export const KIND = pattern(/^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/, 'a kind', 1, 63);

/** @internal */
export const NAMESPACE = pattern(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'a namespace', 1, 63);

/** @internal */
export const PARENT = object(
  { group: GROUP, kind: KIND, namespace: NAMESPACE, name: NAME, sectionName: DNS_NAME, port: PORT },
  ['name'],
);

const TO_SERVICE = { group: GROUP, kind: KIND, namespace: NAMESPACE, name: NAME, port: PORT };

/** @internal */
export const SERVICE_REFERENCE = object(TO_SERVICE, ['name']);

/** A backend of a rule; the filters are those of the route's kind. @internal */
export const backend = (filters: typeof NAME) =>
  object({ ...TO_SERVICE, weight: integer(0, 1_000_000), filters }, ['name']);

/** @internal */
export const SECRET_REFERENCE = object({ group: GROUP, kind: KIND, namespace: NAMESPACE, name: NAME }, ['name']);

/** @internal */
export const LOCAL_REFERENCE = object({ group: GROUP, kind: KIND, name: NAME }, ['group', 'kind', 'name']);

/**
 * A field of the experimental channel: it is there where that channel is installed, and then not looked at.
 *
 * @internal
 */
export const EXPERIMENTAL = ANYTHING;
