/**
 * The version of this contract. Each addition raises it by one; both sides send theirs in `sync.hello`. Both continue
 * with what both know: an addition never makes the other side reject anything.
 */
export const protocolVersion = 2
