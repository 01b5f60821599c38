import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, type Configuration } from 'electron-builder'
import { checkPackedNatives, ensureNative, nativesOf } from './natives.ts'
import { completeWindowsProgram } from './windows-runtime.ts'

/** What an app is built with to find its updates; `main/shell/updates.ts` reads it from its package.json. */
interface UpdateConfig {
  feed: string
  channel: string
  page: string
  /** PEM of the public key. */
  key: string
}

/** What goes into the archive. */
const files = [
  'out/{main,preload,renderer}/**',
  '!out/**/*.map',
  '!out/**/.vite/**',
  'assets/**/*.png',
  'assets/tray/*.ico',
  'package.json',
  // Sources, types and documents of packages are not run.
  '!node_modules/**/*.{ts,mts,cts,map,md}',
]
/** With the database's build for one platform alone. A platform's list takes the place of a common one. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's placeholder
const filesWith = (native: string) => ({ files: [...files, `!node_modules/@libsql/!(${native})/**`] })

const channels = ['latest', 'beta', 'alpha']

/**
 * What depends on where and for whom an app is packed; `electron-builder.yml` has the rest.
 * @throws when the variables contradict each other
 */
export function packagingConfig(root: string, env: NodeJS.ProcessEnv): Configuration {
  const updates = updateConfig(env)
  return {
    linux: filesWith('linux-${arch}-gnu'),
    win: filesWith('win32-${arch}-msvc'),
    mac: { ...filesWith('darwin-${arch}'), ...macSigning(env) },
    ...(updates === null
      ? {}
      : {
          publish: { provider: 'generic', url: updates.feed, channel: updates.channel },
          extraMetadata: { updates },
        }),
    beforePack: context => {
      const platform = context.electronPlatformName as NodeJS.Platform
      const architectures = platform === 'darwin' ? ['x64', 'arm64'] : [Arch[context.arch] ?? '']
      for (const name of nativesOf(platform, architectures)) ensureNative(root, name)
    },
    afterPack: context => {
      const platform = context.electronPlatformName as NodeJS.Platform
      const [expected = ''] = nativesOf(platform, [Arch[context.arch] ?? ''])
      const native = checkPackedNatives(context.packager.getResourcesDir(context.appOutDir), expected)
      if (platform === 'win32') completeWindowsProgram(context.appOutDir, [native], env)
    },
  }
}

/** Without a certificate a Mac's program is signed ad hoc: setting the fuses has broken Electron's own signature. */
function macSigning({ CSC_LINK, CSC_NAME }: NodeJS.ProcessEnv): Configuration['mac'] {
  if (CSC_LINK !== undefined || CSC_NAME !== undefined) return {}
  const entitlements = join('assets', 'entitlements.mac.adhoc.plist')
  return { identity: '-', entitlements, entitlementsInherit: entitlements, notarize: false }
}

function updateConfig(env: NodeJS.ProcessEnv): UpdateConfig | null {
  const feed = env.LIANQUN_UPDATE_FEED
  if (feed === undefined) return null
  if (new URL(feed).protocol !== 'https:') throw new Error('LIANQUN_UPDATE_FEED has to begin with https://')
  const keyFile = env.LIANQUN_UPDATE_PUBLIC_KEY
  if (keyFile === undefined) throw new Error('LIANQUN_UPDATE_FEED needs LIANQUN_UPDATE_PUBLIC_KEY')
  const key = createPublicKey(readFileSync(keyFile, 'utf8'))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('LIANQUN_UPDATE_PUBLIC_KEY has to be an Ed25519 key')
  const channel = env.LIANQUN_UPDATE_CHANNEL ?? 'latest'
  if (!channels.includes(channel)) throw new Error(`LIANQUN_UPDATE_CHANNEL has to be one of ${channels.join(', ')}`)
  return {
    feed,
    channel,
    page: env.LIANQUN_UPDATE_PAGE ?? feed,
    key: key.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
