export { presenceHandlers } from './methods.ts'
