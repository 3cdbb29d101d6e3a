import type { Device } from '../protocol.ts';

/** ONNX Runtime's name of what carries a model out. */
export type Provider = Exclude<Device, 'auto'>;

export const providerNames: Readonly<Record<Provider, string>> = {
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'CoreML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
};

/** All providers, best first: the order in which they are taken where the user leaves the choice. */
export const providers: readonly Provider[] = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'];

/** Where ONNX Runtime has a build with the provider; elsewhere it need not be tried. */
const platforms: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  cuda: ['linux-x64', 'linux-arm64'],
  dml: ['win32-x64', 'win32-arm64'],
  coreml: ['darwin-arm64', 'darwin-x64'],
};

/** Why the provider cannot be there on this kind of machine; undefined where it can. */
export function unsupported(provider: Provider, platform = `${process.platform}-${process.arch}`): string | undefined {
  if (platforms[provider]?.includes(platform) ?? true) return undefined;
  return `${providerNames[provider]} does not exist on ${platform}`;
}
