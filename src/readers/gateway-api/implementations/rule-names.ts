import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';

/**
 * Two rules of one name, which the API server rejects where the experimental channel of the CRDs is installed, as
 * implementations are measured with (config/crd/experimental of kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export function repeatedRuleName(route: KubernetesObject): Note | undefined {
  const names: string[] = (route.spec?.rules ?? []).flatMap(({ name }: any) => name ?? []);
  const repeated = names.find((name, place) => names.indexOf(name) !== place);
  return repeated === undefined
    ? undefined
    : note(
      NoteKind.REJECTED,
      'gateway-api-rule-name',
      [route],
      `HTTPRoute ${idOf(route)} has two rules ${repeated}, which the experimental channel of the CRDs rejects`,
      {
        field: repeated,
        fix: 'Give each rule another name.',
        source: 'config/crd/experimental of kubernetes-sigs/gateway-api',
      },
    );
}
