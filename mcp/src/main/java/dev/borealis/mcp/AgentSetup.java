package dev.borealis.mcp;

import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Skill;
import java.io.IOException;
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
          ? new TomlSettings(text, "mcp_servers." + SERVER).hasTable()
          : new JsonSettings(text).get(SERVERS, SERVER) != null;
    } catch (RefusedException e) {
      return text.contains("\"" + SERVER + "\"");
    }
  }

  private static @Nullable String read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readString(path);
  }

  private String configured(
      Path file, @Nullable String before, String command, List<String> flags) {
    List<String> args = new ArrayList<>(List.of("mcp"));
    args.addAll(flags);
    String text = before == null ? "" : before;
    try {
      return agent == Agent.CODEX
          ? new TomlSettings(text, "mcp_servers." + SERVER)
              .with("mcp_servers." + SERVER, command, args)
          : json(new JsonSettings(text), command, args, flags.isEmpty());
    } catch (RefusedException e) {
      throw unusable(file, String.valueOf(e.getMessage()), command, args);
    }
  }

  private static IllegalArgumentException unusable(
      Path file, String reason, String command, List<String> args) {
    return new IllegalArgumentException(
        "%s cannot be edited: %s. Add this to it by hand: \"%s\": {\"%s\": {\"command\": \"%s\", \"args\": %s}}"
            .formatted(
                file,
                reason,
                SERVERS,
                SERVER,
                command,
                args.stream().map(arg -> "\"" + arg + "\"").toList()));
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
      List<String> kept = flags(present.path("args"));
      if (keepFlags && !kept.isEmpty()) {
        List<String> all = new ArrayList<>(List.of("mcp"));
        all.addAll(kept);
        entry.put("args", all);
      }
      present
          .propertyStream()
          .filter(member -> !entry.containsKey(member.getKey()))
          .forEach(member -> entry.put(member.getKey(), member.getValue()));
    }
    return settings.with(SERVERS, SERVER, entry);
  }

  /** The flags of an entry: what follows {@code mcp}, or the official package's name. */
  private static List<String> flags(JsonNode args) {
    List<String> flags = new ArrayList<>();
    boolean found = false;
    for (JsonNode arg : args) {
      String text = arg.asString("");
      if (found) {
        flags.add(text);
      }
      found |= text.equals("mcp") || text.contains(OFFICIAL_PACKAGE);
    }
    return flags;
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
    TomlSettings settings = new TomlSettings(before, "mcp_servers." + SERVER);
    return settings.hasTable() ? settings.without() : before;
  }
}
