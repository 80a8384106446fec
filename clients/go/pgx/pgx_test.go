// Package pgx runs pgx and its pool against a cluster under its own name, with the certificate verified.
package pgx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
)

const timeout = time.Minute

var cluster = fmt.Sprintf("host=%s port=%s user=admin dbname=postgres sslmode=verify-full",
	os.Getenv("DSQL_ENDPOINT"), os.Getenv("DSQL_PORT"))

func connect(t *testing.T, settings ...string) (context.Context, *pgx.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	t.Cleanup(cancel)
	connection, err := pgx.Connect(ctx, cluster+" "+strings.Join(settings, " "))
	must(t, err)
	t.Cleanup(func() { connection.Close(context.Background()) })
	return ctx, connection
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, ctx context.Context, connection *pgx.Conn, sql string) {
	t.Helper()
	_, err := connection.Exec(ctx, sql)
	must(t, err)
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var reported *pgconn.PgError
	if !errors.As(err, &reported) || reported.Code != code {
		t.Fatalf("want SQLSTATE %s, got %v", code, err)
	}
}

func want[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("want %v, got %v", want, got)
	}
}

func number(t *testing.T, ctx context.Context, connection *pgx.Conn, sql string, arguments ...any) int {
	t.Helper()
	var n int
	must(t, connection.QueryRow(ctx, sql, arguments...).Scan(&n))
	return n
}

func TestStartsTlsEitherWay(t *testing.T) {
	for _, negotiation := range []string{"postgres", "direct"} {
		ctx, connection := connect(t, "sslnegotiation="+negotiation)
		want(t, number(t, ctx, connection, "SELECT 1"), 1)
	}
}

func TestIsRefusedWithoutTls(t *testing.T) {
	_, err := pgx.Connect(t.Context(), strings.Replace(cluster, "verify-full", "disable", 1))
	wantCode(t, err, "28000")
}

func TestIsRefusedWithAChangedToken(t *testing.T) {
	configuration, err := pgx.ParseConfig(cluster)
	must(t, err)
	changed, isZero := strings.CutSuffix(configuration.Password, "0")
	if isZero {
		configuration.Password = changed + "1"
	} else {
		configuration.Password = changed[:len(changed)-1] + "0"
	}
	_, err = pgx.ConnectConfig(t.Context(), configuration)
	wantCode(t, err, "08006")
}

func TestRunsStatementsInEveryMode(t *testing.T) {
	for _, mode := range []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"} {
		ctx, connection := connect(t, "default_query_exec_mode="+mode)
		for n := range 20 {
			want(t, number(t, ctx, connection, "SELECT $1::int * 2", n), 2*n)
		}
	}
}

func TestKeepsTypesOnTheWayInAndOut(t *testing.T) {
	ctx, connection := connect(t)
	execute(t, ctx, connection, "CREATE TABLE pgx_types (t text, at timestamptz, raw bytea, flag bool)")
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_901_000, time.UTC)
	var text string
	var raw []byte
	var read time.Time
	var flag bool
	must(t, connection.QueryRow(ctx, "INSERT INTO pgx_types VALUES ($1, $2, $3, $4) RETURNING t, at, raw, flag",
		"ä € 🙂", at, []byte{0, 1, 255}, true).Scan(&text, &read, &raw, &flag))
	want(t, text, "ä € 🙂")
	want(t, read.UTC(), at)
	want(t, string(raw), "\x00\x01\xff")
	want(t, flag, true)
}

func TestSendsABatch(t *testing.T) {
	ctx, connection := connect(t)
	batch := &pgx.Batch{}
	for n := range 500 {
		batch.Queue("SELECT $1::int", n)
	}
	results := connection.SendBatch(ctx, batch)
	for n := range 500 {
		var got int
		must(t, results.QueryRow().Scan(&got))
		want(t, got, n)
	}
	must(t, results.Close())
}

func TestCommitsAndRollsBack(t *testing.T) {
	ctx, connection := connect(t)
	execute(t, ctx, connection, "CREATE TABLE pgx_rows (id int PRIMARY KEY)")
	must(t, pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO pgx_rows VALUES (1)")
		return err
	}))
	dropped := errors.New("dropped")
	err := pgx.BeginFunc(ctx, connection, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO pgx_rows VALUES (2)")
		must(t, err)
		return dropped
	})
	want(t, err, dropped)
	want(t, number(t, ctx, connection, "SELECT sum(id) FROM pgx_rows"), 1)
}

func TestCopiesRows(t *testing.T) {
	ctx, connection := connect(t)
	execute(t, ctx, connection, "CREATE TABLE pgx_copied (n int PRIMARY KEY, name text)")
	copied, err := connection.CopyFrom(ctx, pgx.Identifier{"pgx_copied"}, []string{"n", "name"},
		pgx.CopyFromSlice(2000, func(n int) ([]any, error) { return []any{n, fmt.Sprint("name ", n)}, nil }))
	must(t, err)
	want(t, copied, int64(2000))
	want(t, number(t, ctx, connection, "SELECT sum(n) FROM pgx_copied"), 1999000)
}

func TestCancelsAStatement(t *testing.T) {
	configuration, err := pgx.ParseConfig(cluster)
	must(t, err)
	configuration.BuildContextWatcherHandler = func(connection *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: connection, DeadlineDelay: timeout}
	}
	connection, err := pgx.ConnectConfig(t.Context(), configuration)
	must(t, err)
	defer connection.Close(context.Background())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, err = connection.Exec(ctx, "SELECT pg_sleep(600)")
	wantCode(t, err, "57014")
	want(t, number(t, t.Context(), connection, "SELECT 1"), 1)
}

func TestReportsWhereAStatementIsWrong(t *testing.T) {
	ctx, connection := connect(t)
	_, err := connection.Exec(ctx, "SELECT nothing FROM pg_class")
	wantCode(t, err, "42703")
	var reported *pgconn.PgError
	errors.As(err, &reported)
	want(t, reported.Position, 8)
}

func TestServesAPool(t *testing.T) {
	pool, err := pgxpool.New(t.Context(), cluster+" pool_max_conns=5")
	must(t, err)
	defer pool.Close()
	var group sync.WaitGroup
	for n := range 100 {
		group.Go(func() {
			var got int
			if err := pool.QueryRow(t.Context(), "SELECT $1::int", n).Scan(&got); err != nil || got != n {
				t.Errorf("want %d, got %d, %v", n, got, err)
			}
		})
	}
	group.Wait()
}
