declare module '@digitalcredentials/dcc-context' {
  const dcc: { readonly CONTEXT_V1: import('../../src/types/json.js').JsonObject }
  export default dcc
}
