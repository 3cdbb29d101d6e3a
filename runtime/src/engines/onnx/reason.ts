/** Why ONNX Runtime failed, in one line: without the place in its sources, its class and the final stop. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Of what more is said, the sizes that do not fit tell the most.
  const line = text.replace(/\s*\n\s*/g, ' ').replace(/ Please fix either .*$/, '');
  return line.replace(/^\/\S*onnxruntime\S* .* was false\. /, '').replace(/\.\s*$/, '');
}
