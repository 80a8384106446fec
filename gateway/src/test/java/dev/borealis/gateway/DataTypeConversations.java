package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.describeStatement;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Values of many types, in text and in binary, out and in. */
final class DataTypeConversations {
  /** Types with some of their values. */
  private static final String[][] VALUES = {
    {"bool", "t", "false"},
    {"\"char\"", "x", ""},
    {"int2", "-32768", "32767"},
    {"int4", "-2147483648", "2147483647"},
    {"int8", "-9223372036854775808", "9223372036854775807"},
    {"float4", "NaN", "-Infinity", "3.4028235e38", "1e-45", "-0"},
    {"float8", "NaN", "Infinity", "1.7976931348623157e308", "4.9e-324", "0.1"},
    {"numeric", "NaN", "-Infinity", "0.00", "123456789012345678901234567890.123456789", "-1e-20"},
    {"numeric(10,3)", "1234567.891", "-0.0005"},
    {"text", "", "naïve 🐘", "line\nbreak\ttab"},
    {"varchar(5)", "abc", "żółć"},
    {"char(5)", "ab", ""},
    {"name", "a_name"},
    {"bytea", "\\x", "\\xdeadbeef00", "octal \\000\\377"},
    {"date", "2026-06-30", "0001-01-01 BC", "infinity", "5874897-12-31"},
    {"time", "00:00:00", "23:59:59.999999", "24:00"},
    {"timetz", "12:34:56.789+05:30"},
    {"timestamp", "2026-06-30 12:34:56.789012", "-infinity", "4713-01-01 00:00:00 BC"},
    {"timestamptz", "2026-06-30 12:34:56.789012+02", "infinity"},
    {"interval", "1 year 2 mons 3 days 04:05:06.789", "-1 day", "00:00"},
    {"uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
    {"json", "{\"a\": [1, 2.50, null], \"a\": \"b\"}", "[]"},
    {"jsonb", "{\"b\": 1, \"a\": [1, 2.50, null]}", "\"text\""},
    {"jsonpath", "$.a[*] ? (@ > 1)"},
    {"inet", "192.168.1.5/24", "::1"},
    {"tsvector", "a:1A fat:2B,4C cat:5"},
    {"tsquery", "fat & (rat | !cat)"},
    {"oid", "4294967295"},
    {"xid8", "18446744073709551615"},
    {"tid", "(1,2)"},
    {"pg_lsn", "16/B374D848"},
    {"regtype", "integer"},
    {"regclass", "pg_catalog.pg_class"},
    {"regproc", "now"},
    {"int4[]", "{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[2:3]={5,6}"},
    {"text[]", "{\"a,b\",\"c\\\"d\",NULL,\"\"}"},
    {"numeric[]", "{1.5,NaN}"},
    {"timestamptz[]", "{\"2026-01-01 00:00:00+00\"}"},
    {"uuid[]", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"},
    {"int2vector", "1 2 3"},
    {"oidvector", "1 2 3"},
    {"int4range", "[1,5)", "empty", "(,)"},
    {"numrange", "(1.5,2.5]"},
    {"tstzrange", "[2026-01-01 00:00:00+00,)"},
    {"int4multirange", "{[1,3),[5,7)}", "{}"},
  };

  /** Expressions whose type is no column's. */
  private static final String[] EXPRESSIONS = {
    "ROW(1, 'a', NULL)",
    "ROW(1, ROW(2, ARRAY[3]))",
    "(SELECT c FROM pg_catalog.pg_am AS c WHERE amname = 'btree')",
    "ARRAY[ROW(1, 2), ROW(3, 4)]",
    "NULL",
    "pg_sleep(0)",
    "'unknown'",
    "current_user",
    "ARRAY[]::text[]",
  };

  private DataTypeConversations() {}

  static Stream<Conversation> all() {
    List<Conversation> conversations = new ArrayList<>();
    for (String[] type : VALUES) {
      conversations.add(ofType(type));
    }
    for (String expression : EXPRESSIONS) {
      conversations.add(
          Conversation.of(
              "expression " + expression,
              query("SELECT " + expression),
              parse("", "SELECT " + expression),
              bind("", ""),
              execute(""),
              bind("", "", arguments().results(1)),
              execute(""),
              sync()));
    }
    return conversations.stream();
  }

  private static Conversation ofType(String[] type) {
    String name = type[0];
    List<Frame> frames = new ArrayList<>();
    frames.add(parse("in", "SELECT $1::" + name));
    frames.add(describeStatement("in"));
    frames.add(sync());
    for (int i = 1; i < type.length; i++) {
      String literal = "'" + type[i].replace("'", "''") + "'::" + name;
      frames.add(query("SELECT " + literal + ", ARRAY[" + literal + "]::text"));
      frames.add(parse("", "SELECT " + literal + " AS v"));
      frames.add(bind("", "", arguments().results(1)));
      frames.add(execute(""));
      frames.add(bind("", "in", arguments().text(type[i])));
      frames.add(execute(""));
      frames.add(bind("", "in", arguments().text(type[i]).results(1)));
      frames.add(execute(""));
      frames.add(sync());
    }
    frames.add(bind("", "in", arguments().nothing()));
    frames.add(execute(""));
    frames.add(bind("", "in", arguments().text("certainly no value")));
    frames.add(execute(""));
    frames.add(sync());
    frames.add(bind("", "in", arguments().binary(new byte[] {1, 2, 3})));
    frames.add(execute(""));
    frames.add(sync());
    return Conversation.of("type " + name, frames.toArray(Frame[]::new));
  }
}
