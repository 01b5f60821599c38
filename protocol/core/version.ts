/**
 * The version of this contract. It grows by one with each addition; either side says its own in `sync.hello`. Both go
 * on with what both know: an addition never makes the other side refuse anything.
 */
export const protocolVersion = 2
