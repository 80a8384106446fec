package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Skill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs, mcp, skill and init, as far as they need no cluster. */
class AgentCommandsTest {
  /** A command of ours in a text, but not one of the AWS CLI. */
  private static final Pattern COMMAND =
      Pattern.compile("(?<!aws )(?<![\\w./-])dsql ([a-z][a-z-]+)");

  @TempDir private Path directory = Path.of("");

  @Test
  void findsPages() {
    Invocation found = Invocation.of("docs", "search", "retry", "40001");
    assertThat(found.exitCode()).isZero();
    assertThat(found.out()).contains("[occ-retry]");
    assertThat(Invocation.of("docs", "search", "retry", "--output", "json").out())
        .startsWith("[")
        .contains("\"url\": \"dsql://docs/occ-retry");
    Invocation nothing = Invocation.of("docs", "search", "xyzzy");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(Invocation.of("docs", "search").exitCode()).isEqualTo(2);
  }

  @Test
  void printsPages() {
    assertThat(Invocation.of("docs", "read").out()).contains("\nlimits ").contains("occ-retry");
    assertThat(Invocation.of("docs", "read", "limits").out()).contains("3,000 rows");
    Invocation unknown = Invocation.of("docs", "read", "limit");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("There is no page 'limit'. Near ones: ");
  }

  @Test
  void recommendsForSql() {
    assertThat(Invocation.of("docs", "recommend", "TRUNCATE t").out())
        .contains("Refused by 2026-06: unsupported statement: Truncate");
  }

  /** Agents and people follow what is written there, word for word. */
  @Test
  void namesOnlyCommandsThatExist() {
    StringBuilder texts = new StringBuilder();
    Knowledge knowledge = new Knowledge();
    Skill.files(knowledge).values().forEach(texts::append);
    List<String> named =
        COMMAND.matcher(texts).results().map(found -> found.group(1)).distinct().toList();
    assertThat(named).contains("start", "lint", "sql", "docs", "skill");
    assertThat(Dsql.COMMANDS).containsAll(named);
  }

  @Test
  void installsASkillAndShowsItFirst() throws IOException {
    String[] install = {"skill", "install", "--agent", "cursor", "--dir", directory.toString()};
    Invocation dry =
        Invocation.of(
            "skill", "install", "--agent", "cursor", "--dry-run", "--dir", directory.toString());
    assertThat(dry.out()).contains("new      ").contains("nothing was changed");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    assertThat(Invocation.of(install).out()).contains("Installed.");
    assertThat(directory.resolve(".cursor/skills/dsql/SKILL.md")).exists();
    assertThat(directory.resolve(".cursor/mcp.json")).content().contains("aurora-dsql");
    assertThat(Invocation.of(install).out()).contains("Everything is there already.");
    Invocation away =
        Invocation.of("skill", "uninstall", "--agent", "cursor", "--dir", directory.toString());
    assertThat(away.out()).contains("Taken away.");
    assertThat(directory.resolve(".cursor/skills/dsql/SKILL.md")).doesNotExist();
    assertThat(Invocation.of("skill", "install").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("skill", "install", "--agent", "nobody").exitCode()).isEqualTo(2);
  }

  @Test
  void refusesFlagsOfTheMcpServerAsTheOfficialOneDoes() {
    assertThat(Invocation.of("mcp", "--knowledge-timeout", "0").exitCode()).isEqualTo(1);
    assertThat(Invocation.of("mcp", "--knowledge-server", "http://x").err()).contains("https");
    assertThat(Invocation.of("mcp", "--max-rows", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void asksForATerminalOrForYes() {
    Invocation init = Invocation.of("init", "--dir", directory.toString());
    assertThat(init.exitCode()).isEqualTo(1);
    assertThat(init.err()).contains("There is no terminal to ask at. Add --yes.");
  }
}
