package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.query;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Simple queries. */
final class SimpleQueryConversations {
  private SimpleQueryConversations() {}

  static Stream<Conversation> all() {
    return Stream.of(statements(), transactions(), commands(), notices(), bytes())
        .flatMap(List::stream);
  }

  /** A conversation of one query each, named after its text. */
  private static List<Conversation> queries(String... texts) {
    return Stream.of(texts)
        .map(sql -> Conversation.of("query: " + shortened(sql), query(sql)))
        .toList();
  }

  private static String shortened(String sql) {
    return sql.length() < 60 ? sql : sql.substring(0, 60) + "...";
  }

  private static List<Conversation> statements() {
    return queries(
        "SELECT 1",
        "SELECT 1 AS a, 'two' AS \"B b\", NULL AS c",
        "SELECT 1; SELECT 2, 3; SELECT 4 WHERE false",
        "SELECT",
        "",
        " \n\t ",
        ";",
        ";;; ; ;",
        "-- only a comment",
        "/* only /* a nested */ comment */",
        "/* unterminated",
        "SELECT 1; -- and a comment",
        "SELECT 1;;SELECT 2;",
        "SELECT 1; SELECT 1/0; SELECT 3",
        "SELECT 1; SELECT nothing FROM nowhere; SELECT 3",
        "SELECT 1; SELEC 2; SELECT 3",
        "SELECT 'unterminated",
        "SELECT \"unterminated",
        "SELECT $tag$ body $tag$, $$ a ; b $$, E'\\x41\\u00e9', U&'\\00e9'",
        "SELECT 'it''s' || e'\\'', length(B'101'), X'1F'::int, 1_000, 0x1F, .5, 1e3",
        "SELECT * FROM generate_series(1, 1000) AS g",
        "SELECT repeat('x', 100000)",
        "SELECT g, repeat('y', g) FROM generate_series(1, 300) AS g",
        "VALUES (1, 'a'), (2, 'b')",
        "TABLE pg_catalog.pg_am",
        "SELECT pg_catalog.version(), current_database(), current_user",
        "SHOW server_version; SHOW search_path; SHOW transaction_isolation",
        "EXPLAIN (COSTS OFF) SELECT * FROM pg_catalog.pg_class WHERE oid = 1",
        "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 5)"
            + " SELECT sum(n) FROM t",
        "SELECT 1 FROM pg_sleep(0.02); SELECT 2",
        "SELECT " + "1, ".repeat(1599) + "1",
        "SELECT " + "1, ".repeat(1700) + "1");
  }

