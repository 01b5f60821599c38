export * from './domain.ts'
export { registerJoinPage } from './join-page.ts'
export { groupHandlers } from './methods.ts'
export { permissionsOf, requireMaySend, requirePermissions } from './rules.ts'
