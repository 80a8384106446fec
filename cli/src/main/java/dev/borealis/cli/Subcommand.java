package dev.borealis.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command: how it is called, and what it does. The fields of a command are its options. They are
 * declared by calls and not by picocli's annotations, because reading annotations takes longer than
 * most commands run.
 */
abstract class Subcommand implements Callable<Integer> {
  private static final int HELP_ORDER = 1000;

  private final CommandSpec spec;

  /**
   * @param description what it does, one string for each line of help
   */
  Subcommand(String name, String... description) {
    spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage()
        .description(description)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .autoWidth(true);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .order(HELP_ORDER)
            .description("Show this help.")
            .build());
  }

  /** Does what the command is for; returns the exit code. */
  @Override
  public abstract Integer call() throws Exception;

  /** What help shows at its end. */
  final void examples(String... lines) {
    spec.usageMessage()
        .footer(Stream.concat(Stream.of("", "Example:"), Stream.of(lines)).toArray(String[]::new));
  }

  /** An option with a value; {@code names} are separated by blanks. */
  final <T> Setting<T> option(String names, String label, T otherwise, String... description) {
    String shown = otherwise.toString();
    String value = otherwise instanceof Enum<?> ? shown.toLowerCase(Locale.ROOT) : shown;
    String[] lines = description.clone();
    if (!shown.isEmpty()) {
      lines[lines.length - 1] += " (default: " + value + ")";
    }
    OptionSpec option =
        OptionSpec.builder(names.split(" ", -1))
            .paramLabel(label)
            .type(otherwise.getClass())
            .initialValue(otherwise)
            .description(lines)
            .build();
    spec.addOption(option);
    return new Setting<>(option);
  }

  /** An option with a value that may be left out. */
  final <T> OptionalSetting<T> option(
      Class<T> type, String names, String label, String... description) {
    OptionSpec option =
        OptionSpec.builder(names.split(" ", -1))
            .paramLabel(label)
            .type(type)
            .description(description)
            .build();
    spec.addOption(option);
    return new OptionalSetting<>(option);
  }

  /** Whether the data that the command prints are for people or for programs. */
  final Setting<Output> outputOption() {
    return option("--output", "FORMAT", Output.TEXT, "text or json");
  }

  /** An option without a value. */
  final Setting<Boolean> flag(String name, String... description) {
    return flag(OptionSpec.builder(name).description(description));
  }

  /** An option without a value that only this program itself uses. */
  final Setting<Boolean> hiddenFlag(String name) {
    return flag(OptionSpec.builder(name).hidden(true));
  }

  /** An option with a value that only this program itself uses. */
  final <T> OptionalSetting<T> hiddenOption(Class<T> type, String name) {
    OptionSpec option = OptionSpec.builder(name).type(type).hidden(true).build();
    spec.addOption(option);
    return new OptionalSetting<>(option);
  }

  private Setting<Boolean> flag(OptionSpec.Builder builder) {
    OptionSpec option = builder.arity("0").type(Boolean.class).initialValue(false).build();
    spec.addOption(option);
    return new Setting<>(option);
  }

  /**
   * An option that may be repeated. Each value is put into {@code into}, in the order of typing.
   *
   * @param reading makes an element of a value; may throw {@link #wrongUsage}
   */
  final <T> void repeated(
      Collection<T> into,
      String names,
      String label,
      Function<String, T> reading,
      String... description) {
    spec.addOption(
        OptionSpec.builder(names.split(" ", -1))
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .parameterConsumer((stack, _, _) -> into.add(reading.apply(stack.pop())))
            .description(description)
            .build());
  }

  /** Any number of arguments without a name. */
  final Setting<List<String>> arguments(String label, String description) {
    PositionalParamSpec arguments =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .description(description)
            .build();
    spec.addPositional(arguments);
    return new Setting<>(arguments);
  }

  /** One argument that must be given. */
  final Setting<String> argument(String label, String description) {
    PositionalParamSpec argument =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity("1")
            .required(true)
            .index("0")
            .type(String.class)
            .description(description)
            .build();
    spec.addPositional(argument);
    return new Setting<>(argument);
  }

  final CommandSpec spec() {
    return spec;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** What was typed cannot be done: to be thrown. */
  final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The value of an option or argument, as soon as the command line has been read. */
  record Setting<T>(ArgSpec argument) {
    T value() {
      return argument.getValue();
    }
  }

  /** The value of an option that may have been left out. */
  record OptionalSetting<T>(OptionSpec option) {
    @Nullable T value() {
      return option.getValue();
    }
  }
}
