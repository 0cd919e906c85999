import { KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { CanaryPolicy } from '../annotations/canary-policy';

/** The backend of some locations: pods behind a port of a Service. @internal */
export interface Upstream {
  /** `namespace-service-port`: what the controller calls it. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly service: string;
  readonly port: number | string;
  /** The Ingress that it was made for first; its annotations decide how pods are chosen. */
  readonly ingress: KubernetesObject;
  /** The policy of an upstream that only a canary Ingress names; such a one has no location of its own. */
  readonly canary?: CanaryPolicy;
  /** The names of canary upstreams; only the first is used. */
  readonly alternatives: string[];
  /** The cookie by which clients stick to a pod. */
  affinityCookie?: string;
}

/** A path of a host. @internal */
export interface Location {
  path: string;
  pathType: string;
  /** The name of its upstream; undefined for the controller's default backend. */
  upstream?: string;
  /** The Ingress whose annotations count. */
  ingress?: KubernetesObject;
  /** Host and path as the Ingress writes them; undefined where no rule of an Ingress does. */
  address?: string;
  /** Whether it is the `/` that every server has to begin with. */
  isDefault: boolean;
  /** Whether redirects and rewrites of its Ingress do not count, as for an Ingress that is a default backend only. */
  isCatchAll?: boolean;
  /** Why nginx answers 503 to every request for it. */
  denied?: Note;
}

/** A host. @internal */
export interface Server {
  readonly locations: Location[];
  /** The first location of each path. */
  readonly byPath: Map<string, Location>;
  /** Other names of the host. */
  aliases: string[];
  /** Whether there is a certificate for it, its own or the controller's. */
  hasCertificate: boolean;
  /** Whether the host with or without `www.` leads here. */
  redirectsWww: boolean;
  /** Why nginx answers 403 to every request: the certificates of clients cannot be checked. */
  denied?: Note;
}

/** What the controller makes of all Ingresses. @internal */
export interface Configuration {
  readonly upstreams: Map<string, Upstream>;
  readonly servers: Map<string, Server>;
  readonly notes: Note[];
  /** All Ingresses that the notes may be about, also those that are not served. */
  readonly ingresses: KubernetesObject[];
  /** Why the objects do not tell what the controller does with any request. */
  readonly broken?: Note;
}

/** The name of the server for hosts that no Ingress names. @internal */
export const CATCH_ALL = '_';
