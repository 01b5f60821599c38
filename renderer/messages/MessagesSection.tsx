/** Conversations and the open one. */
export function MessagesSection() {
  return null
}
