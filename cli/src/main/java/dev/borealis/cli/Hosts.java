package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

final class Hosts extends Subcommand {
  private final Setting<Boolean> install =
      flag("--install", "Write the lines into the hosts file, after asking.");
  private final Setting<Boolean> remove =
      flag("--remove", "Take the lines out of the hosts file, after asking.");
  private final Setting<Boolean> yes = flag("--yes", "Do not ask.");
  private final OptionalSetting<Path> file =
      option(Path.class, "--hosts-file", "FILE", "The hosts file (default: the system's).");
  private final ServiceChoice choice = new ServiceChoice(this);

  Hosts() {
    super(
        "hosts",
        "Prints the hosts-file lines by which clients find the local clusters.",
        "With --install and --remove, it changes the hosts file.");
    examples("  dsql hosts", "  sudo dsql hosts --install", "  sudo dsql hosts --remove --yes");
  }

  @Override
  public Integer call() {
    if (install.value() && remove.value()) {
      throw wrongUsage("--install and --remove contradict each other. Leave one out.");
    }
    List<String> lines = remove.value() ? List.of() : lines();
    if (!install.value() && !remove.value()) {
      lines.forEach(out()::println);
      return 0;
    }
    HostsFile hosts = new HostsFile(file.value() == null ? HostsFile.ofSystem() : file.value());
    try {
      String next = hosts.with(lines);
      if (!isAgreed(hosts.path(), lines)) {
        throw new CommandFailure("Nothing was changed.");
      }
      hosts.replace(next);
    } catch (IOException e) {
      throw new CommandFailure(
          "The hosts file %s cannot be changed (%s). Run the command as root, or name another file with --hosts-file."
              .formatted(hosts.path(), e),
          e);
    }
    return 0;
  }

  private List<String> lines() {
    ServiceRecord service = choice.require();
    return service.endpoints().stream()
        .map(endpoint -> service.connectAddress() + " " + endpoint)
        .toList();
  }

  private boolean isAgreed(Path path, List<String> lines) throws IOException {
    if (yes.value()) {
      return true;
    }
    if (!Objects.requireNonNull(System.console()).isTerminal()) {
      throw new CommandFailure("There is no terminal to ask at. Add --yes.");
    }
    lines.forEach(out()::println);
    out()
        .print(
            lines.isEmpty()
                ? "Take the lines of dsql out of %s? [y/N] ".formatted(path)
                : "Write these lines into %s? [y/N] ".formatted(path));
    out().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
