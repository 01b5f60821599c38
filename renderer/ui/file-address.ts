import type { FileVariant } from '@lianqun/protocol'

/** Where the window loads a file from: main answers it from its store or from the server. Relative to the page. */
export function fileAddress(id: string, variant?: FileVariant): string {
  const address = `./files/${encodeURIComponent(id)}`
  return variant === undefined ? address : `${address}/${variant}`
}
