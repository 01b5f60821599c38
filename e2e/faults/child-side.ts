import { flushCompileCache } from 'node:module'

/** In a child process: says that the modules are loaded and hears the orders; without its parent it ends. */
export function serveOrders<Order>(obey: (order: Order) => Promise<void>): void {
  process.on('disconnect', () => process.exit())
  process.on('message', order => {
    // What fails ends the process, and its parent sees that.
    void obey(order as Order)
  })
  flushCompileCache()
  sendReport({ kind: 'loaded' })
}

/** Sends a report to the parent; it is in the parent's pipe when this returns, whatever happens to this process next. */
export function sendReport(message: object): void {
  process.send?.(message)
}
