package dev.borealis.plan;

import java.util.List;

/**
 * Plans in the layout of live clusters, over the tables of the user guide, and of PostgreSQL 16.
 */
final class Samples {
  /** One filter in storage, one above it; a table without a key. */
  static final String FULL_SCAN =
      """
      Full Scan (btree-table) on transaction  (cost=125.66..166.83 rows=73 width=16)
        Filter: (description ~~ '%refund%'::text)
        -> Storage Scan on transaction  (cost=125.66..166.83 rows=73 width=16 loops=1)
            Projections: account_id, description
            Filters: (transaction_date > '2026-03-01 00:00:00'::timestamp without time zone)
            -> B-Tree Scan on transaction  (cost=125.66..166.83 rows=2058 width=16 loops=1)
      """;

  /** All three layers of filters; the index has all columns. */
  static final String INDEX_ONLY_SCAN =
      """
      Index Only Scan using idx1 on account  (cost=100.27..104.31 rows=1 width=32)
        Index Cond: (customer_id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'::uuid)
        Filter: (balance > '100'::numeric)
        -> Storage Scan on idx1  (cost=100.27..104.31 rows=1 width=32 loops=1)
            Projections: balance
            Filters: ((status)::text = 'open'::text)
            -> B-Tree Scan on idx1  (cost=100.27..104.31 rows=2 width=32 loops=1)
                Index Cond: (customer_id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'::uuid)
      """;

  /** The same, and the rest of each row from the table. */
  static final String INDEX_SCAN =
      """
      Index Scan using idx1 on account  (cost=100.27..108.34 rows=1 width=32)
        Index Cond: (customer_id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'::uuid)
        Filter: (balance > '100'::numeric)
        -> Storage Scan on idx1  (cost=100.27..108.34 rows=1 width=32 loops=1)
            Projections: balance
            Filters: ((status)::text = 'open'::text)
            -> B-Tree Scan on idx1  (cost=100.27..108.34 rows=2 width=32 loops=1)
                Index Cond: (customer_id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'::uuid)
        -> Storage Lookup on account  (cost=100.27..108.34 rows=1 width=32 loops=1)
            Filters: (created_at > '2026-03-01 00:00:00'::timestamp without time zone)
            -> B-Tree Lookup on account  (cost=100.27..108.34 rows=2 width=32 loops=1)
      """;

  /** EXPLAIN ANALYZE VERBOSE, with all that stands below. */
  static final String ANALYZED =
      """
      Index Only Scan using test_table_pkey on public.test_table  (cost=100.17..111.17 rows=120 width=36) (actual time=2.953..4.482 rows=120 loops=1)
        Output: id, context
        -> Storage Scan on test_table_pkey  (cost=100.17..111.17 rows=120 width=36 loops=1) (actual rows=120 loops=1)
            Projections: id, context
            -> B-Tree Scan on test_table_pkey  (cost=100.17..111.17 rows=120 width=36 loops=1) (actual rows=120 loops=1)
      Query Identifier: qymgw1m77maoe
      Planning Time: 11.415 ms
      Execution Time: 4.528 ms
      Statement DPU Estimate:
        Compute: 0.01607 DPU
        Read: 0.04312 DPU
        Write: 0.00000 DPU
        Total: 0.05919 DPU
      """;

  /** A build of 2025: one blank before the costs of storage nodes, and no loops in them. */
  static final String OF_2025 =
      """
      Nested Loop  (cost=200.33..212.47 rows=1 width=40) (actual time=3.105..3.107 rows=0 loops=1)
        Output: a.id, b.name
        ->  Full Scan (btree-table) on public.a  (cost=100.05..104.06 rows=1 width=8) (actual time=3.102..3.103 rows=1 loops=1)
              Output: a.id
              Filter: (a.amount > '5'::numeric)
              Rows Removed by Filter: 7
              -> Storage Scan on a (cost=100.05..104.06 rows=1 width=8) (actual rows=8 loops=1)
                  Projections: id, amount
                  Filters: (a.kind = 3)
                  Rows Filtered: 12
                  -> B-Tree Scan on a (cost=100.05..104.06 rows=1 width=8) (actual rows=20 loops=1)
        ->  Index Only Scan using b_pkey on public.b  (cost=100.28..104.29 rows=1 width=36) (never executed)
              Output: b.id, b.name
              Index Cond: (b.id = a.id)
              -> Storage Scan on b_pkey (cost=100.28..104.29 rows=1 width=36) (never executed)
                  Projections: id, name
                  -> B-Tree Scan on b_pkey (cost=100.28..104.29 rows=1 width=36) (never executed)
                      Index Cond: (b.id = a.id)
      Query Identifier: aaaaaaaaaaaa1
      Planning Time: 0.110 ms
      Execution Time: 0.770 ms
      Statement DPU Estimate:
        Compute: 0.00109 DPU
        Read: 0.00073 DPU (Transaction minimum: 0.00375)
        Write: 0.00000 DPU
        Multi-Region Write: 0.00000 DPU
        Total: 0.00182 DPU
      """;

