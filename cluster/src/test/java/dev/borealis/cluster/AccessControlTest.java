package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.Action;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.InvalidPolicyException;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import dev.borealis.iam.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.AccessDeniedException;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;

/**
 * A scoped role, set up as "Using database roles and IAM authentication" says: what it can do, and
 * that it can do nothing else; and when what is taken away is gone.
 */
class AccessControlTest {
  private static final String REGION = "us-east-1";
  private static final String ROLE_ARN = "arn:aws:iam::000000000000:role/example";
  private static final String DENIED = "unable to accept connection, access denied";

  /** Somebody who has assumed the IAM role. */
  private static final Credentials EXAMPLE = new Credentials("EXAMPLEKEY", "secret", null);

  /** Somebody whose policies allow as much, and who is mapped to nothing. */
  private static final Credentials OTHER = new Credentials("OTHERKEY", "secret", null);

  @TempDir private static Path temporary = Path.of("");
  private static @Nullable RunningService running;
  private static @Nullable GetClusterResponse cluster;

  @BeforeAll
  static void setUpAsTheGuideSays() throws IOException, SQLException, InvalidPolicyException {
    // Root's PostgreSQL runs as somebody else, to whom JUnit's directories are closed.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    running =
        RunningService.start(
            temporary.resolve("data"),
            temporary.resolve("cache"),
            new ControlPlaneOptions(0, Duration.ZERO, Duration.ZERO, ClusterQuotas.SERVICE));
    try (DsqlClient sdk = running.sdk(REGION)) {
      cluster =
          sdk.getCluster(it -> it.identifier(service().service().record().clusterId().text()));
    }
    addIdentity(EXAMPLE, "arn:aws:sts::000000000000:assumed-role/example/session");
    addIdentity(OTHER, LocalIdentity.userArn("other"));
    asAdmin(
        "create schema myschema",
        "create table myschema.t (a int primary key, b int)",
        "create schema hidden",
        "create table hidden.t (a int primary key)",
        "create table public.t (a int primary key)",
        "create role example with login",
        "aws iam grant example to '" + ROLE_ARN + "'",
        "grant usage on schema myschema to example",
        "grant select, insert, update on all tables in schema myschema to example");
  }

