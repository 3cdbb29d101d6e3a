/** Why ONNX Runtime failed, in one line: without the place in its sources, its class and the final stop. */
export function oneLine(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  return line.replace(/^\/\S*onnxruntime\S* .* was false\. /, '').replace(/\.\s*$/, '');
}
