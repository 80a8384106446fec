package dev.borealis.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options that differ from the default ones in what a test is about. */
record TestingOptions(
    List<String> sources,
    @Nullable DataFormat format,
    CsvOptions csv,
    String table,
    boolean createTable,
    @Nullable String uuidKey,
    List<String> primaryKey,
    Map<String, String> columnMap,
    List<String> excluded,
    OnConflict onConflict,
    OnError onError,
    @Nullable String quarantine,
    int batchRows,
    VerifyMode verify,
    S3Access s3) {

  static TestingOptions of(String table, Path... files) {
    return new TestingOptions(
        Stream.of(files).map(Path::toString).toList(),
        null,
        CsvOptions.CSV,
        table,
        false,
        null,
        List.of(),
        Map.of(),
        List.of(),
        OnConflict.DO_NOTHING,
        OnError.ABORT,
        null,
        100,
        VerifyMode.OFF,
        S3Access.DEFAULT);
  }

  TestingOptions header() {
    CsvOptions named =
        new CsvOptions(
            csv.delimiter(), csv.quote(), csv.escape(), true, csv.nullText(), csv.encoding());
    return new TestingOptions(
        sources,
        format,
        named,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        onConflict,
        onError,
        quarantine,
        batchRows,
        verify,
        s3);
  }

  TestingOptions format(DataFormat other) {
    return new TestingOptions(
        sources,
        other,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        onConflict,
        onError,
        quarantine,
        batchRows,
        verify,
        s3);
  }

  TestingOptions create(@Nullable String uuid, String... key) {
    return new TestingOptions(
        sources,
        format,
        csv,
        table,
        true,
        uuid,
        List.of(key),
        columnMap,
        excluded,
        onConflict,
        onError,
        quarantine,
        batchRows,
        verify,
        s3);
  }

  TestingOptions columns(Map<String, String> map, String... left) {
    return new TestingOptions(
        sources,
        format,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        map,
        List.of(left),
        onConflict,
        onError,
        quarantine,
        batchRows,
        verify,
        s3);
  }

  TestingOptions on(OnConflict conflict) {
    return new TestingOptions(
        sources,
        format,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        conflict,
        onError,
        quarantine,
        batchRows,
        verify,
        s3);
  }

  TestingOptions on(OnError error, @Nullable Path file) {
    return new TestingOptions(
        sources,
        format,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        onConflict,
        error,
        file == null ? null : file.toString(),
        batchRows,
        verify,
        s3);
  }

  TestingOptions verify(VerifyMode mode) {
    return new TestingOptions(
        sources,
        format,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        onConflict,
        onError,
        quarantine,
        batchRows,
        mode,
        s3);
  }

  TestingOptions from(S3Access access, String... addresses) {
    return new TestingOptions(
        List.of(addresses),
        format,
        csv,
        table,
        createTable,
        uuidKey,
        primaryKey,
        columnMap,
        excluded,
        onConflict,
        onError,
        quarantine,
        batchRows,
        verify,
        access);
  }

  LoadOptions build() {
    return new LoadOptions(
        sources,
        s3,
        format,
        csv,
        "public",
        table,
        createTable,
        uuidKey,
        primaryKey,
        0,
        columnMap,
        excluded,
        DateOrder.YMD,
        onConflict,
        onError,
        quarantine,
        batchRows,
        4,
        verify);
  }
}