  static final String INSERT =
      """
      Insert on public.test_table  (cost=0.00..0.04 rows=0 width=0) (actual time=0.210..0.211 rows=0 loops=1)
        ->  Values Scan on "*VALUES*"  (cost=0.00..0.04 rows=3 width=36) (actual time=0.002..0.004 rows=3 loops=1)
              Output: "*VALUES*".column1, "*VALUES*".column2
      Query Identifier: bbbbbbbbbbbb2
      Planning Time: 0.061 ms
      Execution Time: 0.545 ms
      Statement DPU Estimate:
        Compute: 0.01550 DPU
        Read: 0.00307 DPU (Transaction minimum: 0.00375)
        Write: 0.01875 DPU (Transaction minimum: 0.05000)
        Total: 0.03732 DPU
      """;

  /** PostgreSQL's, with a common table expression, parts that run once, and a setting. */
  static final String POSTGRESQL =
      """
      Result  (cost=593.33..790.16 rows=8699 width=218) (actual time=2.827..20.504 rows=8700 loops=1)
        Output: big.id, big.note
        One-Time Filter: ($2 > 5)
        CTE big
          ->  Seq Scan on public.orders orders_1  (cost=0.00..251.50 rows=8699 width=89) (actual time=0.020..5.002 rows=8700 loops=1)
                Output: orders_1.id, orders_1.note
                Filter: (orders_1.total > '100'::numeric)
                Rows Removed by Filter: 300
        InitPlan 3 (returns $2)
          ->  Result  (cost=0.32..0.33 rows=1 width=4) (actual time=0.016..0.019 rows=1 loops=1)
                Output: $1
                InitPlan 2 (returns $1)
                  ->  Limit  (cost=0.28..0.32 rows=1 width=4) (actual time=0.015..0.016 rows=1 loops=1)
                        Output: customers.id
                        ->  Index Only Scan Backward using customers_pkey on public.customers  (cost=0.28..46.77 rows=1000 width=4) (actual time=0.013..0.014 rows=1 loops=1)
                              Output: customers.id
                              Index Cond: (customers.id IS NOT NULL)
                              Heap Fetches: 1
        ->  Hash Join  (cost=593.33..790.16 rows=8699 width=218) (actual time=2.808..19.424 rows=8700 loops=1)
              Output: big.id, big.note
              Inner Unique: true
              Hash Cond: (big.id = orders.id)
              ->  CTE Scan on big  (cost=0.00..173.98 rows=8699 width=218) (actual time=0.021..7.695 rows=8700 loops=1)
                    Output: big.id, big.note
              ->  Hash  (cost=229.00..229.00 rows=9000 width=16) (actual time=2.770..2.771 rows=9000 loops=1)
                    Output: orders.id
                    Buckets: 16384  Batches: 1  Memory Usage: 550kB
                    ->  Seq Scan on public.orders  (cost=0.00..229.00 rows=9000 width=16) (actual time=0.002..1.090 rows=9000 loops=1)
                          Output: orders.id
      Settings: jit = 'off', max_parallel_workers_per_gather = '0'
      Planning Time: 0.387 ms
      Execution Time: 21.098 ms
      """;

  /** A literal with a line end and a quote, and names that need quotes. */
  static final String LINES_IN_LITERALS =
      """
      Seq Scan on public."Order Lines" "o'l"  (cost=0.00..274018.50 rows=500 width=14) (actual time=1.839..2.187 rows=1 loops=1)
        Output: "o'l".id, "o'l".name
        Filter: ((hashed SubPlan 2) OR ("o'l".name ~~* 'x''%
      y: -> z'::text))
        Rows Removed by Filter: 999
        SubPlan 2
          ->  Seq Scan on public.orders o  (cost=0.00..251.50 rows=3 width=4) (actual time=0.803..1.807 rows=3 loops=1)
                Output: o.customer_id
      Planning Time: 0.224 ms
      Execution Time: 2.279 ms
      """;

  static final String BATCHED =
      """
      Nested Loop (Batched Join)  (cost=200.30..310.20 rows=12 width=16)
        Join Type: Left
        Recheck Cond: (o.id = l.order_id)
        ->  Index Only Scan using o_pkey on o  (cost=100.10..101.10 rows=3 width=8)
              -> Storage Scan on o_pkey  (cost=100.10..101.10 rows=3 width=8 loops=1)
                  Projections: id
                  -> B-Tree Scan on o_pkey  (cost=100.10..101.10 rows=3 width=8 loops=1)
        ->  Index Only Scan Backward using l_order on l  (cost=100.20..102.20 rows=4 width=8)
              Index Cond: (l.order_id = o.id)
              -> Storage Scan on l_order  (cost=100.20..102.20 rows=4 width=8 loops=1)
                  Projections: order_id
                  -> B-Tree Scan on l_order  (cost=100.20..102.20 rows=4 width=8 loops=1)
                      Index Cond: (l.order_id = o.id)
      """;

  static final List<String> ALL =
      List.of(
          FULL_SCAN,
          INDEX_ONLY_SCAN,
          INDEX_SCAN,
          ANALYZED,
          OF_2025,
          INSERT,
          POSTGRESQL,
          LINES_IN_LITERALS,
          BATCHED);

  private Samples() {}
}
