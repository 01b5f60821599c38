import { socketPath } from '@lianqun/protocol'
import { type ServerOptions, startServer } from 'lianqun-server'
import { readOrder, serveParent } from './parent.ts'

/* The real server in its own process. */

const server = await startServer(await readOrder<ServerOptions>())
serveParent({ url: `${server.url}${socketPath}` } satisfies ServerReady, () => server.close())

export interface ServerReady {
  url: string
}
