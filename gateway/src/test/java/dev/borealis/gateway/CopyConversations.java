package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.copyData;
import static dev.borealis.gateway.testing.Messages.copyDone;
import static dev.borealis.gateway.testing.Messages.copyFail;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.flush;
import static dev.borealis.gateway.testing.Messages.int4;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import dev.borealis.gateway.testing.Transcript.Pace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** COPY in both directions and both protocols. */
final class CopyConversations {
  private static final String COLUMNS = "id int PRIMARY KEY, v text";

  /** The header of the binary format. */
  private static final byte[] BINARY_HEADER =
      Frame.concat(
          "PGCOPY\n".getBytes(StandardCharsets.US_ASCII),
          new byte[] {(byte) 0xFF, '\r', '\n', 0},
          new byte[8]);

  private static final byte[] BINARY_END = {-1, -1};

  private CopyConversations() {}

  static Stream<Conversation> all() {
    return Stream.of(out(), in(), failures(), extended(), unusual()).flatMap(List::stream);
  }

  private static byte[] binaryRow(int id, String v) {
    byte[] text = v.getBytes(StandardCharsets.UTF_8);
    return Frame.concat(new byte[] {0, 2}, int4(4), int4(id), int4(text.length), text);
  }

  private static List<Conversation> out() {
    String rows = "(SELECT g, 'v' || g, NULL FROM generate_series(1, 500) AS g)";
    return List.of(
        Conversation.of("COPY TO in text", query("COPY " + rows + " TO STDOUT")),
        Conversation.of(
            "COPY TO in CSV", query("COPY " + rows + " TO STDOUT (FORMAT csv, HEADER)")),
        Conversation.of("COPY TO in binary", query("COPY " + rows + " TO STDOUT (FORMAT binary)")),
        Conversation.of(
            "COPY TO in the extended protocol",
            parse("", "COPY " + rows + " TO STDOUT"),
            bind("", ""),
            describePortal(""),
            execute("", 3),
            sync()),
        Conversation.of(
            "COPY TO that fails in the middle",
            query("COPY (SELECT 1 / (400 - g) FROM generate_series(1, 500) AS g) TO STDOUT"),
            parse("", "COPY (SELECT 1 / (4 - g) FROM generate_series(1, 9) AS g) TO STDOUT"),
            bind("", ""),
            execute(""),
            execute(""),
            sync()),
        Conversation.of(
            "several COPY TO in one query",
            query("COPY (SELECT 1) TO STDOUT; SELECT 2; COPY (SELECT 3) TO STDOUT (FORMAT csv)")),
        Conversation.of("COPY TO of a file is not allowed", query("COPY (SELECT 1) TO '/x'")));
  }

