const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EACCES: 'you may not open it',
  EPERM: 'you may not open it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'there is no space left for you on the disk',
  EFBIG: 'the disk takes no file of that size',
};

/** Why the system refused a file, in words for a sentence. */
export function reason(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message ?? String(error);
}
