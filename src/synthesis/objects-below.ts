import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/** All API objects at and below some constructs. @internal */
export function objectsBelow(...constructs: IConstruct[]): ApiObject[] {
  const all = constructs.flatMap((construct) => construct.node.findAll());
  return all.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
