import { rejectionOf } from './validation/rejections';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
/** What goes wrong with Rollouts, those that the controller accepts included. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  return index.all('argoproj.io', 'Rollout').flatMap((rollout): Pitfall[] => {
    const r = rejectionOf(rollout, index);
    return r ? [{ rule: 'argo-rejected', severity: 'error', objects: [rollout], message: r.reason, fix: r.fix, source: r.source }] : [];
  });
}
