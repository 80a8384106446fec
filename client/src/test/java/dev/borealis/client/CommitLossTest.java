package dev.borealis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.ClusterClient.Inquiry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that breaks while the answer to COMMIT is on its way. */
class CommitLossTest {
  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Wire wire;

  /** A wire to the cluster whose answers can be cut off. */
  private static final class Wire implements AutoCloseable {
    private final ServerSocket listening =
        new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int to;
    private volatile boolean deaf;

    Wire(int to) throws IOException {
      this.to = to;
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listening.accept();
          Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
          sockets.add(client);
          sockets.add(server);
          Thread.ofVirtual().start(() -> copy(client, server, false));
          Thread.ofVirtual().start(() -> copy(server, client, true));
        }
      } catch (IOException e) {
        assertThat(listening.isClosed()).isTrue();
      }
    }

    private void copy(Socket from, Socket into, boolean answers) {
      byte[] buffer = new byte[8192];
      try (from;
          into) {
        for (int read = from.getInputStream().read(buffer);
            read >= 0;
            read = from.getInputStream().read(buffer)) {
          if (answers && deaf) {
            deaf = false;
            return;
          }
          into.getOutputStream().write(buffer, 0, read);
        }
      } catch (IOException e) {
        assertThat(from.isClosed() || into.isClosed()).isTrue();
      }
    }

    /** The next answer is lost, and the connection with it. */
    void loseNextAnswer() {
      deaf = true;
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    wire = new Wire(dsql.service().record().port());
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    dsql.close();
  }

  private ClusterClient open() {
    ClusterAddress direct = dsql.address();
    ClusterAddress throughWire =
        new ClusterAddress(
            direct.host(),
            wire.listening.getLocalPort(),
            direct.region(),
            direct.connectTo(),
            direct.certificateAuthority());
    return ClusterClient.open(
        new ClusterLogin(throughWire, "admin", dsql.login().credentials()),
        2,
        RetryPolicy.INTERACTIVE,
        new Cancellation());
  }

  private static long rows(ClusterClient client) throws SQLException {
    return client.<Long>read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  private int insertAndLoseTheAnswer(ClusterClient client, @Nullable Inquiry inquiry)
      throws SQLException {
    AtomicInteger attempts = new AtomicInteger();
    client.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (gen_random_uuid())");
          }
          if (attempts.incrementAndGet() == 1) {
            wire.loseNextAnswer();
          }
          return true;
        },
        inquiry);
    return attempts.get();
  }

  @Test
  void doesNotRepeatWhatMayHaveBeenCommitted() throws SQLException {
    try (ClusterClient client = open()) {
      client.execute("CREATE TABLE t (id uuid PRIMARY KEY)", false);
      assertThatThrownBy(() -> insertAndLoseTheAnswer(client, null))
          .isInstanceOf(UnknownOutcomeException.class)
          .hasMessageContaining("COMMIT");
      assertThat(rows(client)).isEqualTo(1);
    }
  }

  @Test
  void asksWhetherItWasCommittedAndRepeatsItOnlyIfNot() throws SQLException {
    try (ClusterClient client = open()) {
      client.execute("CREATE TABLE t (id uuid PRIMARY KEY)", false);
      assertThat(insertAndLoseTheAnswer(client, connection -> true)).isEqualTo(1);
      assertThat(rows(client)).isEqualTo(1);
      assertThat(insertAndLoseTheAnswer(client, connection -> false)).isEqualTo(2);
      assertThat(rows(client)).isEqualTo(3);
    }
  }
}
