export type { BridgeContext as LianqunContext, LianqunBridge } from '../preload/bridge.ts'
export { type ConnectOptions, type ConversationTarget, connect, type Lianqun } from './client.ts'
export { newClientId } from './client-id.ts'
export { LianqunError, type LianqunErrorCode } from './errors.ts'
