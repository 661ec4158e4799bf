/*
 * What the brokers written in Erlang have in common. All of it goes into a file of arguments for `erl`
 * (`-args_file`), where single quotes keep an expression together. Paths and ports reach the expressions
 * through the environment, so that nothing has to be escaped.
 */

/** Not HOME: what is deleted must never be somebody's home, whatever a start forgets to set. */
const directoryVariable = 'ASSAY_DIRECTORY';
const directory = `os:getenv("${directoryVariable}")`;

/** In the server's directory: it is there when the start is complete. */
export const startedFile = 'started';

/**
 * Arguments for every node. It reads no commands, and Ctrl-C at our terminal is not for it: we end our servers
 * ourselves.
 */
export const nodeArguments = `-noinput
+Bi
`;

/**
 * An argument that ends the node when its stdin ends: whatever happens to us, no server stays behind, and
 * neither do its files. There is no orderly shutdown, because nothing is to be kept; RabbitMQ takes six
 * seconds for its own.
 *
 * @param first expressions to be evaluated before the end
 */
export const endWithStdin = (first: readonly string[] = []): string => {
  const last = [...first, `file:del_dir_r(${directory})`, 'halt()'];
  return `-eval 'spawn(fun() -> Port = open_port({fd, 0, 1}, [in, eof]), receive {Port, eof} -> ${last.join(', ')} end end)'
`;
};

/** An argument that says, by `startedFile`, that these expressions are done. */
export const tellStarted = (expressions: readonly string[]): string =>
  `-eval '${[...expressions, `file:write_file(filename:join(${directory}, "${startedFile}"), "")`].join(', ')}'
`;

/** The variables that every node gets. A crash is told by stderr and the exit code, not by a dump. */
export const nodeEnvironment = (directoryPath: string) =>
  ({
    [directoryVariable]: directoryPath,
    HOME: directoryPath,
    LANG: 'C.UTF-8',
    ERL_CRASH_DUMP_BYTES: '0',
  }) as const;
