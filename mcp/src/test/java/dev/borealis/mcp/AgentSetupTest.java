package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AgentSetupTest {
  @TempDir private Path directory = Path.of("");

  private AgentSetup setup(Agent agent) {
    return new AgentSetup(agent, directory.resolve("project"), directory.resolve("home"));
  }

  private static void apply(List<FileChange> changes) throws IOException {
    for (FileChange change : changes) {
      change.apply();
    }
  }

  @ParameterizedTest
  @EnumSource
  void installsOnceAndTakesAllAway(Agent agent) throws IOException {
    AgentSetup setup = setup(agent);
    assertThat(setup.isConfigured()).isFalse();
    apply(setup.install("dsql", List.of()));
    assertThat(setup.isConfigured()).isTrue();
    assertThat(setup.install("dsql", List.of())).isEmpty();
    Path skill = agent.skillDirectory(directory.resolve("project"));
    assertThat(Files.readString(skill.resolve("SKILL.md")))
        .startsWith("---\nname: dsql\ndescription: ");
    assertThat(skill.resolve("workflows/query-plan.md")).exists();
    assertThat(skill.resolve("references/limits.md")).exists();
    apply(setup.uninstall());
    assertThat(setup.isConfigured()).isFalse();
    assertThat(skill.resolve("SKILL.md")).doesNotExist();
    Path configuration =
        agent.configurationFile(directory.resolve("project"), directory.resolve("home"));
    assertThat(configuration).doesNotExist();
  }

  @Test
  void keepsAnEmptyConfigurationThatWasThereBefore() throws IOException {
    Path file = directory.resolve("project/.mcp.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"mcpServers\": {}}\n");
    assertThat(setup(Agent.CLAUDE).uninstall()).isEmpty();
    apply(setup(Agent.CLAUDE).install("dsql", List.of()));
    apply(setup(Agent.CLAUDE).uninstall());
    assertThat(JsonMapper.shared().readTree(Files.readString(file)).toString())
        .isEqualTo("{\"mcpServers\":{}}");
  }

  @Test
  void everyLinkOfTheSkillLeadsToAFile() throws IOException {
    apply(setup(Agent.CLAUDE).install("dsql", List.of()));
    Path skill = Agent.CLAUDE.skillDirectory(directory.resolve("project"));
    try (var files = Files.walk(skill)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        java.util.regex.Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)")
            .matcher(Files.readString(file))
            .results()
            .forEach(link ->
                assertThat(file.resolveSibling(link.group(1))).as(file.toString()).exists());
      }
    }
  }

  @Test
  void keepsOtherSettingsAsTheyAre() throws IOException {
    Path file = directory.resolve("project/.mcp.json");
    Files.createDirectories(file.getParent());
    String before =
        "{\n    \"theme\" : \"dark\",\n    \"mcpServers\": {\n        \"other\": {\"command\":\"x\"}\n    },\n    \"n\": [1,  2]\n}\n";
    Files.writeString(file, before);
    apply(setup(Agent.CLAUDE).install("dsql", List.of("--allow-writes")));
    String after = Files.readString(file);
    assertThat(after)
        .contains("\"theme\" : \"dark\",")
        .contains("\"other\": {\"command\":\"x\"},")
        .contains("\"n\": [1,  2]");
    JsonNode entry = JsonMapper.shared().readTree(after).path("mcpServers").path("aurora-dsql");
    assertThat(entry.toString())
        .isEqualTo("{\"command\":\"dsql\",\"args\":[\"mcp\",\"--allow-writes\"]}");
    assertThat(Files.readString(directory.resolve("project/.mcp.json.before-dsql")))
        .isEqualTo(before);
    apply(setup(Agent.CLAUDE).uninstall());
    assertThat(JsonMapper.shared().readTree(Files.readString(file)))
        .isEqualTo(JsonMapper.shared().readTree(before));
  }

  @Test
  void takesOverTheOfficialServersEntry() throws IOException {
    Path file = directory.resolve("project/.cursor/mcp.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"mcpServers": {"aurora-dsql": {"command": "uvx", "args": ["awslabs.aurora-dsql-mcp-server@latest",
          "--cluster_endpoint", "x.dsql.us-east-1.on.aws", "--region", "us-east-1", "--database_user", "admin"],
          "env": {"AWS_PROFILE": "dev"}, "disabled": false}}}
        """);
    apply(setup(Agent.CURSOR).install("dsql", List.of()));
    JsonNode entry =
        JsonMapper.shared().readTree(Files.readString(file)).path("mcpServers").path("aurora-dsql");
    assertThat(entry.path("command").asString()).isEqualTo("dsql");
    assertThat(entry.path("args").toString())
        .isEqualTo(
            "[\"mcp\",\"--cluster_endpoint\",\"x.dsql.us-east-1.on.aws\",\"--region\",\"us-east-1\",\"--database_user\",\"admin\"]");
    assertThat(entry.path("env").path("AWS_PROFILE").asString()).isEqualTo("dev");
    assertThat(entry.path("disabled").asBoolean(true)).isFalse();
  }

  @Test
  void editsCodexTables() throws IOException {
    Path file = directory.resolve("home/.codex/config.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "# mine\nmodel = \"x\"\n\n[mcp_servers.aurora-dsql]\ncommand = \"uvx\"\n[mcp_servers.aurora-dsql.env]\nAWS_PROFILE = \"dev\"\n\n[other]\na = 1\n");
    apply(setup(Agent.CODEX).install("dsql", List.of()));
    assertThat(Files.readString(file))
        .isEqualTo(
            "# mine\nmodel = \"x\"\n\n[mcp_servers.aurora-dsql]\ncommand = \"dsql\"\nargs = [\"mcp\"]\n[mcp_servers.aurora-dsql.env]\nAWS_PROFILE = \"dev\"\n\n[other]\na = 1\n");
    apply(setup(Agent.CODEX).uninstall());
    assertThat(Files.readString(file)).isEqualTo("# mine\nmodel = \"x\"\n\n[other]\na = 1\n");
  }

  @Test
  void keepsWhatElseACodexEntryHas() throws IOException {
    Path file = directory.resolve("home/.codex/config.toml");
    Files.createDirectories(file.getParent());
    String before =
        """
        model = "o3" # = [
        note = \"""
        [mcp_servers.aurora-dsql]
        \"""
        [mcp_servers."aurora-dsql"]  # the database
        command = 'uvx'
        args = [
          "awslabs.aurora-dsql-mcp-server@latest", # ]
          "--cluster_endpoint", "x.dsql.us-east-1.on.aws",
        ]
        env = { AWS_PROFILE = "dev" }
        startup_timeout_sec = 20

        # about z
        [z]
        a = [[1, 2],
        [3]]
        """
            .replace("\n", "\r\n");
    Files.writeString(file, before);
    apply(setup(Agent.CODEX).install("dsql", List.of()));
    int args = before.indexOf("args = ");
    assertThat(Files.readString(file))
        .isEqualTo(
            before.substring(0, args).replace("'uvx'", "\"dsql\"")
                + "args = [\"mcp\", \"--cluster_endpoint\", \"x.dsql.us-east-1.on.aws\"]"
                + before.substring(before.indexOf("\r\nenv = ")));
    apply(setup(Agent.CODEX).uninstall());
    assertThat(Files.readString(file))
        .isEqualTo(
            before.substring(0, before.indexOf("[mcp_servers.\""))
                + before.substring(before.indexOf("\r\n# about z")));
  }

  @Test
  void leavesCodexAloneWhereTheServerHasNoTableOfItsOwn() throws IOException {
    Path file = directory.resolve("home/.codex/config.toml");
    Files.createDirectories(file.getParent());
    for (String other :
        List.of(
            "mcp_servers = { aurora-dsql = { command = \"x\" } }\n",
            "mcp_servers.aurora-dsql.command = \"x\"\n",
            "[mcp_servers]\naurora-dsql = { command = \"x\" }\n",
            "a = \"not closed\n")) {
      Files.writeString(file, other);
      assertThatThrownBy(() -> setup(Agent.CODEX).install("dsql", List.of()))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[mcp_servers.aurora-dsql]\ncommand = \"dsql\"");
      assertThat(Files.readString(file)).isEqualTo(other);
    }
  }

  @Test
  void keepsALinkToSettingsThatAreElsewhere() throws IOException {
    Path link = directory.resolve("project/.mcp.json");
    Path elsewhere = directory.resolve("dotfiles/mcp.json");
    Files.createDirectories(link.getParent());
    Files.createDirectories(elsewhere.getParent());
    Files.writeString(elsewhere, "{\"mcpServers\": {\"other\": {}}}");
    Files.createSymbolicLink(link, elsewhere);
    apply(setup(Agent.CLAUDE).install("dsql", List.of()));
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(elsewhere)).contains("other", "aurora-dsql");
  }

  @Test
  void takesOverTheOfficialEntryOfWindows() throws IOException {
    Path file = directory.resolve("project/.mcp.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"mcpServers": {"aurora-dsql": {"command": "uv", "args": ["tool", "run", "--from",
          "awslabs.aurora-dsql-mcp-server@latest", "awslabs.aurora-dsql-mcp-server.exe", "--region", "us-east-1"]}}}
        """);
    apply(setup(Agent.CLAUDE).install("dsql", List.of()));
    assertThat(
            JsonMapper.shared()
                .readTree(Files.readString(file))
                .path("mcpServers")
                .path("aurora-dsql")
                .path("args")
                .toString())
        .isEqualTo("[\"mcp\",\"--region\",\"us-east-1\"]");
  }

  @Test
  void namesTheFileThatIsNoText() throws IOException {
    Path file = directory.resolve("project/.mcp.json");
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {'{', (byte) 0xe9, '}'});
    assertThatThrownBy(() -> setup(Agent.CLAUDE).install("dsql", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".mcp.json is not UTF-8");
  }

  @Test
  void touchesNothingThatItCannotRead() throws IOException {
    Path file = directory.resolve("project/.gemini/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{ // a comment\n}");
    assertThatThrownBy(() -> setup(Agent.GEMINI).install("dsql", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Add this to it by hand");
    assertThat(Files.readString(file)).isEqualTo("{ // a comment\n}");
  }

  @Test
  void showsWhatChanges() {
    FileChange change = new FileChange(Path.of("f"), "a\nb\nc\nd\n", "a\nb\nx\nd\n");
    assertThat(change.diff())
        .isEqualTo(
            "change   f\n           a\n           b\n         - c\n         + x\n           d\n");
  }
}
