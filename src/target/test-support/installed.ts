import { TargetError } from '../target-error.ts';

/** Whether a preset finds its program on this machine. */
export const installed = async (find: () => unknown): Promise<boolean> => {
  try {
    await find();
    return true;
  } catch (error) {
    if (error instanceof TargetError && error.code === 'not-installed') return false;
    throw error;
  }
};
