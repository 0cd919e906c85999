/** What the codes of an operating system mean (errno(3)). */
const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EAGAIN: 'it has nothing to read at the moment',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of its path is no folder',
  ENXIO: 'nobody reads from it, or there is no such device',
  EPERM: 'that is not allowed',
  EROFS: 'its file system is read-only',
};

/** Why a file cannot be read or written, in words. @internal */
export function fileFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? code ?? message;
}
