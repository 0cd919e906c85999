import { Analysis } from '../../../plan';
import { BackgroundAnalysisProps } from '../options';

/** The analysis of a background analysis, without its starting step. @internal */
export function measurementOf({ templates, args, clusterScoped }: BackgroundAnalysisProps): Analysis {
  return new Analysis({ templates, args, clusterScoped });
}
