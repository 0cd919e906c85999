import { destinationRuleFault } from './destination-rule-faults';
import { gatewayFault } from './gateway-faults';
import { virtualServiceFault } from './virtual-service-faults';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { Fault } from '../../engine/fault';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';

/** An object that Istio's webhook rejects. @internal */
export interface WebhookRejection {
  readonly object: KubernetesObject;
  readonly fault: Fault;
}

/** Where the webhook's rules are. @internal */
export const WEBHOOK = 'pkg/config/validation/validation.go of istio/istio';

/** What Istio's webhook rejects. Safe to keep: the objects of an index do not change. @internal */
export const webhookRejections = memoizeByObject((index: ObjectIndex): WebhookRejection[] => {
  const judges: [string, (object: KubernetesObject) => Fault | undefined][] = [
    ['VirtualService', (object) => virtualServiceFault(object, index)],
    ['DestinationRule', (object) => destinationRuleFault(object, index)],
    ['Gateway', gatewayFault],
  ];
  return judges.flatMap(([kind, judge]) =>
    index.all('networking.istio.io', kind).flatMap((object) => {
      const found = judge(object);
      return found === undefined ? [] : [{ object, fault: found }];
    }),
  );
});
