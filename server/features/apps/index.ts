export * from './domain.ts'
export { appHandlers } from './methods.ts'
export { appsScope } from './scope.ts'
export { registerApps } from './static.ts'
