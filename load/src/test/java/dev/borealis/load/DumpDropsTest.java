package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that drop what they make: those of {@code pg_dump --clean}, and all of mysqldump. */
class DumpDropsTest {
  private static final String CLEAN =
      """
      ALTER TABLE ONLY public.shop DROP CONSTRAINT shop_pkey;
      ALTER TABLE public.shop ALTER COLUMN id DROP DEFAULT;
      DROP VIEW public.cheap;
      DROP SEQUENCE public.shop_id_seq;
      DROP TABLE public.shop;
      CREATE TABLE public.shop (
          id integer NOT NULL,
          name text
      );
      CREATE SEQUENCE public.shop_id_seq
          AS integer
          START WITH 1
          INCREMENT BY 1
          NO MINVALUE
          NO MAXVALUE
          CACHE 1;
      ALTER SEQUENCE public.shop_id_seq OWNED BY public.shop.id;
      CREATE VIEW public.cheap AS
       SELECT shop.id FROM public.shop;
      ALTER TABLE ONLY public.shop ALTER COLUMN id SET DEFAULT nextval('public.shop_id_seq'::regclass);
      COPY public.shop (id, name) FROM stdin;
      1\tAda
      2\tGrace
      \\.
      SELECT pg_catalog.setval('public.shop_id_seq', 7, true);
      ALTER TABLE ONLY public.shop
          ADD CONSTRAINT shop_pkey PRIMARY KEY (id);
      """;
  private static final String MYSQL =
      """
      /*M!999999\\- enable the sandbox mode */
      DROP TABLE IF EXISTS `shop`;
      CREATE TABLE `shop` (
        `id` int NOT NULL,
        `name` varchar(40) DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      INSERT INTO `shop` VALUES (1,'Ada'),(2,'Grace');
      DROP TABLE IF EXISTS `cheap`;
      /*!50001 DROP VIEW IF EXISTS `cheap`*/;
      /*!50001 CREATE VIEW `cheap` AS SELECT
       1 AS `id`*/;
      /*!50001 DROP VIEW IF EXISTS `cheap`*/;
      /*!50001 CREATE VIEW `cheap` AS select `shop`.`id` AS `id` from `shop`*/;
      """;

  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ClusterClient client;

  @BeforeEach
  void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
  }

  @AfterEach
  void stop() {
    client.close();
    dsql.close();
  }

  private MigrationReport migrate(String dump, boolean mysql) throws IOException {
    Path file = Files.writeString(directory.resolve("dump.sql"), dump);
    LoadOptions load =
        TestingOptions.of("dump", file)
            .format(DataFormat.PGDUMP)
            .on(OnConflict.ERROR)
            .verify(VerifyMode.COUNT)
            .build();
    return new Migration(
            dsql.login(), directory.resolve("manifests"), new Cancellation(), new LoadProgress())
        .run(new MigrationOptions(load, mysql, DsqlVersion.defaultVersion(), false), null);
  }

  private List<String> query(String sql) throws SQLException {
    return client.read(connection -> {
      List<String> found = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          found.add(String.valueOf(rows.getString(1)));
        }
      }
      return found;
    });
  }

  @Test
  void aCleanDumpIsMigratedAndDropsNothing() throws Exception {
    MigrationReport report = migrate(CLEAN, false);
    assertThat(report.succeeded()).isTrue();
    assertThat(query("SELECT id FROM cheap ORDER BY id")).containsExactly("1", "2");
    assertThat(query("SELECT last_value FROM shop_id_seq")).containsExactly("7");
    assertThat(report.notes())
        .filteredOn(note -> note.rule().equals("dump_drops"))
        .singleElement()
        .satisfies(note -> {
          assertThat(note.line()).isEqualTo(1);
          assertThat(note.message()).contains("5 statements");
        });
  }

  @Test
  void rowsThatAreThereSurviveADumpOfMysql() throws Exception {
    client.execute("CREATE TABLE shop (id int PRIMARY KEY, name varchar(40))", false);
    client.execute("INSERT INTO shop VALUES (99, 'precious')", false);
    assertThat(migrate(MYSQL, true).succeeded()).isTrue();
    assertThat(query("SELECT name FROM shop ORDER BY id"))
        .containsExactly("Ada", "Grace", "precious");
    assertThat(query("SELECT id FROM cheap ORDER BY id")).containsExactly("1", "2", "99");
  }

  @Test
  void rowsInInsertStatementsAreRefused() throws Exception {
    assertThatThrownBy(() ->
            migrate(
                "CREATE TABLE public.shop (\n    id integer\n);\nINSERT INTO public.shop VALUES (1);\n",
                false))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("dump.sql:4: the dump has its rows in INSERT statements")
        .hasMessageContaining("--inserts");
    assertThat(query("SELECT to_regclass('shop')")).containsExactly("null");
  }

  @Test
  void keepsLinesAndWhatOnlyLooksLikeADrop() {
    String script =
        """
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x
        DROP TABLE t;
        '; $$;
        ALTER TABLE ONLY public.t
            ADD CONSTRAINT drop_it CHECK ((a <> 'DROP '::text));
        DROP TABLE IF EXISTS
            public.t;
        ALTER TABLE public.t DETACH PARTITION public.p;
        CREATE TABLE public.t (a text);
        """;
    DumpDrops.Kept kept = DumpDrops.leaveOut(script);
    assertThat(kept.lines()).containsExactly(6, 8);
    assertThat(kept.script().lines().map(String::stripTrailing))
        .containsExactly(
            "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x",
            "DROP TABLE t;",
            "'; $$;",
            "ALTER TABLE ONLY public.t",
            "    ADD CONSTRAINT drop_it CHECK ((a <> 'DROP '::text));",
            "",
            "",
            "",
            "CREATE TABLE public.t (a text);");
  }
}
