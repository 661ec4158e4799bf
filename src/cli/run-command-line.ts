import { Command, CommanderError } from '@commander-js/extra-typings';
import { exitCodes } from '../conformance/exit-code.ts';
import { auditCommand } from './audit.ts';
import { benchCommand } from './bench.ts';
import { brokerCommand } from './broker.ts';
import { brokerUserCommand } from './broker-user.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { coverageCommand } from './coverage.ts';
import { explainCommand } from './explain.ts';
import { listCommand } from './list.ts';
import { probeCommand } from './probe.ts';
import { reportCommand } from './report.ts';
import { toolVersion } from './tool-version.ts';
import { explainProblem } from './user-error.ts';
import { workloadsCommand } from './workloads.ts';

/**
 * Runs one command line and resolves with the exit status. Nothing is thrown: every problem becomes one
 * sentence on stderr.
 *
 * @param argv as in `process.argv`
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.conforms;
  const program = new Command('mqtt-assay')
    .description('Does an MQTT broker keep the standard, statement by statement?')
    .version(toolVersion)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true);
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  for (const command of [
    checkCommand(setExitCode),
    probeCommand(),
    listCommand(setExitCode),
    explainCommand(),
    coverageCommand(setExitCode),
    auditCommand(setExitCode),
    brokerCommand(),
    brokerUserCommand(),
    benchCommand(setExitCode),
    workloadsCommand(),
    reportCommand(),
    compareCommand(setExitCode),
  ]) {
    program.addCommand(command.exitOverride());
  }

  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has printed its sentence already.
      return error.exitCode === 0 ? exitCodes.conforms : exitCodes.usage;
    }
    const { sentence, code } = explainProblem(error);
    process.stderr.write(`mqtt-assay: ${sentence}\n`);
    return code;
  }
}
