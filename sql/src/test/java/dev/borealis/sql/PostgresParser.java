package dev.borealis.sql;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.PostgresServerOptions;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PostgreSQL's own parser, asked for its judgement of texts. */
final class PostgresParser implements AutoCloseable {
  /** The source files of the raw parser; what other files refuse, it has accepted. */
  private static final Set<String> RAW_PARSER =
      Set.of("gram.y", "scan.l", "parser.c", "scansup.c", "makefuncs.c");

  /** So many texts are asked about before the answers are read; few enough for a socket to hold. */
  private static final int BATCH = 20;

  private final PostgresServer server;
  private final Backend backend;

  private PostgresParser(PostgresServer server, Backend backend) {
    this.server = server;
    this.backend = backend;
  }

  static PostgresParser start() throws IOException, BackendException {
    PostgresServer server = PostgresServer.start(PostgresServerOptions.ephemeral());
    return new PostgresParser(server, BackendConnector.to(server).connect(BackendProfile.SYSTEM));
  }

  List<Verdict> judge(List<String> texts) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (int first = 0; first < texts.size(); first += BATCH) {
      List<String> batch = texts.subList(first, Math.min(first + BATCH, texts.size()));
      for (String text : batch) {
        backend.writer().write(parse(text));
        backend.writer().write(new FrontendMessage.Sync());
      }
      backend.writer().flush();
      for (int i = 0; i < batch.size(); i++) {
        verdicts.add(verdict());
      }
    }
    return verdicts;
  }

  private static FrontendMessage parse(String text) {
    return new FrontendMessage.Parse("", text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private Verdict verdict() throws IOException {
    Verdict verdict = Verdict.ACCEPTED;
    while (true) {
      switch (backend.receive()) {
        case ErrorResponse(Report report) -> {
          boolean raw =
              RAW_PARSER.contains(report.field('F')) || report.field('R').equals("scanner_yyerror");
          if (raw) {
            String position = report.field('P');
            verdict =
                new Verdict(
                    report.sqlState(),
                    report.message(),
                    position.isEmpty() ? 0 : Integer.parseInt(position));
          }
        }
        case ReadyForQuery _ -> {
          return verdict;
        }
        default -> {
          // Notices and the message that the statement was read.
        }
      }
    }
  }

  /** Rows of a query, as text. */
  List<List<String>> query(String sql) throws IOException, BackendException {
    return List.copyOf(backend.query(sql));
  }

  @Override
  public void close() {
    backend.close();
    server.close();
  }
}
