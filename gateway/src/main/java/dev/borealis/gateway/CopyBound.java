package dev.borealis.gateway;

/**
 * What rows take up at most that COPY brings to a table, as {@code
 * sys.borealis_written_mebibytes()} measures them.
 *
 * @param bytesPerRow whatever a row's values are: header, alignment, columns of a fixed length,
 *     defaults, entries of indexes
 * @param bytesPerDataByte what a byte of the COPY's data becomes in the other columns
 */
record CopyBound(long bytesPerRow, int bytesPerDataByte) {
  /**
   * For the table whose qualified name is the only argument. No row if there is no bound: for types
   * that are not known here, and defaults and constraints that call functions of users, which may
   * write to other tables.
   *
   * <p>A value of variable length has a header and padding of up to seven bytes. A digit of a
   * numeric takes half a byte, beside its own header. Indexes that are still to appear count as the
   * table's. In jsonb each element has an entry of four bytes, and a number of one digit takes
   * twelve. Padded characters take the whole length.
   */
  static final String QUERY =
      """
      SELECT 48 + c.relnatts / 8 + sum(v.bytes)
          + 140 + 430 * (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid AND NOT i.indisprimary)
          + 430 * (SELECT count(*) FROM sys.borealis_jobs WHERE job_type = 'INDEX_BUILD' AND status IN ('submitted', 'processing')),
        CASE WHEN bool_or(v.type = 'jsonb'::regtype) THEN 8 ELSE 1 END
      FROM pg_class c
      CROSS JOIN LATERAL (
        SELECT a.atttypid AS type,
          coalesce(octet_length(d.text), 0)
            + CASE WHEN t.typlen > 0 THEN t.typlen + 7
                   WHEN d.text !~ '^(''([^'']|'''')*''|NULL|[0-9.]+)(::[a-z ]+([(][0-9,]+[)])?)?$' THEN NULL
                   WHEN t.oid = ANY ('{text,varchar,bytea,json}'::regtype[]) THEN 7
                   WHEN t.oid = 'bpchar'::regtype THEN 7 + greatest(a.atttypmod, 0)
                   WHEN t.oid = ANY ('{numeric,jsonb}'::regtype[]) THEN 24 END AS bytes
        FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN LATERAL (
          SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef WHERE adrelid = a.attrelid AND adnum = a.attnum) d ON true
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) v
      WHERE c.oid = %s::regclass
        AND NOT EXISTS (
          SELECT FROM pg_depend f WHERE f.refclassid = 'pg_proc'::regclass
            AND (f.objid IN (SELECT oid FROM pg_attrdef WHERE adrelid = c.oid)
              OR f.objid IN (SELECT oid FROM pg_constraint WHERE conrelid = c.oid)))
      GROUP BY c.oid, c.relnatts
      HAVING bool_and(v.bytes IS NOT NULL)\
      """;

  long bytesAtMost(long rows, long dataBytes) {
    return rows * bytesPerRow + dataBytes * bytesPerDataByte;
  }
}
