package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A command that concerns the faults of a local cluster; shows them as they are afterwards. */
abstract class FaultsCommand extends Subcommand {
  private static final String LIST =
      "SELECT \"table\", every, code FROM sys.faults ORDER BY injection";

  private final TargetOptions options = new TargetOptions(this);
  private final Setting<Output> output = outputOption();

  FaultsCommand(String name, String... description) {
    super(name, description);
  }

  /** What changes the faults, or null. */
  abstract @Nullable String change();

  /** What is to be done before the cluster is asked anything. */
  void before(ServiceRecord service) throws IOException {}

  @Override
  public final Integer call() throws IOException {
    String change = change();
    ServiceRecord service = options.target().service();
    if (service == null) {
      throw new CommandFailure(
          "Faults can be injected into local clusters only. Start one with 'dsql start'.");
    }
    before(service);
    try (SqlSession session = new Connector(options, err()).connect()) {
      if (change != null) {
        run(session, change, new JsonPrinter(new PrintWriter(Writer.nullWriter())));
      }
      run(
          session,
          LIST,
          switch (output.value()) {
            case TEXT -> new TablePrinter(out(), "");
            case JSON -> new JsonPrinter(out());
          });
    } catch (SQLException e) {
      throw new CommandFailure(SqlErrorText.of(e, "", SqlErrorText.Origin.COMMAND), e);
    }
    return 0;
  }

  private static void run(SqlSession session, String statement, ResultPrinter printer)
      throws SQLException, IOException {
    session.run(statement, InputStream.nullInputStream(), OutputStream.nullOutputStream(), printer);
  }
}
