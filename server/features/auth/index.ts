export { setDisabled, setPasswordHash } from './accounts.ts'
export { authHandlers } from './methods.ts'
export { hashPassword } from './passwords.ts'
export * from './sessions.ts'
