import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,suites,reference-broker,scripts,test}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
