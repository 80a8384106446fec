package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.wire.Report;
import org.junit.jupiter.api.Test;

class ErrorReportsTest {
  private static final Report NO_UUID =
      Report.of("ERROR", "22P02", "Unable to convert text to UUID");

  @Test
  void doesNotTellOfTheGatewaysFunctionsInTheContext() {
    Report fromPostgres =
        NO_UUID
            .with(
                'W',
                """
                PL/pgSQL function sys.base32_str_to_uuid(text) line 8 at RAISE
                PL/pgSQL function sys.wait_for_job(text,boolean) line 3 at assignment
                SQL function "mine" statement 1\
                """)
            .with('F', "pl_exec.c");
    assertThat(ErrorReports.inServiceWords(fromPostgres))
        .isEqualTo(NO_UUID.with('W', "SQL function \"mine\" statement 1"));
  }

  @Test
  void leavesAContextAloneThatIsTheClients() {
    Report fromPostgres =
        Report.of("ERROR", "22012", "division by zero")
            .with('W', "SQL function \"mine\" statement 1");
    assertThat(ErrorReports.inServiceWords(fromPostgres)).isNull();
  }

  @Test
  void doesNotTellOfTheGatewaysTablesThatDependOnARole() {
    Report error =
        Report.of(
            "ERROR", "2BP01", "role \"r\" cannot be dropped because some objects depend on it");
    String own = "privileges for table sys.borealis_iam_mappings";
    assertThat(ErrorReports.ofSchemaChange(error.with('D', own + "\n" + own))).isEqualTo(error);
    assertThat(ErrorReports.ofSchemaChange(error.with('D', own + "\nowner of table t")))
        .isEqualTo(error.with('D', "owner of table t"));
    assertThat(ErrorReports.ofSchemaChange(error.with('D', "owner of table t"))).isNull();
  }

  @Test
  void saysThatATypeWithoutOrderIsNoKey() {
    Report fromPostgres =
        Report.of(
            "ERROR",
            "42704",
            "data type json has no default operator class for access method \"btree\"");
    assertThat(ErrorReports.ofSchemaChange(fromPostgres))
        .isEqualTo(Report.of("ERROR", "0A000", "datatype json is not supported in a key"));
  }
}
