import { existsSync, realpathSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The content security policy: same origin only, nothing inline, no frames. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the built mini-apps: `<appsDir>/<id>/index.html` at `/apps/<id>/`. */
export async function registerApps(app: FastifyInstance, appsDir: string): Promise<void> {
  if (!existsSync(appsDir)) {
    app.log.warn('the mini-apps folder is missing; mini-apps are not served')
    return
  }
  const root = realpathSync(resolve(appsDir))
  app.addHook('onSend', async (_request, reply) => {
    reply
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-resource-policy', 'same-origin')
  })
  await app.register(fastifyStatic, {
    root,
    prefix: '/apps/',
    index: ['index.html'],
    dotfiles: 'deny',
    list: false,
    redirect: true,
    etag: true,
    cacheControl: true,
    maxAge: 0,
    allowedPath: path => staysWithin(root, path),
  })
}

/** Whether a path stays in the folder after resolving symbolic links. A missing file passes: the answer is 404. */
function staysWithin(root: string, path: string): boolean {
  try {
    return `${realpathSync(join(root, path))}${sep}`.startsWith(`${root}${sep}`)
  } catch {
    // Missing or unreadable: the file server answers both.
    return true
  }
}
