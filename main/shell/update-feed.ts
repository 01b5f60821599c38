import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import electronUpdater, { type AppUpdater } from 'electron-updater'
import generic from 'electron-updater/out/providers/GenericProvider.js'
import type { UpdateConfig } from './updates.ts'

/*
 * Looking for updates with electron-updater: loaded only by a client that was built with a feed. What a feed says of a
 * version counts only if the publisher signed it, on every system: hashes of the files are in what is signed.
 */

type Provider = InstanceType<typeof generic.GenericProvider>
type Request = Parameters<Provider['httpRequest']>

/** A feed whose descriptions are signed: `latest.yml` by `latest.yml.sig`, base64 of an Ed25519 signature. */
function signedProvider(key: KeyObject): typeof generic.GenericProvider {
  return class SignedProvider extends generic.GenericProvider {
    /** Every description comes this way. @throws when it is not signed with the key */
    protected override async httpRequest(...[url, headers, cancel]: Request): Promise<string | null> {
      const described = await super.httpRequest(url, headers, cancel)
      const signed = new URL(url)
      signed.pathname += '.sig'
      const signature = await super.httpRequest(signed, headers, cancel)
      const valid = verify(null, Buffer.from(described ?? ''), key, Buffer.from(signature ?? '', 'base64'))
      if (!valid) throw new Error('the description of the update is not signed by the publisher')
      return described
    }
  }
}

/**
 * Lets an updater use the feed alone, download when it is told to, and install when it is told to.
 * @param updater the system's by default
 */
export function useFeed(config: UpdateConfig, updater: AppUpdater = electronUpdater.autoUpdater): AppUpdater {
  updater.autoDownload = false
  updater.allowDowngrade = false
  updater.allowPrerelease = config.channel !== 'latest'
  updater.requestHeaders = { 'Cache-Control': 'no-cache' }
  updater.setFeedURL({
    provider: 'custom',
    url: config.feed,
    channel: config.channel,
    updateProvider: signedProvider(createPublicKey(config.key)),
  } as unknown as Parameters<AppUpdater['setFeedURL']>[0])
  return updater
}
