/** Whether there is such a process, or its zombie. */
export const isRunning = (server: { readonly pid: number } | undefined): boolean => {
  if (server === undefined) throw new Error('the target shows no process');
  try {
    return process.kill(server.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
};