  private static List<Conversation> transactions() {
    return List.of(
        Conversation.of("a transaction in one query")
            .table("t_one", "id int PRIMARY KEY")
            .send(query("BEGIN; INSERT INTO t_one VALUES (1); COMMIT"))
            .send(query("SELECT * FROM t_one")),
        Conversation.of("an error undoes all statements of its query")
            .table("t_undone", "id int PRIMARY KEY")
            .send(query("INSERT INTO t_undone VALUES (1); INSERT INTO t_undone VALUES (1)"))
            .send(query("SELECT count(*) FROM t_undone")),
        Conversation.of("COMMIT in the middle of a query keeps what came before")
            .table("t_kept", "id int PRIMARY KEY")
            .send(
                query(
                    "INSERT INTO t_kept VALUES (1); COMMIT; INSERT INTO t_kept VALUES (2);"
                        + " SELECT 1/0"))
            .send(query("SELECT * FROM t_kept")),
        Conversation.of("BEGIN in the middle of a query")
            .table("t_begun", "id int PRIMARY KEY")
            .send(query("INSERT INTO t_begun VALUES (1); BEGIN; INSERT INTO t_begun VALUES (2)"))
            .send(query("ROLLBACK"))
            .send(query("SELECT * FROM t_begun")),
        Conversation.of("a transaction over several messages")
            .table("t_several", "id int PRIMARY KEY")
            .send(query("BEGIN"))
            .send(query("INSERT INTO t_several VALUES (1)"))
            .send(query("SELECT * FROM t_several"))
            .send(query("COMMIT"))
            .send(query("SELECT count(*) FROM t_several")),
        Conversation.of(
            "a failed block",
            query("BEGIN"),
            query("SELECT 1/0"),
            query("SELECT 1"),
            query(""),
            query("SELEC"),
            query("SHOW search_path; SELECT 2"),
            query("COMMIT"),
            query("SELECT 3")),
        Conversation.of("an error in the middle of a query in a block")
            .table("t_block", "id int PRIMARY KEY")
            .send(query("BEGIN; INSERT INTO t_block VALUES (1)"))
            .send(query("SELECT 1; INSERT INTO t_block VALUES (1); SELECT 2"))
            .send(query("ROLLBACK; INSERT INTO t_block VALUES (2); BEGIN; SELECT 3; COMMIT"))
            .send(query("SELECT * FROM t_block")),
        Conversation.of(
            "transaction commands where they do not belong",
            query("COMMIT"),
            query("ROLLBACK"),
            query("BEGIN; BEGIN"),
            query("COMMIT; BEGIN; SELECT 1"),
            query("ROLLBACK; SELECT 1"),
            query("ABORT"),
            query("END")),
        Conversation.of(
            "start of a transaction with modes",
            query("START TRANSACTION READ ONLY, ISOLATION LEVEL REPEATABLE READ"),
            query("SHOW transaction_read_only"),
            query("COMMIT"),
            query("BEGIN ISOLATION LEVEL REPEATABLE READ; SHOW transaction_isolation; END")),
        Conversation.of("a deferred constraint fails at COMMIT")
            .table("t_parent", "id int PRIMARY KEY")
            .table(
                "t_child",
                "id int REFERENCES t_parent (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED")
            .send(query("BEGIN; INSERT INTO t_child VALUES (7)"))
            .send(query("COMMIT"))
            .send(query("INSERT INTO t_child VALUES (8); SELECT 1"))
            .send(query("DROP TABLE t_child")));
  }

  private static List<Conversation> commands() {
    return List.of(
        Conversation.of(
            "command tags",
            query("CREATE TABLE t_tags (id int PRIMARY KEY, v text)"),
            query("INSERT INTO t_tags SELECT g, 'v' FROM generate_series(1, 10) AS g"),
            query("UPDATE t_tags SET v = 'w' WHERE id > 5 RETURNING id, v"),
            query("DELETE FROM t_tags WHERE id > 8 RETURNING *"),
            query("SELECT * FROM t_tags ORDER BY id FOR UPDATE"),
            query("INSERT INTO t_tags VALUES (1, 'x') ON CONFLICT DO NOTHING"),
            query("ALTER TABLE t_tags ADD COLUMN w int"),
            query("CREATE VIEW v_tags AS SELECT * FROM t_tags"),
            query("COMMENT ON TABLE t_tags IS 'tags'"),
            query("ANALYZE t_tags"),
            query("GRANT SELECT ON t_tags TO PUBLIC"),
            query("CREATE SEQUENCE s_tags CACHE 1"),
            query("SELECT nextval('s_tags')"),
            query("CREATE FUNCTION f_tags(int) RETURNS int LANGUAGE sql RETURN $1 + 1"),
            query("EXPLAIN (COSTS OFF) SELECT f_tags(1)"),
            query("DROP FUNCTION f_tags"),
            query("DROP SEQUENCE s_tags"),
            query("DROP VIEW v_tags"),
            query("DROP TABLE t_tags")),
        Conversation.of(
            "settings that are reported",
            query("SET application_name = 'conversation'"),
            query("SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SHOW TimeZone"),
            query("BEGIN; SET IntervalStyle = 'iso_8601'"),
            query("ROLLBACK"),
            query("SET LOCAL TimeZone = 'UTC'"),
            query("RESET ALL")));
  }

