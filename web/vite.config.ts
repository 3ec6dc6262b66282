import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server that `npm run dev:web` asks for data. */
const server = process.env['JOBU_ADMIN_URL'] ?? 'http://127.0.0.1:8080';

/** Addresses in the build are relative, so that it works below any path. */
export default defineConfig({
  base: './',
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  server: {
    proxy: {
      '^/(api|docs|health|ready|metrics)(/|$)': {
        target: server,
        changeOrigin: true,
        // To the server, its own page is asking.
        configure: (proxy) => proxy.on('proxyReq', (request) => request.removeHeader('origin')),
      },
    },
  },
  build: {
    target: ['chrome130', 'firefox132', 'safari18'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    manifest: 'manifest.json',
  },
});
