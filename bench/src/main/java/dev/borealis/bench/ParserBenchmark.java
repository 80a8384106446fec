package dev.borealis.bench;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the parser takes for a query of a usual length and for a script of definitions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {
  /** 200 characters. */
  static final String SELECT =
      "SELECT o.id, o.total, c.name AS customer FROM orders o JOIN customers c ON c.id = o.customer_id"
          + " WHERE o.status = 'open' AND o.created_at >= $1 AND c.region IN ('eu', 'us')"
          + " ORDER BY o.created_at LIMIT 5";

  /** About 200,000 characters, all of them in one byte. */
  static final String SCRIPT = script();

  private static final Stmt TREE = SqlParser.parse(SELECT).getFirst();

  private static String script() {
    String shop =
        """
        CREATE TABLE IF NOT EXISTS shop.orders_# (
          id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
          customer_id bigint NOT NULL,
          total numeric(12, 2) NOT NULL CHECK (total >= 0),
          status varchar(20) NOT NULL DEFAULT 'open',
          created_at timestamp with time zone NOT NULL DEFAULT now(),
          note text
        );
        -- what customers look for
        CREATE INDEX ASYNC orders_#_customer ON shop.orders_# (customer_id, created_at DESC);
        ALTER TABLE shop.orders_# ADD COLUMN shipped boolean;
        CREATE VIEW shop.open_# AS SELECT id, total FROM shop.orders_# WHERE status = 'open';
        GRANT SELECT, INSERT ON shop.orders_# TO app;
        COMMENT ON TABLE shop.orders_# IS 'orders';

        """;
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      script.append(shop.replace("#", Integer.toString(i)));
    }
    return script.toString();
  }

  /** A query to its tree. */
  @Benchmark
  public List<Stmt> select() {
    return SqlParser.parse(SELECT);
  }

  /** A script to its trees. */
  @Benchmark
  public List<Stmt> script200KB() {
    return SqlParser.parse(SCRIPT);
  }

  /** The questions about a tree. */
  @Benchmark
  public StatementFacts facts() {
    return StatementFacts.of(TREE);
  }

  /** A tree to its text. */
  @Benchmark
  public String print() {
    return SqlPrinter.print(TREE);
  }
}
