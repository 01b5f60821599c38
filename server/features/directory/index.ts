export * from './domain.ts'
export { directoryHttp, readPerson } from './http.ts'
export { directoryHandlers } from './methods.ts'
export { directoryScope } from './scope.ts'
