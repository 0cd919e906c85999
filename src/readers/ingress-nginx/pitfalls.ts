import { canaryPolicy } from './annotations/canary-policy';
import { allIngresses, controllersOf } from './configuration/controllers';
import { configurationsOf } from './configuration/orders';
import { watchedIngresses } from './configuration/watched-ingresses';
import { annotationPitfalls, ignoredOnCanary } from './pitfalls/annotations';
import { classPitfalls, hostsAndPathsPitfalls, namespacePitfalls, secondCanaryPitfalls } from './pitfalls/attachment';
import { emptyPrimaryPitfalls } from './pitfalls/empty-primary';
import { leakPitfalls, widenedPaths } from './pitfalls/other-paths';
import { affinityPitfalls, headerPitfalls, weightPitfalls } from './pitfalls/policy';
import { refusalPitfalls } from './pitfalls/refusals';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Ingresses although the API server accepts them. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const served = controllersOf(index).map((controller) => ({ controller, ...watchedIngresses(index, controller) }));
  const ofOtherClass = classPitfalls(allIngresses(index), served);
  const isOfOtherClass = (canary: KubernetesObject) => ofOtherClass.some(({ objects }) => objects[0] === canary);
  return [
    ...served.flatMap(({ controller, ingresses, dropped }): Pitfall[] => {
      const canaries = ingresses.filter((ingress) => canaryPolicy(ingress));
      const main = ingresses.filter((ingress) => !canaryPolicy(ingress));
      const configuration = configurationsOf(index, controller).first;
      return [
        ...refusalPitfalls(configuration, dropped, ingresses),
        ...ingresses.flatMap(annotationPitfalls),
        ...canaries.flatMap((canary) => [
          ...weightPitfalls(canary),
          ...headerPitfalls(canary),
          ...ignoredOnCanary(canary, main),
        ]),
        ...hostsAndPathsPitfalls(
          canaries.filter((canary) => !isOfOtherClass(canary)),
          main,
        ),
        ...namespacePitfalls(canaries, main),
        ...secondCanaryPitfalls(configuration),
        ...affinityPitfalls(configuration),
        ...leakPitfalls(configuration, canaries),
        ...widenedPaths(configuration),
        ...main.flatMap((ingress) => emptyPrimaryPitfalls(ingress, canaries, index)),
      ];
    }),
    ...ofOtherClass,
  ];
}
