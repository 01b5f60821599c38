export { registerFiles } from './http.ts'
export { fileHandlers } from './methods.ts'
