/** Pairs of a traditional and a simplified character, `萬 万|與 与|…`, from OpenCC. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
