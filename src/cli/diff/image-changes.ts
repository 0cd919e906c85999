import { podMetadata, runsPods } from '../../readers/engine/endpoints';
import { identityOf, objectName, textOfValue } from '../../readers/engine/kubernetes-object';

/** A container that has another image after a change, in a workload that stays. */
export interface ImageChange {
  /** The workload in messages: `Deployment echo/echo-v2`. */
  readonly workload: string;
  /** The version label of its pods after the change; undefined without one. */
  readonly version?: string;
  readonly container: string;
  readonly before: string;
  readonly after: string;
}

/** The containers that have another image, in the order of the new objects. */
export function imageChanges(before: any[], after: any[]): ImageChange[] {
  const old = new Map(before.filter(runsPods).map((object) => [identityOf(object), imagesOf(object)]));
  return after.filter(runsPods).flatMap((object) => {
    const known = old.get(identityOf(object));
    const version = podMetadata(object)?.labels?.version;
    return [...imagesOf(object)].flatMap(([container, image]): ImageChange[] => {
      const had = known?.get(container);
      return had === undefined || had === image
        ? []
        : [
          {
            workload: objectName(object),
            ...(version === undefined ? {} : { version: textOfValue(version) }),
            container,
            before: had,
            after: image,
          },
        ];
    });
  });
}

/** In words: `Deployment echo/echo-v2 (v2): the image of container web changes from web:1 to web:2`. */
export function imageChangeInWords({ workload, version, container, before, after }: ImageChange): string {
  const whose = version === undefined ? workload : `${workload} (${version})`;
  return `${whose}: the image of container ${container} changes from ${before} to ${after}`;
}

/** Images by the names of containers. */
function imagesOf(object: any): Map<string, string> {
  const spec = object.kind === 'Pod' ? object.spec : object.spec?.template?.spec;
  const containers = [spec?.initContainers ?? [], spec?.containers ?? []].flat();
  return new Map(
    containers
      .filter((one) => one?.name !== undefined && one?.image !== undefined)
      .map(({ name, image }) => [textOfValue(name), textOfValue(image)]),
  );
}
