import { HttpRequest } from '../../http';
import { Split } from '../../readers/engine';

/** A request that is asked at every moment of a transition, and what it gets before and after. @internal */
export interface Question {
  readonly router: string;
  readonly request: HttpRequest;
  readonly from: Split;
  readonly to: Split;
}
