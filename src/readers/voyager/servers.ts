import { VoyagerBackend } from './frontends';
import { annotation } from './ingress-annotations';
import { ConfigurationFault } from './rejections';
import { choiceNote, GREATEST_WEIGHT, weightNotes, weightOf, WEIGHT_ANNOTATION } from './weights';
import { Fraction } from '../../fraction';
import { Pods, podsOfService } from '../engine/endpoints';
import { joined, KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { isChoice, shareOf } from '../engine/pod-shares';
import { hasWrittenEndpoints, isExternalName } from '../engine/service';
import { Share } from '../engine/share';

/** Who answers what HAProxy forwards: servers by their weights (getEndpoints in pkg/ingress/parser.go). @internal */
export class Servers {
  constructor(
    private readonly index: ObjectIndex,
    private readonly readiness: PodReadiness,
    private readonly notes: Note[],
  ) {}

  /**
   * Whether a backend becomes part of the configuration: its Service has to be there, with the port and an Endpoints
   * object (serviceEndpoints in pkg/ingress/parser.go). Otherwise the path is left out.
   */
  public isServed(ingress: KubernetesObject, backend: VoyagerBackend): boolean {
    const { service, id } = this.service(ingress, backend);
    const fault = service ? this.serviceFault(service, backend, id) : this.missingFault(id);
    if (fault !== undefined) {
      this.notes.push(
        note(
          NoteKind.IGNORED,
          fault.code,
          [ingress, service ?? `Service ${id}`],
          `${fault.message}, so Voyager leaves the path out`,
          {
            field: `${backend.service}:${backend.port}`,
            fix: fault.fix,
            source: 'serviceEndpoints in pkg/ingress/parser.go of voyagermesh/voyager',
          },
        ),
      );
    }
    return fault === undefined;
  }

  private serviceFault(service: KubernetesObject, { port }: VoyagerBackend, id: string): ServiceFault | undefined {
    if (isExternalName(service)) {
      return undefined;
    }
    if (!portOf(service, port)) {
      return {
        code: 'voyager-port-missing',
        message: `Service ${id} has no port ${port}`,
        fix: `Write a port of Service ${id}, or add the port to it.`,
      };
    }
    const hasSelector = Object.keys(service.spec?.selector ?? {}).length > 0;
    const hasEndpoints =
      hasSelector || !this.index.isComplete || hasWrittenEndpoints(this.index, service);
    return hasEndpoints
      ? undefined
      : {
        code: 'voyager-endpoints-missing',
        message: `Service ${id} has no selector and no Endpoints`,
        fix: 'Add a selector, or an Endpoints object of that name.',
      };
  }

  private missingFault(id: string): ServiceFault | undefined {
    const isKnownMissing = this.index.isComplete || this.index.isRejected('', 'Service', undefined, id);
    return isKnownMissing
      ? {
        code: 'voyager-service-missing',
        message: `Service ${id} is missing`,
        fix: `Create Service ${id}, or write the name of another one.`,
      }
      : undefined;
  }

  /** A weight that makes HAProxy refuse the whole configuration. */
  public tooGreatWeight(ingress: KubernetesObject, backend: VoyagerBackend): ConfigurationFault | undefined {
    const pods = this.readyPods(ingress, backend) ?? [];
    const odd = pods.find(({ annotations }) => weightOf(annotations[WEIGHT_ANNOTATION]) > GREATEST_WEIGHT);
    return (
      odd && {
        message:
          `the pods of ${odd.workload} have the weight ${odd.annotations[WEIGHT_ANNOTATION]}, ` +
          `and HAProxy takes at most ${GREATEST_WEIGHT}`,
        field: odd.workload,
        fix: `Write a weight from 0 to ${GREATEST_WEIGHT}.`,
      }
    );
  }

  /** The Service of a backend, for what its annotations decide. */
  public serviceOf(ingress: KubernetesObject, backend: VoyagerBackend): KubernetesObject | undefined {
    return this.service(ingress, backend).service;
  }

  public shares(ingress: KubernetesObject, backend: VoyagerBackend): Share[] {
    const { service, id } = this.service(ingress, backend);
    const hasRules = backend.spec.backendRules?.length > 0;
    if (!service) {
      return this.assumed(`Service ${id}`, id, 'voyager-service-assumed', `Service ${id} is not among the objects`);
    }
    if (isExternalName(service)) {
      const isForwarded = annotation(service, 'use-dns-resolver') === 'true' || hasRules;
      return isForwarded
        ? [
          this.undetermined(
            note(
              NoteKind.UNREAD,
              'voyager-external-name',
              [service],
              `Service ${id} leads out of the cluster by DNS, which the reader does not follow`,
            ),
          ),
        ]
        : [new Share({ fraction: Fraction.ONE, service: id, status: 301 })];
    }
    if (hasRules) {
      this.notes.push(
        note(
          NoteKind.UNREAD,
          'voyager-backend-rules',
          [ingress, service],
          `the backend of Service ${id} has raw HAProxy rules (backendRules), which the reader does not read`,
        ),
      );
    }
    if (backend.spec.hostNames?.length > 0) {
      return [
        this.undetermined(
          note(
            NoteKind.UNREAD,
            'voyager-host-names',
            [ingress, service],
            `the backend of Service ${id} picks pods by their host names, which the reader does not read`,
          ),
        ),
      ];
    }
    const pods = this.readyPods(ingress, backend);
    if (pods) {
      return this.weighted(pods, service, id, backend);
    }
    // Voyager reads Endpoints objects only, and no EndpointSlices.
    return this.index.isComplete && !hasWrittenEndpoints(this.index, service)
      ? [new Share({ fraction: Fraction.ONE, service: id, status: 503 })]
      : this.assumed(service, id, 'voyager-workload-assumed', `no workload of Service ${id} is among the objects`);
  }

  private weighted(pods: Pods[], service: KubernetesObject, id: string, backend: VoyagerBackend): Share[] {
    const weights = pods.map(({ annotations, workload }) => {
      this.notes.push(...weightNotes(workload, annotations[WEIGHT_ANNOTATION]));
      return weightOf(annotations[WEIGHT_ANNOTATION]);
    });
    const answering = pods.filter((_, position) => weights[position] > 0);
    const doubt = isChoice(answering) ? choiceNote(answering, service, id, backend.spec.loadBalanceOn) : undefined;
    if (doubt) {
      return [this.undetermined(doubt)];
    }
    const total = pods.reduce((sum, { ready }, position) => sum + ready * weights[position], 0);
    return total === 0
      ? [new Share({ fraction: Fraction.ONE, service: id, status: 503 })]
      : pods.map(
        (one, position) =>
          shareOf(one, Fraction.of(one.ready * weights[position], total), id),
      );
  }

  private assumed(object: KubernetesObject | string, id: string, code: string, what: string): Share[] {
    this.notes.push(note(NoteKind.ASSUMED, code, [object], `${what}, so it is assumed to exist and to be ready`));
    return [new Share({ fraction: Fraction.ONE, service: id })];
  }

  private undetermined(reason: Note): Share {
    this.notes.push(reason);
    return new Share({ fraction: Fraction.ONE, undetermined: reason });
  }

  private readyPods(ingress: KubernetesObject, backend: VoyagerBackend): Pods[] | undefined {
    const { service } = this.service(ingress, backend);
    return (
      service &&
      podsOfService(this.index, service, portOf(service, backend.port), this.readiness)?.filter((one) => one.ready > 0)
    );
  }

  /** A Service of the Ingress's namespace, or `service.namespace`. */
  private service(ingress: KubernetesObject, { service }: VoyagerBackend): { service?: KubernetesObject; id: string } {
    const [name, ...rest] = service.split('.');
    const namespace = rest.length > 0 ? rest.join('.') : ingress.metadata?.namespace;
    const found = this.index.find('', 'Service', namespace, name);
    return { service: found, id: joined(found?.metadata?.namespace ?? namespace, name) };
  }
}

/** Why a path has no backend. */
interface ServiceFault {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** By number or name; a number also finds any port without a name (getSpecifiedPort in pkg/ingress/parser.go). */
function portOf(service: KubernetesObject, wanted: number | string): any {
  const ports: any[] = service.spec?.ports ?? [];
  const number = typeof wanted === 'number' ? wanted : /^[-+]?\d+$/.test(wanted) ? Number(wanted) : 0;
  return ports.find(({ port, name = '' }) => port === number || name === (typeof wanted === 'number' ? '' : wanted));
}
