import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{language,onnx,runtime,distill,data,server,client,cli}/src/**/*.test.ts',
      'tests/{invariants,protocol,cli}/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
