package dev.borealis.engine;

import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's programs together with the account that they run as. */
record PostgresPrograms(PostgresBinaries binaries, OperatingSystemUser user) {
  /** A run of {@code program} with {@code arguments}, not started yet. */
  ProcessBuilder process(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    return otherProcess(command);
  }

  /** A run of a program of the operating system as the same account, not started yet. */
  ProcessBuilder otherProcess(List<String> command) {
    // The account may be unable to enter the directory that this JVM was started in.
    return ProgramRun.process(user.command(command), binaries.home());
  }

  /** Sends a signal, such as {@code INT}, to a PostgreSQL process. */
  void signal(String name, ProcessHandle process) {
    // The JDK can send but TERM and KILL, which mean other things to a postmaster than INT and
    // QUIT; pg_ctl sends any, and on Windows too. A process that has just gone is no failure.
    ProgramRun.of(process("pg_ctl", List.of("kill", name, Long.toString(process.pid()))));
  }
}
