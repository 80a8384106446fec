package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.AlterTableCmd;

/**
 * PostgreSQL's own names of the commands of ALTER TABLE, as in its message "ALTER action ... cannot
 * be performed on relation ...".
 */
final class SubcommandNames {
  private SubcommandNames() {}

  static String of(AlterTableCmd.Type type) {
    return switch (type) {
      case ADD_COLUMN,
          DROP_COLUMN,
          ADD_CONSTRAINT,
          ALTER_CONSTRAINT,
          VALIDATE_CONSTRAINT,
          DROP_CONSTRAINT,
          CLUSTER_ON,
          SET_LOGGED,
          SET_UNLOGGED,
          SET_ACCESS_METHOD,
          ENABLE_RULE,
          ENABLE_ALWAYS_RULE,
          ENABLE_REPLICA_RULE,
          DISABLE_RULE,
          REPLICA_IDENTITY,
          ENABLE_ROW_SECURITY,
          DISABLE_ROW_SECURITY,
          FORCE_ROW_SECURITY,
          NO_FORCE_ROW_SECURITY,
          ATTACH_PARTITION,
          DETACH_PARTITION ->
          type.name().replace('_', ' ');
      // SET DEFAULT and DROP DEFAULT are one command to PostgreSQL.
      case COLUMN_DEFAULT -> "ALTER COLUMN ... SET DEFAULT";
      case DROP_NOT_NULL,
          SET_NOT_NULL,
          DROP_EXPRESSION,
          SET_STATISTICS,
          SET_STORAGE,
          SET_COMPRESSION,
          ADD_IDENTITY,
          DROP_IDENTITY ->
          "ALTER COLUMN ... " + type.name().replace('_', ' ');
      case SET_OPTIONS, SET_IDENTITY -> "ALTER COLUMN ... SET";
      case RESET_OPTIONS -> "ALTER COLUMN ... RESET";
      case ALTER_COLUMN_TYPE -> "ALTER COLUMN ... SET DATA TYPE";
      case ALTER_COLUMN_GENERIC_OPTIONS -> "ALTER COLUMN ... OPTIONS";
      case CHANGE_OWNER -> "OWNER TO";
      case DROP_CLUSTER -> "SET WITHOUT CLUSTER";
      case DROP_OIDS -> "SET WITHOUT OIDS";
      case SET_TABLE_SPACE -> "SET TABLESPACE";
      case SET_REL_OPTIONS -> "SET";
      case RESET_REL_OPTIONS -> "RESET";
      case ENABLE_TRIG,
          ENABLE_ALWAYS_TRIG,
          ENABLE_REPLICA_TRIG,
          DISABLE_TRIG,
          ENABLE_TRIG_ALL,
          DISABLE_TRIG_ALL,
          ENABLE_TRIG_USER,
          DISABLE_TRIG_USER ->
          type.name().replace("TRIG", "TRIGGER").replace('_', ' ');
      case ADD_INHERIT -> "INHERIT";
      case DROP_INHERIT -> "NO INHERIT";
      case ADD_OF -> "OF";
      case DROP_OF -> "NOT OF";
      case GENERIC_OPTIONS -> "OPTIONS";
      case DETACH_PARTITION_FINALIZE -> "DETACH PARTITION ... FINALIZE";
    };
  }
}
