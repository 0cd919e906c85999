import { answersOf } from './answers';
import { unreachedRoutes } from './unreached-routes';
import { RolloutMoment, TrafficOptions } from '../../readers/engine';
import { idOf } from '../../readers/engine/kubernetes-object';
import { Traffic } from '../../readers/traffic';
import { Finding } from '../finding';
import { ofUnknownVersion } from '../unknown-version';

/**
 * Header routes that a controller adds at a step and that get no request there, because a route that the user wrote
 * takes the requests.
 *
 * @param objects what is there
 * @param atRest what is found while no release is under way
 * @param held the names of the objects that are checked
 * @internal
 */
export function unreachedLanes(
  objects: any[],
  atRest: Finding[],
  held: ReadonlySet<string>,
  reading: TrafficOptions,
): Finding[] {
  const known = new Set(atRest.map(keyOf));
  const before = objects.map(ofUnknownVersion);
  const releases = new Set(Traffic.releasesOf(objects));
  const rollouts = objects.filter((object) => object.kind === 'Rollout' && releases.has(idOf(object)));
  return rollouts.flatMap((rollout) => {
    const steps: any[] = [rollout.spec?.strategy?.canary?.steps ?? []].flat();
    return steps.flatMap((written, step): Finding[] => {
      if (!(written?.setHeaderRoute?.match?.length > 0)) {
        return [];
      }
      const traffic = Traffic._ofMade(objects, RolloutMoment.at({ rollout: idOf(rollout), step, before }), reading);
      return traffic.routers
        .flatMap((router) => unreachedRoutes(answersOf(traffic, router), traffic, router, held, new Set()))
        .filter((finding) => !known.has(keyOf(finding)))
        .map((finding) => ({ ...finding, moment: `step ${step} of Rollout ${idOf(rollout)}` }));
    });
  });
}

function keyOf({ rule, objects, request }: Finding): string {
  return JSON.stringify([rule, objects, String(request)]);
}