  private static List<Conversation> in() {
    return List.of(
        Conversation.of("COPY FROM in text")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n2\t"), copyData("two\n"), copyData(""))
            .sendOnly(copyData("3\t\\N\n"))
            .sendUntil('Z', copyDone())
            .send(query("SELECT * FROM t_in ORDER BY id")),
        Conversation.of("COPY FROM in CSV")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in (v, id) FROM STDIN (FORMAT csv, HEADER match)"))
            .sendOnly(copyData("v,id\n\"one, with\nline\",1\n"), copyData(",2"))
            .sendUntil('Z', copyDone())
            .send(query("TABLE t_in ORDER BY id")),
        Conversation.of("COPY FROM in binary")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN (FORMAT binary)"))
            .sendOnly(copyData(Frame.concat(BINARY_HEADER, binaryRow(1, "one"))))
            .sendOnly(copyData(binaryRow(2, "two")), copyData(BINARY_END))
            .sendUntil('Z', copyDone())
            .send(query("TABLE t_in ORDER BY id")),
        Conversation.of("COPY FROM without any data")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyDone()),
        Conversation.of("COPY FROM with an end-of-data mark")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n\\.\n"), copyData("2\tafter the end\n"))
            .sendUntil('Z', copyDone())
            .send(query("TABLE t_in ORDER BY id")),
        Conversation.of("several COPY FROM in one query")
            .table("t_in", COLUMNS)
            .sendUntil(
                'G',
                query("COPY t_in FROM STDIN; SELECT 'between'; COPY t_in FROM STDIN; SELECT 3"))
            .sendOnly(copyData("1\tone\n"))
            .sendUntil('G', copyDone())
            .sendOnly(copyData("2\ttwo\n"))
            .sendUntil('Z', copyDone())
            .send(query("TABLE t_in ORDER BY id")),
        Conversation.of("COPY FROM in a transaction block")
            .table("t_in", COLUMNS)
            .send(query("BEGIN"))
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyData("1\tone\n"), copyDone())
            .send(query("ROLLBACK"))
            .send(query("TABLE t_in")),
        Conversation.of("COPY FROM with Flush and Sync within")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n"), flush(), sync(), copyData("2\ttwo\n"), sync())
            .sendUntil('Z', copyDone())
            .send(query("TABLE t_in ORDER BY id")),
        Conversation.of("COPY FROM of large pieces")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\t" + "x".repeat(5 << 20)), copyData("\n2\tshort\n"))
            .sendUntil('Z', copyDone())
            .send(query("SELECT id, length(v) FROM t_in ORDER BY id")));
  }

  private static List<Conversation> failures() {
    return List.of(
        Conversation.of("COPY FROM that the client gives up")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n"))
            .sendUntil('Z', copyFail("kein Glück"))
            .send(query("SELECT count(*) FROM t_in")),
        Conversation.of("COPY FROM with bad data")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN; SELECT 'never'"))
            .sendOnly(copyData("1\tone\nx\ttwo\n"), copyData("3\tthree\n"))
            .sendUntil('Z', copyDone())
            .send(query("SELECT count(*) FROM t_in")),
        Conversation.of("bad data is reported before the end of the data")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyData("x\ttwo\n"))
            .sendOnly(copyData("3\tthree\n"), copyDone())
            .send(query("SELECT count(*) FROM t_in")),
        Conversation.of("bad data, after which the client just goes on")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyData("x\ttwo\n"))
            .send(query("SELECT count(*) FROM t_in")),
        Conversation.of("bad data in a transaction block")
            .table("t_in", COLUMNS)
            .send(query("BEGIN; INSERT INTO t_in VALUES (1)"))
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyData("1\tduplicate\n"), copyDone())
            .send(query("SELECT 1"))
            .send(query("COMMIT")),
        Conversation.of("bad headers of the binary format")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN (FORMAT binary)"))
            .sendUntil('Z', copyData("this is no header at all"), copyDone())
            .sendUntil('G', query("COPY t_in FROM STDIN (FORMAT binary)"))
            .sendUntil('Z', copyData(BINARY_HEADER), copyDone()),
        Conversation.of("invalid UTF-8 in COPY data")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendUntil('Z', copyData(new byte[] {'1', '\t', (byte) 0xFF, '\n'}), copyDone()),
        Conversation.of("COPY FROM into a table that is not there")
            .send(query("COPY nowhere FROM STDIN"))
            .sendOnly(copyData("1\n"), copyDone())
            .send(parse("", "COPY nowhere FROM STDIN"), bind("", ""), execute(""), sync())
            .sendOnly(copyData("1\n"), copyDone())
            .send(sync()));
  }

  private static List<Conversation> extended() {
    Frame[] start = {parse("", "COPY t_in FROM STDIN"), bind("", ""), execute("")};
    return List.of(
        Conversation.of("COPY FROM in the extended protocol")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], describePortal(""), start[2], flush())
            .sendOnly(copyData("1\tone\n"))
            .send(copyDone(), sync())
            .send(query("TABLE t_in")),
        Conversation.of("COPY FROM with Sync sent along with Execute")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], start[2], sync())
            .sendOnly(copyData("1\tone\n"))
            .send(copyDone(), sync())
            .send(query("TABLE t_in")),
        Conversation.of("COPY FROM with the data sent along with Execute")
            .table("t_in", COLUMNS)
            .sendUntil('Z', start[0], start[1], start[2], copyData("1\tone\n"), copyDone(), sync())
            .send(query("TABLE t_in")),
        Conversation.of("COPY FROM with more statements behind it")
            .table("t_in", COLUMNS)
            .sendUntil(
                'Z',
                start[0],
                start[1],
                start[2],
                copyData("1\tone\n"),
                copyDone(),
                parse("", "INSERT INTO t_in VALUES ($1)"),
                bind("", "", arguments().text("2")),
                execute(""),
                sync())
            .send(query("TABLE t_in")),
        Conversation.of("COPY FROM given up in the extended protocol")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], start[2], flush())
            .sendUntil('E', copyData("1\tone\n"), copyFail("enough"))
            .sendOnly(execute(""), copyData("2\ttwo\n"), copyDone())
            .send(sync())
            .send(query("TABLE t_in")),
        Conversation.of("bad data in the extended protocol")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], start[2], flush())
            .sendOnly(copyData("x\tone\n"), copyData("2\ttwo\n"))
            .send(copyDone(), sync())
            .send(query("TABLE t_in")),
        Conversation.of("bad data reported early in the extended protocol")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], start[2], flush())
            .sendUntil('E', copyData("x\tone\n"))
            .send(sync())
            .send(query("TABLE t_in"))
            // Without having seen the error, PostgreSQL and the gateway may differ in what they
            // take the Sync for: a client must end its data first.
            .only(Pace.STEP_BY_STEP),
        Conversation.of("bad data after a Sync sent along with Execute")
            .table("t_in", COLUMNS)
            .sendUntil('G', start[0], start[1], start[2], sync())
            .sendUntil('E', copyData("x\tone\n"))
            .sendOnly(copyData("2\ttwo\n"), copyDone())
            .send(sync())
            .send(query("TABLE t_in")));
  }

  private static List<Conversation> unusual() {
    return List.of(
        Conversation.of("a query in the middle of COPY FROM ends the connection")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n"), query("SELECT 1")),
        Conversation.of("a Parse in the middle of COPY FROM ends the connection")
            .table("t_in", COLUMNS)
            .sendUntil(
                'E',
                parse("", "COPY t_in FROM STDIN"),
                bind("", ""),
                execute(""),
                parse("", "SELECT 1"),
                sync())
            .only(Pace.STEP_BY_STEP),
        Conversation.of("Terminate in the middle of COPY FROM")
            .table("t_in", COLUMNS)
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(copyData("1\tone\n"), Frame.of('X')),
        Conversation.of("notices while data comes in")
            .procedural("tell(int)", "RAISE NOTICE 'row %: %', $1, repeat('.', 2000); RETURN true;")
            .table("t_in", COLUMNS + ", CHECK (tell(id))")
            .sendUntil('G', query("COPY t_in FROM STDIN"))
            .sendOnly(manyRows(3_000))
            .sendUntil('Z', copyDone())
            // Who does not listen while sending blocks himself.
            .only(Pace.IN_ONE_WRITE),
        Conversation.of("COPY FROM with a WHERE and defaults")
            .table("t_in", "id int PRIMARY KEY, v text DEFAULT 'default'")
            .sendUntil('G', query("COPY t_in FROM STDIN (DEFAULT '*') WHERE id % 2 = 0"))
            .sendUntil('Z', copyData("1\t*\n2\t*\n3\tx\n4\ty\n"), copyDone())
            .send(query("TABLE t_in ORDER BY id")));
  }

  private static Frame[] manyRows(int count) {
    Frame[] rows = new Frame[count];
    for (int i = 0; i < count; i++) {
      rows[i] = copyData(i + "\tv\n");
    }
    return rows;
  }
}
