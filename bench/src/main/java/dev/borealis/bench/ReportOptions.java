package dev.borealis.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a benchmark prints; the same for all. */
final class ReportOptions {
  @Option(names = "--json", description = "Print JSON lines instead of text.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** A report that begins with the machine. */
  Report open() {
    Report report =
        new Report(command.commandLine().getOut(), command.commandLine().getErr(), json);
    Machine machine = Machine.current();
    report.fact("machine", machine.fields());
    report.line(machine.toString());
    return report;
  }
}
