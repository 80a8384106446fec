import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.criteria.CriteriaQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hibernate ORM with its own dialect for PostgreSQL, found by asking the database. */
@Timeout(60)
class HibernateTest {
  private static final LocalDate BORN = LocalDate.of(2024, 2, 29);

  private static SessionFactory sessions;

  @BeforeAll
  static void openSessions() {
    sessions =
        new Configuration()
            .addAnnotatedClass(Owner.class)
            .addAnnotatedClass(Pet.class)
            .setProperty(
                "hibernate.connection.url",
                "jdbc:postgresql://%s:%s/postgres?sslmode=verify-full&sslrootcert=%s"
                    .formatted(
                        System.getenv("DSQL_ENDPOINT"),
                        System.getenv("DSQL_PORT"),
                        System.getenv("DSQL_CA")))
            .setProperty("hibernate.connection.username", "admin")
            .setProperty("hibernate.connection.password", System.getenv("PGPASSWORD"))
            .setProperty("hibernate.connection.pool_size", 4)
            .setProperty("hibernate.jdbc.batch_size", 50)
            .buildSessionFactory();
    // One statement per transaction, as DSQL wants of statements that change the schema.
    execute(
        "CREATE TABLE hibernate_owners (id uuid PRIMARY KEY, version int NOT NULL, name text NOT NULL, city text)");
    execute(
        "CREATE TABLE hibernate_pets (id uuid PRIMARY KEY, name text NOT NULL, born date, owner_id uuid NOT NULL)");
  }

  private static void execute(String sql) {
    sessions.inTransaction(session -> session.createNativeMutationQuery(sql).executeUpdate());
  }

  @AfterAll
  static void closeSessions() {
    sessions.close();
  }

  private static UUID persist(Owner owner) {
    sessions.inTransaction(session -> session.persist(owner));
    return owner.id;
  }

  @Test
  void choosesThePostgresDialect() {
    assertThat(((SessionFactoryImplementor) sessions).getJdbcServices().getDialect())
        .isExactlyInstanceOf(PostgreSQLDialect.class);
  }

  @Test
  void persistsAndFinds() {
    Owner owner = new Owner("Maria", "Berlin");
    owner.keep(new Pet("Rex", BORN));
    UUID id = persist(owner);
    sessions.inSession(session -> {
      Owner found = session.find(Owner.class, id);
      assertThat(found.name).isEqualTo("Maria");
      assertThat(found.pets).singleElement().satisfies(pet -> assertThat(pet.born).isEqualTo(BORN));
    });
  }

  @Test
  void updatesWhatWasChanged() {
    UUID id = persist(new Owner("Jo", "Paris"));
    sessions.inTransaction(session -> session.find(Owner.class, id).city = "Lyon");
    sessions.inSession(session -> {
      Owner found = session.find(Owner.class, id);
      assertThat(found.city).isEqualTo("Lyon");
      assertThat(found.version).isEqualTo(1);
    });
  }

  @Test
  void removesWithWhatBelongsToIt() {
    Owner owner = new Owner("Kim", "Oslo");
    owner.keep(new Pet("Tom", BORN));
    UUID id = persist(owner);
    sessions.inTransaction(session -> session.remove(session.find(Owner.class, id)));
    sessions.inSession(session -> {
      assertThat(session.find(Owner.class, id)).isNull();
      assertThat(
              session
                  .createSelectionQuery("from Pet where name = 'Tom'", Pet.class)
                  .getResultList())
          .isEmpty();
    });
  }

  @Test
  void rollsBack() {
    UUID id = persist(new Owner("Lee", "Rome"));
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      session.find(Owner.class, id).city = "Milan";
      session.flush();
      session.getTransaction().rollback();
    }
    assertThat(sessions.fromSession(session -> session.find(Owner.class, id)).city)
        .isEqualTo("Rome");
  }

  @Test
  void refusesAChangeThatSomebodyElseOvertook() {
    UUID id = persist(new Owner("Ida", "Graz"));
    Owner stale = sessions.fromSession(session -> session.find(Owner.class, id));
    sessions.inTransaction(session -> session.find(Owner.class, id).city = "Linz");
    stale.city = "Wels";
    assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(stale)))
        .isInstanceOf(OptimisticLockException.class);
  }

  @Test
  void queriesWithJoinsParametersAndPages() {
    Owner owner = new Owner("Nele", "Bonn");
    for (int i = 0; i < 30; i++) {
      owner.keep(new Pet("pet %02d".formatted(i), BORN.plusDays(i)));
    }
    persist(owner);
    sessions.inSession(session -> {
      List<String> names =
          session
              .createSelectionQuery(
                  "select p.name from Pet p join p.owner o where o.name = :name and p.born > :born order by p.name",
                  String.class)
              .setParameter("name", "Nele")
              .setParameter("born", BORN.plusDays(9))
              .setFirstResult(5)
              .setMaxResults(3)
              .getResultList();
      assertThat(names).containsExactly("pet 15", "pet 16", "pet 17");
      assertThat(
              session
                  .createSelectionQuery(
                      "select count(p) from Pet p where p.owner.name = 'Nele'", Long.class)
                  .getSingleResult())
          .isEqualTo(30);
    });
  }

  @Test
  void queriesByCriteria() {
    persist(new Owner("Olga", "Riga"));
    sessions.inSession(session -> {
      var builder = session.getCriteriaBuilder();
      CriteriaQuery<Owner> query = builder.createQuery(Owner.class);
      var owner = query.from(Owner.class);
      query.where(builder.like(owner.get("city"), "Rig%"));
      assertThat(session.createSelectionQuery(query).getResultList())
          .extracting(found -> found.name)
          .containsExactly("Olga");
    });
  }

  @Test
  void changesManyRowsAtOnce() {
    persist(new Owner("Pia", "Köln"));
    persist(new Owner("Pit", "Köln"));
    int changed =
        sessions.fromTransaction(session ->
            session
                .createMutationQuery("update Owner set city = 'Cologne' where city = 'Köln'")
                .executeUpdate());
    assertThat(changed).isEqualTo(2);
  }
}
