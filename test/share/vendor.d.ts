declare module 'twitter-text' {
  const twitter: { parseTweet(text: string): { readonly weightedLength: number; readonly valid: boolean } }
  export default twitter
}
