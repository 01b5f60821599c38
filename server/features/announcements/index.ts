export * from './domain.ts'
