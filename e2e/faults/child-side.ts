import { flushCompileCache } from 'node:module'

/** Call in a child process: reports that the modules are loaded, then handles orders; exits without its parent. */
export function serveOrders<Order>(obey: (order: Order) => Promise<void>): void {
  process.on('disconnect', () => process.exit())
  process.on('message', order => {
    // A rejection ends the process, which the parent detects.
    void obey(order as Order)
  })
  flushCompileCache()
  sendReport({ kind: 'loaded' })
}

/** Sends a report to the parent. It is in the pipe on return, even if this process is killed next. */
export function sendReport(message: object): void {
  process.send?.(message)
}
