package dev.borealis.cli;

import dev.borealis.mcp.Agent;
import dev.borealis.mcp.AgentSetup;
import dev.borealis.mcp.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code dsql skill install} and {@code uninstall}: the skill and the MCP server of an agent. */
final class SkillInstall extends Subcommand {
  private final boolean installing;
  private final OptionalSetting<Agent> agent =
      option(Agent.class, "--agent", "NAME", "claude, kiro, codex, gemini or cursor.");
  private final OptionalSetting<Path> directory =
      option(Path.class, "--dir", "DIR", "The project (default: here).");
  private final Setting<Boolean> dryRun =
      flag("--dry-run", "Show what would change; change nothing.");
  private @Nullable OptionalSetting<String> endpoint;
  private @Nullable OptionalSetting<String> region;
  private @Nullable OptionalSetting<String> user;
  private @Nullable OptionalSetting<String> profile;
  private @Nullable Setting<Boolean> allowWrites;

  private SkillInstall(boolean installing, String name, String... description) {
    super(name, description);
    this.installing = installing;
  }

  /** The command that installs. */
  static SkillInstall install() {
    SkillInstall command =
        new SkillInstall(
            true,
            "install",
            "Writes the skill and the MCP server's configuration into an agent's places.",
            "Other settings stay; a file that changes is kept beside as FILE.before-dsql.");
    command.endpoint =
        command.option(
            String.class,
            "--cluster_endpoint --endpoint",
            "HOST",
            "The cluster of the MCP server (default: the local one that runs).");
    command.region = command.option(String.class, "--region", "REGION", "Its region.");
    command.user = command.option(String.class, "--database_user --user", "ROLE", "Who signs in.");
    command.profile =
        command.option(String.class, "--profile", "NAME", "The AWS profile whose keys sign.");
    command.allowWrites =
        command.flag("--allow-writes", "Let the MCP server's tools change things.");
    command.examples(
        "  dsql skill install --agent claude",
        "  dsql skill install --agent cursor --dir shop --dry-run",
        "  dsql skill install --agent kiro --cluster_endpoint ID.dsql.us-east-1.on.aws");
    return command;
  }

  /** The command that takes all of it away again. */
  static SkillInstall uninstall() {
    SkillInstall command =
        new SkillInstall(false, "uninstall", "Takes the skill and the MCP server away again.");
    command.examples("  dsql skill uninstall --agent claude");
    return command;
  }

  @Override
  public Integer call() {
    Agent chosen = agent.value();
    if (chosen == null) {
      throw wrongUsage("Which agent? --agent claude, kiro, codex, gemini or cursor.");
    }
    Path project =
        Objects.requireNonNullElse(directory.value(), Path.of("")).toAbsolutePath().normalize();
    if (!Files.isDirectory(project)) {
      throw new CommandFailure("There is no directory " + project + ".");
    }
    AgentSetup setup = new AgentSetup(chosen, project, Path.of(System.getProperty("user.home")));
    try {
      List<FileChange> changes =
          installing ? setup.install(Launcher.commandForOthers(), flags()) : setup.uninstall();
      for (FileChange change : changes) {
        out().print(change.diff());
        if (!dryRun.value()) {
          change.apply();
        }
      }
      out().println(end(changes.size()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailure(
          "A file cannot be read or written: %s. Mend that, and run this again: it goes on from what is there."
              .formatted(e.getMessage()),
          e);
    }
    return 0;
  }

  private String end(int changes) {
    if (changes == 0) {
      return installing ? "Everything is there already." : "Nothing of it is there.";
    }
    if (dryRun.value()) {
      return "%d files would change; nothing was changed.".formatted(changes);
    }
    return installing
        ? "Installed. Restart the agent, and say: Get started with DSQL."
        : "Taken away.";
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>();
    add(flags, "--cluster_endpoint", endpoint);
    add(flags, "--region", region);
    add(flags, "--database_user", user);
    add(flags, "--profile", profile);
    if (allowWrites != null && allowWrites.value()) {
      flags.add("--allow-writes");
    }
    return flags;
  }

  private static void add(
      List<String> flags, String name, @Nullable OptionalSetting<String> option) {
    String value = option == null ? null : option.value();
    if (value != null) {
      flags.addAll(List.of(name, value));
    }
  }
}
