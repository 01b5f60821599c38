export * from './domain.ts'
export { meHttp } from './http.ts'
export { meHandlers } from './methods.ts'
export { meScope } from './scope.ts'
