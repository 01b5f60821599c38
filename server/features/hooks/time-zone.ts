/** Of the times on the cards of hooks, by its IANA name: that of the server, which knows no other of a group. */
export const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
