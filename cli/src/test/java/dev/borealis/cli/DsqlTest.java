package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DsqlTest {

  static Stream<String> everyCommand() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine dsql = Dsql.commandLine(new String[0], nowhere, nowhere);
    return withAllBelow(dsql).stream().map(command -> command.getCommandSpec().qualifiedName());
  }

  private static List<CommandLine> withAllBelow(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(below -> all.addAll(withAllBelow(below)));
    return all;
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void showsAnExampleOfEveryCommand(String qualifiedName) {
    String[] words = qualifiedName.split(" ", -1);
    String[] args =
        Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new);
    Invocation help = Invocation.of(args);
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: " + qualifiedName)
        .contains("Example")
        .contains("  dsql ");
  }

  @Test
  void listsEveryCommandInItsHelp() {
    assertThat(Invocation.of("--help").out())
        .contains("\n  start ", "\n  stop ", "\n  status ", "\n  token ", "\n  psql ", "\n  sql ")
        .contains("\n  iam ", "\n  cluster ", "\n  hosts ", "\n  faults ");
  }

  @Test
  void tellsItsVersion() {
    assertThat(Invocation.of("--version").out())
        .matches("dsql [0-9].* \\(Java [0-9.+a-zA-Z-]+\\)\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~                              | Which command?",
        "iam                             | Which command? 'dsql iam --help'",
        "iam user                        | Which command? 'dsql iam user --help'",
        "strat                           | 'dsql' has no command 'strat'. Did you mean 'sta",
        "start --prot 1                  | 'dsql start' has no option '--prot'.",
        "status now                      | 'dsql status' takes no argument 'now'.",
        "start --port x                  | '--port'",
        "start --port                    | '--port'",
        "start --port 70000              | 70000 is not a port",
        "start --region here             | 'here' is not the name of a region",
        "start --dsql-version 2024-01    | 2025-12, 2026-06, 2026-09",
        "start --auth none               | '--auth'",
        "start --ephemeral --data x      | --ephemeral keeps no data",
        "start --tls-cert x              | needs both --tls-cert and --tls-key",
        "token --expires-in 0            | 1 to 604800 seconds",
        "token --expires-in 604801       | 1 to 604800 seconds",
        "sql --format xml                | '--format'",
        "status --output xml             | '--output'",
        "start --http-port 70000         | 70000 is not a port",
        "start --sleep-after -1          | cannot sleep",
        "start --cluster-quota 0         | 1 to 10000 clusters",
        "cluster                         | Which command? 'dsql cluster --help'",
        "cluster get                     | IDENTIFIER",
        "cluster create --tag x          | 'x' is not a tag; give KEY=VALUE",
        "hosts --install --remove        | contradict each other",
        "iam policy                      | Which command? 'dsql iam policy --help'",
        "iam user add                    | NAME",
        "iam user add a --allow dsql:Fly | 'dsql:Fly' is not an action",
        "iam user add a:b                | is not the ARN",
        "faults                          | Which command? 'dsql faults --help'",
        "faults conflict                 | Which table?",
        "faults conflict --table t --every 0   | 1 or more",
        "faults conflict --table t --code OC2  | '--code'",
      })
  void refusesWrongUsageWithExitCode2(String line, String message) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    Invocation invocation = Invocation.of(args);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err())
        .startsWith("dsql: ")
        .contains(message)
        .contains("--help")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "stop --data /no/such/directory   | No local service is running with the data directory",
        "token --data /no/such/directory  | Start one with 'dsql start'",
        "token --endpoint db.example.com  | --region",
        "token --endpoint a:b:c           | HOST:PORT",
        "iam user list --data /no/such    | There is no data directory",
        "faults list --endpoint abc.dsql.us-east-1.on.aws | local clusters only",
        "cluster list --data /no/such     | No local service is running",
        "hosts --data /no/such            | No local service is running",
      })
  void failsWithExitCode1AndTellsWhatToDo(String line, String message) {
    Invocation invocation = Invocation.of(line.split(" ", -1));
    assertThat(invocation.exitCode()).isEqualTo(1);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err()).startsWith("dsql: ").contains(message).doesNotContain("\tat ");
  }

  @Test
  void saysThatNothingRunsInBothForms() {
    Invocation text = Invocation.of("status", "--data", "/no/such/directory");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out()).isEqualTo("No local service is running. Start one with 'dsql start'.\n");
    Invocation json = Invocation.of("status", "--data", "/no/such/directory", "--output", "json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).isEqualTo("[]\n");
  }
}
