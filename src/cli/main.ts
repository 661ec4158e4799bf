#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

// Standard output to a pipe is asynchronous: an exit before it drained would cut the report short.
const exitCode = await runCommandLine(process.argv);
process.stdout.write('', () => process.exit(exitCode));
