package dev.borealis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of variables, {@code .env}, in which some are set and all else stays as it is. */
record EnvFile(Path path) {
  /** The value of a variable; null if there is no such line, or no file. */
  @Nullable String get(String name) throws IOException {
    String value = null;
    for (String line : lines()) {
      if (isOf(line, name)) {
        value = line.substring(line.indexOf('=') + 1).strip().replaceAll("^[\"']|[\"']$", "");
      }
    }
    return value;
  }

  private List<String> lines() throws IOException {
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static boolean isOf(String line, String name) {
    String bare = line.strip().replaceFirst("^export\\s+", "");
    return bare.startsWith(name) && bare.substring(name.length()).stripLeading().startsWith("=");
  }

  /** The text with these variables set; those without a value are taken out. */
  String with(Map<String, @Nullable String> variables) throws IOException {
    Map<String, @Nullable String> missing = new LinkedHashMap<>(variables);
    List<String> lines = new ArrayList<>();
    for (String line : lines()) {
      @Nullable String changed = line;
      for (Map.Entry<String, @Nullable String> variable : variables.entrySet()) {
        if (isOf(line, variable.getKey())) {
          String value = variable.getValue();
          changed = value == null ? null : line.substring(0, line.indexOf('=') + 1) + value;
          missing.remove(variable.getKey());
        }
      }
      if (changed != null) {
        lines.add(changed);
      }
    }
    missing.forEach((name, value) -> {
      if (value != null) {
        lines.add(name + "=" + value);
      }
    });
    return String.join("\n", lines) + "\n";
  }
}
