import { Analysis } from '../../../plan';
import { BackgroundAnalysisProps } from '../options';

/** What a background analysis runs, without the step at which it begins. @internal */
export function measurementOf({ templates, args, clusterScoped }: BackgroundAnalysisProps): Analysis {
  return new Analysis({ templates, args, clusterScoped });
}
