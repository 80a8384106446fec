import { AuroraDSQLPool } from "@aws/aurora-dsql-node-postgres-connector";

const pool = new AuroraDSQLPool({ host: process.env.DSQL_ENDPOINT, port: Number(process.env.PGPORT ?? 5432), user: "admin" });
await pool.query("INSERT INTO products (name) VALUES ($1)", ["lamp"]);
const { rows } = await pool.query("SELECT count(*)::int AS lamps FROM products WHERE name = $1", ["lamp"]);
console.log(`Lamps: ${rows[0].lamps}`);
await pool.end();
