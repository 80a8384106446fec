package dev.borealis.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each module uses what lies below it, and nothing else of ours. */
class ArchitectureTest {
  private static final String ROOT = "dev.borealis.";

  /** What each module may use. */
  private static final Map<String, Set<String>> LAYERS =
      Map.ofEntries(
          entry("wire", Set.of()),
          entry("sql", Set.of()),
          entry("dialect", Set.of("sql")),
          entry("lint", Set.of("sql", "dialect")),
          entry("plan", Set.of("sql")),
          entry("iam", Set.of()),
          entry("audit", Set.of()),
          entry("engine", Set.of("wire")),
          entry("gateway", Set.of("wire", "sql", "dialect", "iam", "audit", "engine")),
          entry("cluster", Set.of("dialect", "iam", "audit", "engine", "gateway")),
          entry("client", Set.of("iam")),
          entry("load", Set.of("client", "sql", "dialect", "lint")),
          entry("alter", Set.of("client", "sql", "dialect")),
          entry("diagnose", Set.of("client", "plan", "sql")),
          entry("knowledge", Set.of("sql", "dialect")),
          entry(
              "mcp", Set.of("sql", "dialect", "lint", "client", "alter", "diagnose", "knowledge")),
          entry(
              "cli",
              Set.of(
                  "wire",
                  "sql",
                  "dialect",
                  "lint",
                  "iam",
                  "engine",
                  "gateway",
                  "cluster",
                  "client",
                  "load",
                  "alter",
                  "diagnose",
                  "knowledge",
                  "mcp")));

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.borealis");

  static Stream<String> modules() {
    return LAYERS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void usesOnlyWhatLiesBelowIt(String module) {
    String[] allowed =
        Stream.concat(Stream.of(module), LAYERS.getOrDefault(module, Set.of()).stream())
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.borealis..").and(not(resideInAnyPackage(allowed))))
        .check(CLASSES);
  }

  @Test
  void knowsEveryModule() {
    assertThat(
            CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.", -1)[0])
                .collect(Collectors.toSet()))
        .isEqualTo(LAYERS.keySet());
  }

  /** A second package in a module is rare, and each is here with its reason. */
  @Test
  void keepsOnePackageToAModule() {
    List<String> deeper =
        CLASSES.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT) && name.chars().filter(c -> c == '.').count() > 2)
            .distinct()
            .sorted()
            .toList();
    // The gateway's certificate is a subject of its own, with files and a library of its own; its
    // background jobs know nothing of clients and their protocol. The control plane's HTTP and JSON
    // know nothing of what a cluster is made of. The syntax tree is what everybody uses of the
    // parser, who is otherwise only asked to parse. MySQL is a language of its own.
    assertThat(deeper)
        .isSubsetOf(
            "dev.borealis.gateway.tls",
            "dev.borealis.cluster.api",
            "dev.borealis.gateway.job",
            "dev.borealis.lint.mysql",
            "dev.borealis.sql.tree");
  }
}
