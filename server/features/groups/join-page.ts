import { joinPath, linkTokenSchema } from '@lianqun/protocol'
import type { FastifyInstance } from 'fastify'

/** The page of a link to a group, which a browser shows: it leads to Lianqun and says nothing of the group. */
export function registerJoinPage(app: FastifyInstance): void {
  app.get<{ Params: { token: string } }>(joinPath(':token'), async (request, reply) => {
    const token = linkTokenSchema.safeParse(request.params.token).data
    reply
      .code(token === undefined ? 404 : 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return page(
      token === undefined
        ? '<p>链接无效。<br>This link is not valid.</p>'
        : `<p><a href="lianqun://join/${token}">在连群中打开 · Open in Lianqun</a></p>`,
    )
  })
}

function page(body: string): string {
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>连群 Lianqun</title><style>
:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;text-align:center}
a{display:inline-block;padding:10px 24px;border-radius:8px;background:#0e7464;color:#fff;text-decoration:none}
</style><main>${body}</main></html>`
}
