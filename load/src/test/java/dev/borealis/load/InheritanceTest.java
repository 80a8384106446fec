package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InheritanceTest {
  /** As pg_dump 15 wrote it, without comments. */
  private static final String DUMP =
      """
      CREATE TABLE public.parent (
          id integer NOT NULL,
          made timestamp with time zone DEFAULT now(),
          amount numeric(8,2) DEFAULT 1 NOT NULL,
          mood text DEFAULT 'ok'::text
      );
      CREATE TABLE public.child (
          extra text
      )
      INHERITS (public.parent);
      ALTER TABLE ONLY public.child ALTER COLUMN mood SET NOT NULL;
      ALTER TABLE ONLY public.child ALTER COLUMN id SET DEFAULT nextval('public.parent_id_seq'::regclass);
      ALTER TABLE ONLY public.child ALTER COLUMN amount SET DEFAULT 7;
      ALTER TABLE ONLY public.child ALTER COLUMN mood SET DEFAULT 'two
      lines'::text;
      ALTER TABLE ONLY public.child ALTER COLUMN extra SET DEFAULT 'own'::text;
      ALTER TABLE ONLY public.parent ALTER COLUMN id SET DEFAULT nextval('public.parent_id_seq'::regclass);
      """;

  @Test
  void defaultsOfInheritedColumnsGoIntoTheDefinition() {
    List<Long> lineOf = LongStream.rangeClosed(1, DUMP.lines().count()).boxed().toList();
    String flat = Inheritance.flatten(DUMP, lineOf).script();
    assertThat(flat)
        .contains("id integer DEFAULT nextval('public.parent_id_seq'::regclass) NOT NULL,")
        .contains("made timestamp with time zone DEFAULT now(),")
        .contains("amount numeric(8,2) DEFAULT 7 NOT NULL,")
        .contains("mood text DEFAULT 'two\nlines'::text NOT NULL")
        .doesNotContain("child ALTER COLUMN id")
        .doesNotContain("child ALTER COLUMN mood")
        .contains("public.child ALTER COLUMN extra SET DEFAULT 'own'::text;")
        .contains("public.parent ALTER COLUMN id SET DEFAULT");
  }
}
