import { PathCondition, plainPathTakes, RequestView, ValueCondition } from './request-view';
import { HttpRequest } from '../../../http';
import { isSetByProxies } from '../../engine/header-index';
import { Expression, hasEscapedSlash, mergedSlashes, normalizedPath, Verdict, verdictOf } from '../../envoy';

/**
 * A request as the standard has it: the proxy may be any. What the standard leaves to implementations is asked in each
 * way that is known, and is unknown where they differ: dot segments and repeated slashes in a path, whether an
 * expression is anchored, several lines of one header, several parameters of one name, headers that proxies set
 * (comments of HTTPPathMatch, HTTPHeaderMatch and HTTPQueryParamMatch in apis/v1/httproute_types.go of
 * kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export class AnyProxyView implements RequestView {
  public readonly host: string;
  public readonly pathKey: string;

  private readonly paths: string[];

  public constructor(public readonly request: HttpRequest) {
    this.host = request.host.toLowerCase();
    this.pathKey = request.path;
    const normalized = normalizedPath(request.path);
    this.paths = distinct([
      request.path,
      normalized,
      mergedSlashes(normalized),
      ...(hasEscapedSlash(normalized) ? [unescapedSlashes(normalized)] : []),
    ]);
  }

  public pathTakes(path: PathCondition): Verdict {
    return agreed(
      this.paths.map((given) => {
        return path.expression ? expressionTakes(path.expression, given) : verdictOf(plainPathTakes(path, given));
      }),
    );
  }

  public methodTakes(method: string): Verdict {
    return verdictOf(this.request.method === method);
  }

  public headerTakes(condition: ValueCondition): Verdict {
    const name = condition.name.toLowerCase();
    if (name === 'host') {
      return valueTakes(condition, this.request.authority);
    }
    if (isSetByProxies(name)) {
      return 'unknown';
    }
    const lines = this.request.headerValues(name);
    if (lines.length === 0) {
      return 'no';
    }
    const each = lines.map((line) => valueTakes(condition, line));
    const any: Verdict = each.includes('yes') ? 'yes' : agreed(each);
    return lines.length === 1
      ? each[0]
      : agreed([any, each[0], valueTakes(condition, lines.join(',')), valueTakes(condition, lines.join(', '))]);
  }

  public queryTakes(condition: ValueCondition): Verdict {
    const raw = this.request.query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => pair.split(/=(.*)/s));
    const values = distinct([
      ...raw.filter(([name]) => name === condition.name).map(([, value = '']) => value),
      ...this.request.queryValues(condition.name),
    ]);
    return values.length === 0 ? 'no' : agreed(values.map((value) => valueTakes(condition, value)));
  }
}

function unescapedSlashes(path: string): string {
  return path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
}

function valueTakes({ expression, value }: ValueCondition, given: string): Verdict {
  return expression ? expressionTakes(expression, given) : verdictOf(given === value);
}

/** Whether an expression is anchored is left to implementations, and so is its dialect. */
function expressionTakes(expression: Expression, value: string): Verdict {
  return expression.isValid
    ? agreed([verdictOf(expression.matches(value)), verdictOf(expression.isFound(value))])
    : 'unknown';
}

function agreed(verdicts: Verdict[]): Verdict {
  return new Set(verdicts).size === 1 ? verdicts[0] : 'unknown';
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}
