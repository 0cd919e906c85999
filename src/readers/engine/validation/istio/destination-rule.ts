import { ANYTHING, list, map, object, TEXT, text, whole } from '../schema';

/**
 * The DestinationRule, without the fields of traffic policies: kubernetes/customresourcedefinitions.gen.yaml of
 * istio/api.
 *
 * @internal
 */
export const DESTINATION_RULE = whole(
  object(
    {
      host: TEXT,
      trafficPolicy: ANYTHING,
      subsets: list(object({ name: TEXT, labels: map(TEXT), trafficPolicy: ANYTHING }, ['name'])),
      exportTo: list(TEXT),
      workloadSelector: object({ matchLabels: map(text(0, 63), 4096) }),
    },
    ['host'],
  ),
);
