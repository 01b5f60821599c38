/** The signin feature's place in the window. */
export function SignInScreen() {
  return null
}
