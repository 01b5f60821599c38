export { startDirect, startGroup } from './StartGroup.tsx'
