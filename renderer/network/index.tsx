export { showDoctor } from './Doctor.tsx'
export { ProxyPasswordHost } from './ProxyPassword.tsx'
