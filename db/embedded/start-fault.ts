/**
 * A start that cannot go on for a reason that the person at the keyboard can remove. The message
 * is one whole sentence that says what is wrong and what to do; it is printed without a stack.
 */
export class StartFault extends Error {
  override readonly name = "StartFault";
}

/** Another start already runs on the same files. */
export class AlreadyRunning extends StartFault {}

/** Turns the system errors that people can do something about into a sentence; others come back unchanged. */
export function explainFileError(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return diskFull(path, error);
  }
  if (code === "EACCES" || code === "EPERM") {
    return permissionMissing(path, error);
  }
  if (code === "EROFS") {
    return new StartFault(
      `${path} is on a read-only file system: set TIEBREAK_DATA_FOLDER to a folder that can be written.`,
      { cause: error },
    );
  }
  return error;
}

export function diskFull(path: string, cause?: unknown): StartFault {
  return new StartFault(
    `The disk that holds ${path} is full: free some space there and start again; no data was lost.`,
    { cause },
  );
}

export function permissionMissing(path: string, cause?: unknown): StartFault {
  return new StartFault(
    `This user may not write ${path}: give the folder to this user (chown -R), start as the user it belongs to, or set TIEBREAK_DATA_FOLDER to another folder.`,
    { cause },
  );
}
