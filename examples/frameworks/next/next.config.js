export default {
  // Loads what it needs when it needs it: left to Node instead of being bundled.
  serverExternalPackages: ['badgewright'],
  // Folders with a dot are not routed.
  rewrites: async () => [{ source: '/.well-known/:file', destination: '/well-known/:file' }],
}
