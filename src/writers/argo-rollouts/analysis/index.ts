export * from './analysis-argument';
export * from './analysis-metric';
export * from './analysis-template';
export * from './measurement';
export * from './router-metrics';
