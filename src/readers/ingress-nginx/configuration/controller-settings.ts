import { memoizeByObject } from '../../../caching/memoize-by-object';
import { ObjectIndex } from '../../engine/object-index';

/** Settings of the controller's ConfigMap that decide whether an Ingress is served. @internal */
export interface ControllerSettings {
  /** Whether annotations of critical risk, such as snippets, are allowed. */
  readonly allowsCritical: boolean;
  /** The response headers that `custom-headers` may set; undefined where nothing tells. */
  readonly allowedHeaders?: string[];
}

const KEYS = ['annotations-risk-level', 'allow-snippet-annotations', 'global-allowed-response-headers'];

/**
 * Reads the controller's ConfigMap, if it is among the objects: the first one with one of these keys. Otherwise its
 * defaults hold (internal/ingress/controller/config/config.go).
 *
 * @internal
 */
export const controllerSettings = memoizeByObject((index: ObjectIndex): ControllerSettings => {
  const data =
    index
      .all('', 'ConfigMap')
      .map((object) => object.data ?? {})
      .find((one) => KEYS.some((key) => typeof one?.[key] === 'string')) ?? {};
  const allowed = data['global-allowed-response-headers'];
  return {
    allowsCritical: String(data['annotations-risk-level'] ?? '').toLowerCase() === 'critical',
    allowedHeaders: typeof allowed === 'string' ? allowed.split(',').map((header) => header.trim()) : undefined,
  };
});
