export * from './domain.ts'
export { groupHandlers } from './methods.ts'
export { permissionsOf, requireMaySend, requirePermissions } from './rules.ts'
