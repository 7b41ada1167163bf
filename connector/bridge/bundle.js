// Puts the bridge's programs and the libraries that they load into a few files, after tsc: Node then needs half the time of a
// processor to start them. Not minified, so that a stack trace says where; the bridge itself reads names of functions
// there.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const BUNDLE = 'dist/bundle';

// The names of shared files change with what is in them.
rmSync(BUNDLE, { recursive: true, force: true });
await build({
  // baileys.js is the instance in main.js, for a preload that has to reach it.
  entryPoints: ['dist/src/main.js', 'dist/src/probe.js', 'dist/src/baileys.js'],
  outdir: BUNDLE,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.11',
  external: [
    // Load native code from beside themselves.
    'lmdb',
    'fs-native-extensions',
    // Baileys takes them where they are installed; here they are not.
    'audio-decode',
    'jimp',
    'link-preview-js',
    'sharp',
  ],
  // What the libraries that are CommonJS load Node's own modules with.
  banner: {
    js: "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);",
  },
  logLevel: 'warning',
});
