export { fileHandlers } from './methods.ts'
