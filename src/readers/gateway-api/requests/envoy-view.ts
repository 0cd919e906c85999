import { PathCondition, plainPathTakes, RequestView, ValueCondition } from './request-view';
import { HttpRequest } from '../../../http';
import { EnvoyOptions, ReceivedRequest, Verdict, verdictOf } from '../../envoy';

/** How an implementation sets its Envoys up. @internal */
export interface EnvoyViewOptions extends EnvoyOptions {
  /** Whether the expression `*` asks for presence, as Istio has it, and is no expression of RE2. */
  readonly isStarPresence?: boolean;
}

/**
 * A request as an Envoy sees it: expressions are RE2 on the whole value, of several parameters with one name the first
 * counts.
 *
 * @internal
 */
export class EnvoyView implements RequestView {
  public readonly host: string;
  public readonly pathKey: string;

  private readonly received: ReceivedRequest;

  public constructor(
    public readonly request: HttpRequest,
    private readonly options: EnvoyViewOptions,
  ) {
    this.host = request.host.toLowerCase();
    this.received = new ReceivedRequest(request, options);
    this.pathKey = this.received.path;
  }

  public pathTakes(path: PathCondition): Verdict {
    return verdictOf(path.expression?.matches(this.pathKey) ?? plainPathTakes(path, this.pathKey));
  }

  public methodTakes(method: string): Verdict {
    return verdictOf(this.received.request.method === method);
  }

  public headerTakes(condition: ValueCondition): Verdict {
    return this.isPresence(condition)
      ? this.received.hasHeader(condition.name)
      : this.received.matchesHeader(condition.name, (value) => valueTakes(condition, value));
  }

  public queryTakes(condition: ValueCondition): Verdict {
    const value = this.received.queryParameter(condition.name);
    return verdictOf(value !== undefined && (this.isPresence(condition) || valueTakes(condition, value)));
  }

  private isPresence({ expression }: ValueCondition): boolean {
    return this.options.isStarPresence === true && expression?.text === '*';
  }
}

function valueTakes({ expression, value }: ValueCondition, given: string): boolean {
  return expression?.matches(given) ?? given === value;
}
