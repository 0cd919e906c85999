import { annotation, readBool, readText, text } from './values';
import { KubernetesObject } from '../../engine/kubernetes-object';

/** Whether nginx asks for a name and a password (the Secret is there where the Ingress is not denied). @internal */
export function asksForPassword(ingress: KubernetesObject | undefined): boolean {
  return text(ingress, 'auth-type') !== undefined && text(ingress, 'auth-secret') !== undefined;
}

/** Whether a client may come in by its address instead of a password. @internal */
export function isAnyAccessEnough(ingress: KubernetesObject | undefined): boolean {
  const names = ['allowlist-source-range', 'whitelist-source-range', 'denylist-source-range', 'auth-url'];
  return text(ingress, 'satisfy') === 'any' && names.some((name) => annotation(ingress, name) !== undefined);
}

/** Whether the external authentication of an Ingress is applied: an invalid value of these leaves it out. @internal */
export function asksOtherService(ingress: KubernetesObject | undefined): boolean {
  return (
    text(ingress, 'auth-url') !== undefined &&
    readText(ingress, 'auth-cache-duration').state !== 'invalid' &&
    readText(ingress, 'auth-request-redirect').state !== 'invalid' &&
    readBool(ingress, 'auth-always-set-cookie').state !== 'invalid'
  );
}
