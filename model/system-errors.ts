/** Errors of the operating system in plain words. */

/** The error that Node throws after a failed system call. */
export interface SystemError extends Error {
  code: string;
  syscall: string;
  path?: string;
}

export function isSystemError(thrown: unknown): thrown is SystemError {
  if (!(thrown instanceof Error)) return false;
  const { code, syscall } = thrown as Partial<SystemError>;
  return typeof code === 'string' && typeof syscall === 'string';
}

/** Sentences without their full stop, by the system's code of the error. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'You are not allowed to use it',
  EAGAIN: 'It is not ready to be used',
  EBUSY: 'Another program is using it',
  EDQUOT: 'Your disk quota is used up',
  EEXIST: 'A file or folder of that name already exists',
  EFBIG: 'It would be larger than the disk allows',
  EHOSTDOWN: 'The network drive does not answer',
  EINVAL: 'The system does not allow it there',
  EIO: 'The disk reported an error',
  EISDIR: 'It is a folder, and a file was expected',
  ELOOP: 'Its links form a circle',
  EMFILE: 'Too many files are open at once',
  EMLINK: 'Too many links lead to it',
  ENAMETOOLONG: 'Its name is too long',
  ENFILE: 'Too many files are open at once',
  ENODEV: 'There is no such device',
  ENOENT: 'There is no such file or folder',
  ENOMEM: 'The system has no memory left',
  ENOSPC: 'The disk is full',
  ENOTCONN: 'The network drive does not answer',
  ENOTDIR: 'A file is where a folder was expected',
  ENOTEMPTY: 'The folder is not empty',
  ENXIO: 'There is no such device',
  EPERM: 'The system does not permit it',
  EROFS: 'The disk is read-only',
  ESTALE: 'The network drive does not answer',
  ETIMEDOUT: 'The network drive does not answer',
  ETXTBSY: 'Another program is running it',
  EXDEV: 'It cannot be renamed to another disk',
};

/** Returns why a system call failed, in a sentence without its full stop. */
export function systemReason({ code, message }: SystemError): string {
  // Messages have the form “ECODE: reason, open '/file'”.
  const reason = /^[A-Z][A-Z0-9_]+: (.+?)(, [a-z0-9_]+\b.*)?$/.exec(message)?.[1] ?? message;
  return reasons[code] ?? reason.slice(0, 1).toUpperCase() + reason.slice(1);
}
