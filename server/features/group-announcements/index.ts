export { groupAnnouncementHandlers } from './methods.ts'
