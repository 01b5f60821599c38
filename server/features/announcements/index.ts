export * from './domain.ts'
export { announcementHttp } from './http.ts'
