export default {
  // Folders with a dot are not routed.
  rewrites: async () => [{ source: '/.well-known/:file', destination: '/well-known/:file' }],
}
