package dev.borealis.mcp;

import dev.borealis.knowledge.Skill;
import java.nio.file.Files;
import java.nio.file.Path;

/** A coding agent, and where it looks for skills and for MCP servers. */
public enum Agent {
  /** Claude Code. */
  CLAUDE(".claude/skills", ".mcp.json"),
  /** Kiro. */
  KIRO(".kiro/skills", ".kiro/settings/mcp.json"),
  /** Codex; its configuration is the user's, not the project's. */
  CODEX(".agents/skills", ".codex/config.toml"),
  /** Gemini CLI. */
  GEMINI(".gemini/skills", ".gemini/settings.json"),
  /** Cursor. */
  CURSOR(".cursor/skills", ".cursor/mcp.json");

  private final String skills;
  private final String configuration;

  Agent(String skills, String configuration) {
    this.skills = skills;
    this.configuration = configuration;
  }

  /** Where the skill's files go. */
  Path skillDirectory(Path project) {
    return project.resolve(skills).resolve(Skill.NAME);
  }

  /** The file that names MCP servers. */
  Path configurationFile(Path project, Path home) {
    return (this == CODEX ? home : project).resolve(configuration);
  }

  /** Whether an agent of this kind has been at work in a directory. */
  public boolean isUsedIn(Path project) {
    String traces = skills.substring(0, skills.indexOf('/'));
    return Files.isDirectory(project.resolve(traces))
        || (this == CLAUDE && Files.exists(project.resolve("CLAUDE.md")));
  }
}
