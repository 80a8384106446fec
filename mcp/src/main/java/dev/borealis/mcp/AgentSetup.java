package dev.borealis.mcp;

import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Skill;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The skill and the MCP server in an agent's own places. It only says which files change; whoever
 * asked shows that and applies it.
 *
 * @param agent whose places
 * @param project the project's directory
 * @param home the user's directory
 */
public record AgentSetup(Agent agent, Path project, Path home) {
  /** The name under which hooks and documents know the server. */
  private static final String SERVER = "aurora-dsql";

  private static final String SERVERS = "mcpServers";

  /** Codex's place for it. */
  private static final List<String> TABLE = List.of("mcp_servers", SERVER);

  private static final String NO_SERVERS = "{\"" + SERVERS + "\":{}}";
  private static final String OFFICIAL_PACKAGE = "aurora-dsql-mcp-server";
  private static final long MAX_BYTES = 16 << 20;

  /**
   * The files that change when the skill is installed.
   *
   * @param command how an agent starts {@code dsql}
   * @param flags those of {@code dsql mcp}
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the agent's configuration cannot be edited; the message
   *     says what to add by hand
   */
  public List<FileChange> install(String command, List<String> flags) throws IOException {
    List<FileChange> changes = new ArrayList<>();
    Path directory = agent.skillDirectory(project);
    for (Map.Entry<String, String> file : Skill.files(new Knowledge()).entrySet()) {
      Path path = directory.resolve(file.getKey());
      changes.add(new FileChange(path, read(path), file.getValue()));
    }
    Path configuration = agent.configurationFile(project, home);
    String before = read(configuration);
    changes.add(
        new FileChange(configuration, before, configured(configuration, before, command, flags)));
    return changes.stream().filter(FileChange::changes).toList();
  }

  /** The files that change when it is taken away again. */
  public List<FileChange> uninstall() throws IOException {
    List<FileChange> changes = new ArrayList<>();
    Path directory = agent.skillDirectory(project);
    for (String file : Skill.files(new Knowledge()).keySet()) {
      Path path = directory.resolve(file);
      changes.add(new FileChange(path, read(path), null));
    }
    Path configuration = agent.configurationFile(project, home);
    String before = read(configuration);
    if (before != null) {
      changes.add(new FileChange(configuration, before, unconfigured(configuration, before)));
    }
    return changes.stream().filter(FileChange::changes).toList();
  }

  /** Whether the MCP server is configured. */
  public boolean isConfigured() throws IOException {
    Path configuration = agent.configurationFile(project, home);
    String text = read(configuration);
    if (text == null) {
      return false;
    }
    try {
      return agent == Agent.CODEX
          ? new TomlSettings(text, TABLE).hasTable()
          : new JsonSettings(text).get(SERVERS, SERVER) != null;
    } catch (RefusedException e) {
      return text.contains(SERVER);
    }
  }

  private static @Nullable String read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return Files.readString(path);
    } catch (MalformedInputException e) {
      throw new IOException(path + " is not UTF-8", e);
    }
  }

  private String configured(
      Path file, @Nullable String before, String command, List<String> flags) {
    List<String> args = new ArrayList<>(List.of("mcp"));
    args.addAll(flags);
    String text = before == null ? "" : before;
    try {
      return agent == Agent.CODEX
          ? toml(new TomlSettings(text, TABLE), command, args, flags.isEmpty())
          : json(new JsonSettings(text), command, args, flags.isEmpty());
    } catch (RefusedException e) {
      throw unusable(file, String.valueOf(e.getMessage()), command, args);
    }
  }

  private IllegalArgumentException unusable(
      Path file, String reason, String command, List<String> args) {
    String entry =
        agent == Agent.CODEX
            ? new TomlSettings("", TABLE).with(command, args)
            : "\"%s\": {\"%s\": {\"command\": \"%s\", \"args\": %s}}"
                .formatted(
                    SERVERS, SERVER, command, args.stream().map(arg -> "\"" + arg + "\"").toList());
    return new IllegalArgumentException(
        "%s cannot be edited: %s. Add this to it by hand: %s".formatted(file, reason, entry));
  }

  private static String toml(
      TomlSettings settings, String command, List<String> args, boolean keepFlags) {
    return settings.with(command, keepFlags ? kept(settings.args(), args) : args);
  }

  /**
   * An entry that is there keeps everything but its command; of the official server also its flags.
   */
  private static String json(
      JsonSettings settings, String command, List<String> args, boolean keepFlags) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("command", command);
    entry.put("args", args);
    JsonNode present = settings.get(SERVERS, SERVER);
    if (present != null && present.isObject()) {
      List<String> before = new ArrayList<>();
      present.path("args").forEach(arg -> before.add(arg.asString("")));
      entry.put("args", keepFlags ? kept(before, args) : args);
      present
          .propertyStream()
          .filter(member -> !entry.containsKey(member.getKey()))
          .forEach(member -> entry.put(member.getKey(), member.getValue()));
    }
    return settings.with(SERVERS, SERVER, entry);
  }

  /**
   * The arguments with the flags of an entry: what follows {@code mcp}, or the official package.
   */
  private static List<String> kept(List<String> before, List<String> args) {
    List<String> kept = new ArrayList<>(args);
    boolean found = false;
    for (String arg : before) {
      if (arg.contains(OFFICIAL_PACKAGE)) {
        // On Windows it stands there twice: the package, and the program in it.
        found = true;
      } else if (found) {
        kept.add(arg);
      } else {
        found = arg.equals("mcp");
      }
    }
    return kept;
  }

  /** Null if nothing is left of a file that was made for this alone. */
  private @Nullable String unconfigured(Path file, String before) {
    try {
      String after = without(before);
      boolean nothing = after.isBlank() || after.replaceAll("\\s", "").equals(NO_SERVERS);
      return nothing && !after.equals(before) && !FileChange.hasEarlier(file) ? null : after;
    } catch (RefusedException e) {
      throw new IllegalArgumentException(
          "%s cannot be edited: %s. Take \"%s\" out of it by hand."
              .formatted(file, e.getMessage(), SERVER),
          e);
    }
  }

  private String without(String before) {
    if (agent != Agent.CODEX) {
      return new JsonSettings(before).without(SERVERS, SERVER);
    }
    TomlSettings settings = new TomlSettings(before, TABLE);
    return settings.hasTable() ? settings.without() : before;
  }
}
