import { Construct } from 'constructs';
import { Application } from '../../application';
import { perApp } from '../registry/per-app';

/** The Services that Voyager makes for Ingresses, by namespace and name, with the application whose Ingress it is. */
const ownServices = perApp(() => new Map<string, Application>());

/** Notes the Ingress of an application. @internal */
export function voyagerIngressIn(scope: Construct, application: Application, ingress: string): void {
  ownServices(scope).set(`${application.namespace}/voyager-${ingress}`, application);
}

/** Where an application is called like a Service that Voyager makes for another one (OffshootName in apis/voyager/v1beta1). @internal */
export function voyagerCollisions(scope: Construct, application: Application): string[] {
  const other = ownServices(scope).get(application.id);
  return other && other.id !== application.id
    ? [`Voyager: ${application.id} is called like the Service that Voyager makes for the Ingress of ${other.id}, and one would overwrite the other: give one of them another name`]
    : [];
}
