import { ArgoRolloutsController } from './traffic';
import { registerController } from '../../traffic/controller';

registerController(new ArgoRolloutsController());

export {};