  private static void addIdentity(Credentials credentials, String principalArn)
      throws IOException, InvalidPolicyException {
    PolicyDocument policy =
        PolicyDocument.ofIdentity(
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "dsql:DbConnect", "Resource": "%s"}]}
            """
                .formatted(target().arn()));
    identities()
        .add(
            new LocalIdentity(
                credentials, principalArn, Policy.allowing(Set.of()).with("connect", policy)));
  }

  private static IdentityStore identities() throws IOException {
    return IdentityStore.open(temporary.resolve("data"));
  }

  @AfterAll
  static void stop() {
    service().close();
  }

  private static RunningService service() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  private static GetClusterResponse target() {
    if (cluster == null) {
      throw new IllegalStateException("not started");
    }
    return cluster;
  }

  private static void asAdmin(String... statements) throws SQLException {
    try (Connection admin = service().connect(target());
        Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection asExample() throws SQLException {
    return service().connect(target(), "example", EXAMPLE);
  }

  /** What a statement fails with: SQLSTATE and message. */
  private static String failure(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "none";
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    }
  }

  private static void refuses(
      GetClusterResponse where, String role, Credentials who, String state) {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> service().connect(where, role, who).close())
        .withMessageContaining(DENIED)
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select 1")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  @Test
  void letsTheRoleDoWhatItWasGranted() throws SQLException {
    try (Connection connection = asExample();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into myschema.t values (1, 1)");
      statement.execute("update myschema.t set b = 2 where a = 1");
      try (ResultSet row =
          statement.executeQuery("select b, current_user, session_user from myschema.t")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(2);
        assertThat(row.getString(2)).isEqualTo("example");
        assertThat(row.getString(3)).isEqualTo("example");
      }
    }
  }

  @Test
  void refusesTheRoleEverythingElse() throws SQLException {
    try (Connection connection = asExample();
        Statement statement = connection.createStatement()) {
      List<String> withoutPrivilege =
          List.of(
              "delete from myschema.t",
              "create table myschema.mine (a int primary key)",
              "create index async on myschema.t (b)",
              "alter table myschema.t add column c int",
              "drop table myschema.t",
              "drop schema myschema",
              "select * from hidden.t",
              "create table public.mine (a int primary key)",
              "select * from public.t",
              "create schema own",
              "create role another with login",
              "drop role example",
              "grant example to admin",
              "grant select on hidden.t to public",
              "aws iam grant example to 'arn:aws:iam::000000000000:user/other'",
              "aws iam revoke example from '" + ROLE_ARN + "'",
              "comment on table myschema.t is 'mine'");
      for (String sql : withoutPrivilege) {
        assertThat(failure(statement, sql)).as(sql).matches("(?s)(42501|0A000|0LP01|42P01) .*");
      }
      assertThat(failure(statement, "aws iam grant example to '" + ROLE_ARN + "'"))
          .contains("permission denied to grant IAM trust with role example");
      // PostgreSQL only warns that nothing was granted.
      statement.execute("grant select on myschema.t to public");
      assertThat(statement.getWarnings().getMessage()).contains("no privileges were granted");
      assertThat(failure(statement, "set role admin")).startsWith("0A000");
      connection.setAutoCommit(false);
      assertThat(failure(statement, "set local role admin")).startsWith("42501");
    }
  }

  @Test
  void refusesTheIdentityEverythingElse() throws SQLException {
    refuses(target(), "admin", EXAMPLE, "08006");
    refuses(target(), "example", OTHER, "28000");
    refuses(target(), "hidden_role", EXAMPLE, "28000");
    try (DsqlClient admin = service().sdk(REGION);
        DsqlClient example = service().sdk(REGION, EXAMPLE)) {
      assertThatThrownBy(() -> example.getCluster(it -> it.identifier(target().identifier())))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> example.createCluster(it -> {}))
          .isInstanceOf(AccessDeniedException.class);
      // Its policy names one cluster.
      String id = admin.createCluster(it -> it.deletionProtectionEnabled(false)).identifier();
      GetClusterResponse elsewhere = RunningService.awaitActive(admin, id);
      try (Connection connection = service().connect(elsewhere);
          Statement statement = connection.createStatement()) {
        statement.execute("create role example with login");
        statement.execute("aws iam grant example to '" + ROLE_ARN + "'");
      }
      refuses(elsewhere, "example", EXAMPLE, "08006");
      admin.deleteCluster(it -> it.identifier(id));
    }
  }

  @Test
  void refusesMappingsThatCannotBe() throws SQLException {
    try (Connection admin = service().connect(target());
        Statement statement = admin.createStatement()) {
      statement.execute("create role no_login");
      assertThat(failure(statement, "aws iam grant no_login to '" + ROLE_ARN + "'"))
          .contains("role no_login must have the LOGIN attribute");
      assertThat(failure(statement, "aws iam grant admin to '" + ROLE_ARN + "'"))
          .contains("Role admin not supported");
      assertThat(failure(statement, "aws iam grant example to 'nobody'"))
          .contains("IAM role must look like an IAM ARN");
      assertThat(failure(statement, "aws iam grant example to '" + ROLE_ARN + "'"))
          .startsWith("42710");
      assertThat(failure(statement, "aws iam revoke example from 'arn:aws:iam::1:user/x'"))
          .isNotEqualTo("none");
      assertThat(failure(statement, "drop role example")).startsWith("2BP01");
      assertThat(failure(statement, "grant usage on schema public to example"))
          .startsWith("0A000")
          .contains("feature not supported on system entity");
    }
  }

  @Test
  void takesARevokedMappingFromOpenSessionsWithTheirNextTransaction() throws SQLException {
    asAdmin("create role leaving with login", "aws iam grant leaving to '" + ROLE_ARN + "'");
    try (Connection connection = service().connect(target(), "leaving", EXAMPLE)) {
      assertThat(one(connection)).isOne();
      asAdmin("aws iam revoke leaving from '" + ROLE_ARN + "'");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> one(connection))
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28000"));
      assertThat(connection.isClosed()).isTrue();
    }
    refuses(target(), "leaving", EXAMPLE, "28000");
    asAdmin("drop role leaving");
  }

  @Test
  void takesAPolicyAndAnIdentityFromNewSessionsOnly() throws Exception {
    Credentials passing = new Credentials("PASSINGKEY", "secret", null);
    addIdentity(passing, ROLE_ARN);
    try (Connection connection = service().connect(target(), "example", passing)) {
      identities().changePolicy("PASSINGKEY", policy -> policy.without("connect"));
      refuses(target(), "example", passing, "08006");
      assertThat(one(connection)).isOne();
      identities().changePolicy("PASSINGKEY", _ -> Policy.allowing(Action.DB_CONNECT));
      service().connect(target(), "example", passing).close();
      identities().remove("PASSINGKEY");
      refuses(target(), "example", passing, "08006");
      assertThat(one(connection)).isOne();
    }
  }

  @Test
  void heedsThePolicyOfTheCluster() throws SQLException {
    try (DsqlClient admin = service().sdk(REGION);
        Connection connection = asExample()) {
      String policy =
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "dsql:DbConnect", "Resource": "*"}]}
          """;
      admin.putClusterPolicy(it -> it.identifier(target().identifier()).policy(policy));
      refuses(target(), "example", EXAMPLE, "08006");
      assertThat(one(connection)).isOne();
      admin.deleteClusterPolicy(it -> it.identifier(target().identifier()));
      asExample().close();
    }
  }
}
