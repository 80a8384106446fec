package dev.borealis.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this program was started, and how it starts itself again. */
final class Launcher {
  /** The script that found Java and started this; an absolute path. */
  private static final @Nullable String SCRIPT = System.getProperty("dsql.launcher");

  /** The script as the person wrote it. */
  private static final String COMMAND_NAME = System.getProperty("dsql.command", "dsql");

  private Launcher() {}

  /** What to type for this program. */
  static String commandName() {
    return COMMAND_NAME;
  }

  /** The command line that runs this program with {@code arguments}. */
  static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (SCRIPT == null) {
      command.add(System.getProperty("java.home") + "/bin/java");
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Dsql.class.getName()));
    } else {
      command.add(SCRIPT);
    }
    command.addAll(arguments);
    return command;
  }

  /** How another program starts this one: by name if it is on the path, else by where it is. */
  static String commandForOthers() {
    return SCRIPT == null || isOnPath("dsql") ? "dsql" : SCRIPT;
  }

  /** Whether a program is found by its name. */
  static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