  private static List<Conversation> notices() {
    return List.of(
        Conversation.of(
            "notices",
            query("DROP TABLE IF EXISTS t_not_there"),
            query("SELECT 1; DROP TABLE IF EXISTS t_not_there, t_nor_there; SELECT 2")),
        Conversation.of("notices of all kinds")
            .procedural(
                "f_kinds()",
                "RAISE NOTICE 'one %', 1; RAISE WARNING 'two'; RAISE INFO 'three';"
                    + " RAISE NOTICE 'with all' USING DETAIL = 'd', HINT = 'h', ERRCODE = '01234',"
                    + " TABLE = 't', COLUMN = 'c'; RETURN true;")
            .send(query("SELECT f_kinds()"))
            .send(query("SELECT 1; SELECT f_kinds(); SELECT 2")),
        Conversation.of("many notices")
            .procedural(
                "f_many()",
                "FOR i IN 1..500 LOOP RAISE NOTICE '%', repeat('n', i); END LOOP; RETURN true;")
            .send(query("SELECT f_many()")),
        Conversation.of("an error too long to be looked at, after a notice")
            .procedural(
                "f_long()",
                "RAISE NOTICE 'before'; RAISE EXCEPTION 'and after'"
                    + " USING ERRCODE = '22012', DETAIL = repeat('long ', 20000);")
            .send(query("SELECT f_long()"))
            .send(query("SELECT 1; SELECT f_long(); SELECT 2")));
  }

  private static List<Conversation> bytes() {
    byte[] invalid = {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', (byte) 0xC3, (byte) 0x28, '\'', 0};
    byte[] withNul = "SELECT 1\0; SELECT 2\0".getBytes(StandardCharsets.UTF_8);
    byte[] latin1 =
        "SELECT 'h\u00e9' AS \"\u00e9\"; SELECT '\u00e9'::int\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    Frame insertLatin1 =
        Frame.of(
            'Q',
            "INSERT INTO t_latin VALUES ('\u00e9'); SELECT 1\0"
                .getBytes(StandardCharsets.ISO_8859_1));
    return List.of(
        Conversation.of(
            "text beyond ASCII", query("SELECT 'zażółć 🐘' AS \"größe\"; SELECT '🐘'::int")),
        Conversation.of("invalid UTF-8", Frame.of('Q', invalid), query("SELECT 1")),
        Conversation.of(
            "invalid UTF-8 in what is no SQL",
            Frame.of('Q', "SELEC '".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xC3, 0}),
            query("SELECT 1")),
        Conversation.of("NUL inside a query", Frame.of('Q', withNul), query("SELECT 1")),
        Conversation.of(
            "invalid UTF-8 in a BEGIN",
            Frame.of(
                'Q',
                "BEGIN /*".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xC3},
                "*/\0".getBytes(StandardCharsets.UTF_8)),
            query("SELECT 1")),
        Conversation.of("a BEGIN beyond ASCII", query("BEGIN /* \u00e9 */"), query("COMMIT")),
        Conversation.of("a block in other words", query("start transaction -- now"), query("END")),
        Conversation.of("a block within a block", query("BEGIN"), query("BEGIN"), query("ABORT")),
        Conversation.of(
            "a block whose first statement fails",
            query("BEGIN"),
            query("SELECT 1/0"),
            query("SELECT 1"),
            query("COMMIT")),
        Conversation.of(
            "NUL inside a query of a transaction",
            query("BEGIN"),
            Frame.of('Q', withNul),
            query("SELECT 1"),
            query("ROLLBACK")),
        Conversation.of(
            "a query without its end", Frame.of('Q', new byte[] {'S'}), query("SELECT 1")),
        Conversation.of("a query without anything", Frame.of('Q'), query("SELECT 1")),
        Conversation.of(
            "another client encoding",
            query("SET client_encoding = 'LATIN1'"),
            Frame.of('Q', latin1),
            query("SELECT chr(8364)"),
            query("RESET client_encoding")),
        Conversation.of("a duplicate key in another client encoding")
            .table("t_latin", "v text PRIMARY KEY")
            .send(query("SET client_encoding = 'LATIN1'"))
            .send(query("BEGIN"))
            .send(insertLatin1)
            .send(insertLatin1)
            .send(query("ROLLBACK")),
        Conversation.of("a text of 1 MB", query("SELECT '" + "m".repeat(1 << 20) + "'")),
        Conversation.of(
            "a comment of 1 MB", query("/*" + "c".repeat(1 << 20) + "*/ SELECT x FROM y")),
        Conversation.of("a text of 9 MB", query("SELECT length('" + "9".repeat(9 << 20) + "')")),
        Conversation.of("many queries in one write", manyQueries(600)));
  }

  private static Frame[] manyQueries(int count) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(query("SELECT " + i + (i % 50 == 7 ? "/0" : "") + "; SELECT 'again'"));
    }
    return frames.toArray(Frame[]::new);
  }
}
