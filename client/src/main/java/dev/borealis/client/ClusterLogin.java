package dev.borealis.client;

import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.Credentials;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A cluster, and who signs in to it. Nothing secret is kept here: the keys are asked for when a
 * token is made, so keys that are replaced while the program runs are found.
 *
 * @param user the database role: {@code admin}, or another that is mapped to the keys' owner
 * @param credentials finds the key pair that signs; may throw {@link ClientException}
 */
public record ClusterLogin(ClusterAddress address, String user, Supplier<Credentials> credentials) {
  private static final int CONNECT_TIMEOUT_SECONDS = 15;

  /** How programs of this project call themselves in {@code application_name}. */
  private static final String APPLICATION_NAME = "dsql";

  /**
   * A fresh token, which is the password.
   *
   * @param life 1 second to 7 days
   * @throws ClientException if there is no key pair to sign with
   */
  public String token(Duration life) {
    try {
      return AuthToken.create(
          credentials.get(),
          address.host(),
          address.region(),
          Action.forUser(user),
          life,
          Instant.now());
    } catch (IllegalArgumentException e) {
      throw new ClientException("No token can be made: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Connects and signs in with a fresh token, over TLS with a verified certificate.
   *
   * @param driverSettings connection parameters of pgJDBC beyond those that every connection has
   * @throws SQLException if the cluster cannot be reached or refuses
   * @throws ClientException if there is no key pair to sign with
   */
  public Connection connect(Map<String, String> driverSettings) throws SQLException {
    Properties properties = properties();
    properties.putAll(driverSettings);
    properties.setProperty("user", user);
    properties.setProperty("password", token(AuthToken.DEFAULT_LIFE));
    Connection connection = new Driver().connect(address.jdbcUrl(), properties);
    if (connection == null) {
      throw new PSQLException(
          "not a PostgreSQL URL: " + address.jdbcUrl(), PSQLState.UNEXPECTED_ERROR);
    }
    return connection;
  }

  /** Everything that the driver needs to know but user and password. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("sslmode", "verify-full");
    Path authority = address.certificateAuthority();
    if (authority == null) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else {
      properties.setProperty("sslrootcert", authority.toString());
    }
    if (!address.startupOptions().isEmpty()) {
      properties.setProperty("options", address.startupOptions());
    }
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("ApplicationName", APPLICATION_NAME);
    // Lets the driver send its settings in the start-up packet instead of statements of its own.
    properties.setProperty("assumeMinServerVersion", "16");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
