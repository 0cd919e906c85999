import { canaryPolicy } from './annotations/canary-policy';
import { allIngresses, controllersOf } from './configuration/controllers';
import { configurationsOf } from './configuration/orders';
import { watchedIngresses } from './configuration/watched-ingresses';
import { annotationPitfalls, ignoredOnCanary } from './pitfalls/annotations';
import { classPitfalls, hostsAndPathsPitfalls, namespacePitfalls, secondCanaryPitfalls } from './pitfalls/attachment';
import { emptyPrimaryPitfalls } from './pitfalls/empty-primary';
import { leakPitfalls, widenedPaths } from './pitfalls/other-paths';
import { affinityPitfalls, headerPitfalls, weightPitfalls } from './pitfalls/policy';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Ingresses although the API server accepts them. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const served = controllersOf(index).map((controller) => ({ controller, ingresses: watchedIngresses(index, controller).ingresses }));
  return [
    ...served.flatMap(({ controller, ingresses }): Pitfall[] => {
      const canaries = ingresses.filter((ingress) => canaryPolicy(ingress));
      const main = ingresses.filter((ingress) => !canaryPolicy(ingress));
      const configuration = configurationsOf(index, controller).first;
      return [
        ...ingresses.flatMap(annotationPitfalls),
        ...canaries.flatMap((canary) => [...weightPitfalls(canary), ...headerPitfalls(canary), ...ignoredOnCanary(canary, main)]),
        ...hostsAndPathsPitfalls(canaries, main),
        ...namespacePitfalls(canaries, main),
        ...secondCanaryPitfalls(configuration),
        ...affinityPitfalls(configuration),
        ...leakPitfalls(configuration, canaries),
        ...widenedPaths(configuration),
        ...main.flatMap((ingress) => emptyPrimaryPitfalls(ingress, canaries, index)),
      ];
    }),
    ...classPitfalls(allIngresses(index), served),
  ];
}
