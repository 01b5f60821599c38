export * from './domain.ts'
export { meHandlers } from './methods.ts'
export { meScope } from './scope.ts'
