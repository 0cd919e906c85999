import { HttpRequest } from '../../http';
import { Entry, Split } from '../../readers/engine';

/** A request that is asked at every moment of a transition, and what it gets before and after. @internal */
export interface Question {
  readonly router: string;
  readonly request: HttpRequest;
  /** Where the request comes in; undefined where there is one entry only. */
  readonly entry?: Entry;
  readonly from: Split;
  readonly to: Split;
}
