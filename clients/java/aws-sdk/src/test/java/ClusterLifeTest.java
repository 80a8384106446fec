import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.ClusterSummary;
import software.amazon.awssdk.services.dsql.model.CreateClusterRequest;
import software.amazon.awssdk.services.dsql.model.CreateClusterResponse;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import software.amazon.awssdk.services.dsql.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dsql.model.ValidationException;
import software.amazon.awssdk.services.dsql.model.ValidationExceptionReason;

/** The AWS SDK for Java leads a cluster through its life; only its endpoint is ours. */
class ClusterLifeTest {
  private static final Region REGION = Region.of(System.getenv("DSQL_REGION"));
  private static DsqlClient dsql;

  @BeforeAll
  static void open() {
    dsql =
        DsqlClient.builder()
            .region(REGION)
            .endpointOverride(URI.create(System.getenv("DSQL_API")))
            .build();
  }

  @AfterAll
  static void close() {
    dsql.close();
  }

  private static String currentUser(String endpoint) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty(
        "password",
        dsql.utilities()
            .generateDbConnectAdminAuthToken(token -> token.hostname(endpoint).region(REGION)));
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", System.getenv("DSQL_CA"));
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + System.getenv("DSQL_PORT") + "/postgres",
                properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void fromCreationToDeletion() throws SQLException {
    CreateClusterRequest request =
        CreateClusterRequest.builder()
            .tags(Map.of("Name", "java"))
            .clientToken("java-life")
            .build();
    CreateClusterResponse created = dsql.createCluster(request);
    String identifier = created.identifier();
    assertThat(created.status()).isEqualTo(ClusterStatus.CREATING);
    assertThat(dsql.createCluster(request).identifier()).isEqualTo(identifier);
    dsql.waiter().waitUntilClusterActive(get -> get.identifier(identifier));

    GetClusterResponse cluster = dsql.getCluster(get -> get.identifier(identifier));
    assertThat(cluster.tags()).containsEntry("Name", "java");
    assertThat(currentUser(cluster.endpoint())).isEqualTo("admin");

    assertThatThrownBy(() -> dsql.deleteCluster(delete -> delete.identifier(identifier)))
        .isInstanceOfSatisfying(
            ValidationException.class,
            e ->
                assertThat(e.reason())
                    .isEqualTo(ValidationExceptionReason.DELETION_PROTECTION_ENABLED));
    dsql.updateCluster(
        update -> update.identifier(identifier).deletionProtectionEnabled(false));
    assertThat(dsql.deleteCluster(delete -> delete.identifier(identifier)).status())
        .isEqualTo(ClusterStatus.DELETING);
    dsql.waiter().waitUntilClusterNotExists(get -> get.identifier(identifier));
    assertThatThrownBy(() -> dsql.getCluster(get -> get.identifier(identifier)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void listsPageByPage() {
    List<String> found =
        dsql.listClustersPaginator(list -> list.maxResults(1)).clusters().stream()
            .map(ClusterSummary::identifier)
            .toList();
    assertThat(found).contains(System.getenv("DSQL_ENDPOINT").substring(0, 26));
  }
}
