--
-- PostgreSQL database dump
--

\restrict 3ne2haXk0UK37B7Kmlsd8Z500aeNgv7ZrddEgJCCCwpQQObV0kp6PR4bLobsBHG

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Lab Data; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Lab Data";


ALTER SCHEMA "Lab Data" OWNER TO postgres;

--
-- Name: plant; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA plant;


ALTER SCHEMA plant OWNER TO postgres;

--
-- Name: pgcrypto; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;


--
-- Name: EXTENSION pgcrypto; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';


--
-- Name: dims; Type: TYPE; Schema: plant; Owner: postgres
--

CREATE TYPE plant.dims AS (
	width integer,
	height integer,
	note text
);


ALTER TYPE plant.dims OWNER TO postgres;

--
-- Name: percent; Type: DOMAIN; Schema: plant; Owner: postgres
--

CREATE DOMAIN plant.percent AS numeric(5,2) NOT NULL DEFAULT 0
	CONSTRAINT percent_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));


ALTER DOMAIN plant.percent OWNER TO postgres;

--
-- Name: serial_no; Type: DOMAIN; Schema: plant; Owner: postgres
--

CREATE DOMAIN plant.serial_no AS text
	CONSTRAINT serial_no_check CHECK ((VALUE ~ '^[A-Z]{2}-[0-9]+$'::text));


ALTER DOMAIN plant.serial_no OWNER TO postgres;

--
-- Name: state; Type: TYPE; Schema: plant; Owner: postgres
--

CREATE TYPE plant.state AS ENUM (
    'new',
    'in use',
    'it''s gone'
);


ALTER TYPE plant.state OWNER TO postgres;

--
-- Name: area(plant.dims); Type: FUNCTION; Schema: plant; Owner: postgres
--

CREATE FUNCTION plant.area(d plant.dims) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT d.width * d.height $$;


ALTER FUNCTION plant.area(d plant.dims) OWNER TO postgres;

--
-- Name: half(integer); Type: FUNCTION; Schema: plant; Owner: postgres
--

CREATE FUNCTION plant.half(x integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT x / 2; $$;


ALTER FUNCTION plant.half(x integer) OWNER TO postgres;

--
-- Name: touch(); Type: FUNCTION; Schema: plant; Owner: postgres
--

CREATE FUNCTION plant.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN NEW.bought := now(); RETURN NEW; END $$;


ALTER FUNCTION plant.touch() OWNER TO postgres;

--
-- Name: last(text); Type: AGGREGATE; Schema: plant; Owner: postgres
--

CREATE AGGREGATE plant.last(text) (
    SFUNC = textcat,
    STYPE = text
);


ALTER AGGREGATE plant.last(text) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Probe "X"; Type: TABLE; Schema: Lab Data; Owner: postgres
--

CREATE TABLE "Lab Data"."Probe ""X""" (
    "Id" uuid DEFAULT gen_random_uuid() NOT NULL,
    "select" text,
    "Ünïcode" character(5),
    flags bit(8),
    addr inet,
    mac macaddr,
    tags text[],
    m money,
    p point,
    x xml
);


ALTER TABLE "Lab Data"."Probe ""X""" OWNER TO postgres;

--
-- Name: machine; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.machine (
    id integer NOT NULL,
    serial plant.serial_no NOT NULL,
    state plant.state DEFAULT 'new'::plant.state NOT NULL,
    size plant.dims,
    load plant.percent,
    price numeric(12,4),
    price_with_tax numeric(14,4) GENERATED ALWAYS AS ((price * 1.2)) STORED,
    bought date DEFAULT CURRENT_DATE,
    meta jsonb DEFAULT '{}'::jsonb,
    search tsvector,
    during tstzrange
);


ALTER TABLE plant.machine OWNER TO postgres;

--
-- Name: TABLE machine; Type: COMMENT; Schema: plant; Owner: postgres
--

COMMENT ON TABLE plant.machine IS 'Machines; "quoted" and ''single''';


--
-- Name: COLUMN machine.serial; Type: COMMENT; Schema: plant; Owner: postgres
--

COMMENT ON COLUMN plant.machine.serial IS 'two
lines';


--
-- Name: busy; Type: VIEW; Schema: plant; Owner: postgres
--

CREATE VIEW plant.busy WITH (security_barrier='true') AS
 SELECT machine.id,
    machine.serial,
    machine.load
   FROM plant.machine
  WHERE (machine.state = 'in use'::plant.state);


ALTER TABLE plant.busy OWNER TO postgres;

--
-- Name: by_state; Type: MATERIALIZED VIEW; Schema: plant; Owner: postgres
--

CREATE MATERIALIZED VIEW plant.by_state AS
 SELECT machine.state,
    count(*) AS n
   FROM plant.machine
  GROUP BY machine.state
  WITH NO DATA;


ALTER TABLE plant.by_state OWNER TO postgres;

--
-- Name: event; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
)
PARTITION BY RANGE (at);


ALTER TABLE plant.event OWNER TO postgres;

--
-- Name: event_2025; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event_2025 (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
)
PARTITION BY LIST (region);


ALTER TABLE plant.event_2025 OWNER TO postgres;

--
-- Name: event 2025 Rest; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant."event 2025 Rest" (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
);


ALTER TABLE plant."event 2025 Rest" OWNER TO postgres;

--
-- Name: event_2025_eu; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event_2025_eu (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
);


ALTER TABLE plant.event_2025_eu OWNER TO postgres;

--
-- Name: event_2026; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event_2026 (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
)
PARTITION BY HASH (id);


ALTER TABLE plant.event_2026 OWNER TO postgres;

--
-- Name: event_2026_0; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event_2026_0 (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
);


ALTER TABLE plant.event_2026_0 OWNER TO postgres;

--
-- Name: event_2026_1; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.event_2026_1 (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    region text NOT NULL,
    kind smallint,
    payload bytea,
    took interval,
    clock time with time zone,
    big numeric(38,15)
);


ALTER TABLE plant.event_2026_1 OWNER TO postgres;

--
-- Name: log; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.log (
    at timestamp without time zone DEFAULT now(),
    line text
);


ALTER TABLE plant.log OWNER TO postgres;

--
-- Name: machine_id_seq; Type: SEQUENCE; Schema: plant; Owner: postgres
--

ALTER TABLE plant.machine ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME plant.machine_id_seq
    START WITH 100
    INCREMENT BY 5
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: part; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.part (
    id integer NOT NULL,
    name text,
    "Weight (kg)" double precision DEFAULT 'NaN'::double precision
);


ALTER TABLE plant.part OWNER TO postgres;

--
-- Name: part_id_seq; Type: SEQUENCE; Schema: plant; Owner: postgres
--

CREATE SEQUENCE plant.part_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE plant.part_id_seq OWNER TO postgres;

--
-- Name: part_id_seq; Type: SEQUENCE OWNED BY; Schema: plant; Owner: postgres
--

ALTER SEQUENCE plant.part_id_seq OWNED BY plant.part.id;


--
-- Name: steel_part; Type: TABLE; Schema: plant; Owner: postgres
--

CREATE TABLE plant.steel_part (
    grade character varying(8)
)
INHERITS (plant.part);


ALTER TABLE plant.steel_part OWNER TO postgres;

--
-- Name: ticket; Type: SEQUENCE; Schema: plant; Owner: postgres
--

CREATE SEQUENCE plant.ticket
    START WITH 1000
    INCREMENT BY 10
    NO MINVALUE
    NO MAXVALUE
    CACHE 5;


ALTER TABLE plant.ticket OWNER TO postgres;

--
-- Name: event 2025 Rest; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event_2025 ATTACH PARTITION plant."event 2025 Rest" DEFAULT;


--
-- Name: event_2025; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event ATTACH PARTITION plant.event_2025 FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');


--
-- Name: event_2025_eu; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event_2025 ATTACH PARTITION plant.event_2025_eu FOR VALUES IN ('eu');


--
-- Name: event_2026; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event ATTACH PARTITION plant.event_2026 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');


--
-- Name: event_2026_0; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event_2026 ATTACH PARTITION plant.event_2026_0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: event_2026_1; Type: TABLE ATTACH; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.event_2026 ATTACH PARTITION plant.event_2026_1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: part id; Type: DEFAULT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.part ALTER COLUMN id SET DEFAULT nextval('plant.part_id_seq'::regclass);


--
-- Name: steel_part id; Type: DEFAULT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.steel_part ALTER COLUMN id SET DEFAULT nextval('plant.part_id_seq'::regclass);


--
-- Name: steel_part Weight (kg); Type: DEFAULT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.steel_part ALTER COLUMN "Weight (kg)" SET DEFAULT 'NaN'::double precision;


--
-- Data for Name: Probe "X"; Type: TABLE DATA; Schema: Lab Data; Owner: postgres
--

COPY "Lab Data"."Probe ""X""" ("Id", "select", "Ünïcode", flags, addr, mac, tags, m, p, x) FROM stdin;
c4ca4238-a0b9-2382-0dcc-509a6f75849b	line\nbreak\\1	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
c81e728d-9d4c-2f63-6f06-7f89cc14862c	line\nbreak\\2	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
eccbc87e-4b5c-e2fe-2830-8fd9f2a7baf3	line\nbreak\\3	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
a87ff679-a2f3-e71d-9181-a67b7542122c	line\nbreak\\4	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
e4da3b7f-bbce-2345-d777-2b0674a318d5	line\nbreak\\5	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
1679091c-5a88-0faf-6fb5-e6087eb1b2dc	line\nbreak\\6	ab   	10101010	10.0.0.1/8	08:00:2b:01:02:03	{"a,b",NULL,"\\"q\\""}	$12.50	(1,2)	<a/>
\.


--
-- Data for Name: event 2025 Rest; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant."event 2025 Rest" (id, at, region, kind, payload, took, clock, big) FROM stdin;
1	2025-06-07 00:00:00.123456+00	us	1	\\x00000001	1 mon 1 day 00:00:01.5	12:30:00.5+02	-0.000000000000001
2	2025-06-13 00:00:00.123456+00	us	2	\\x00000002	2 mons 2 days 00:00:03	12:30:00.5+02	12345678901234567890123.000000000000000
4	2025-06-25 00:00:00.123456+00	us	4	\\x00000004	4 mons 4 days 00:00:06	12:30:00.5+02	-0.000000000000001
5	2025-07-01 00:00:00.123456+00	us	5	\\x00000005	5 mons 5 days 00:00:07.5	12:30:00.5+02	12345678901234567890123.000000000000000
7	2025-07-13 00:00:00.123456+00	us	0	\\x00000007	7 mons 7 days 00:00:10.5	12:30:00.5+02	-0.000000000000001
8	2025-07-19 00:00:00.123456+00	us	1	\\x00000008	8 mons 8 days 00:00:12	12:30:00.5+02	12345678901234567890123.000000000000000
10	2025-07-31 00:00:00.123456+00	us	3	\\x0000000a	10 mons 10 days 00:00:15	12:30:00.5+02	-0.000000000000001
11	2025-08-06 00:00:00.123456+00	us	4	\\x0000000b	11 mons 11 days 00:00:16.5	12:30:00.5+02	12345678901234567890123.000000000000000
13	2025-08-18 00:00:00.123456+00	us	6	\\x0000000d	1 year 1 mon 13 days 00:00:19.5	12:30:00.5+02	-0.000000000000001
14	2025-08-24 00:00:00.123456+00	us	0	\\x0000000e	1 year 2 mons 14 days 00:00:21	12:30:00.5+02	12345678901234567890123.000000000000000
16	2025-09-05 00:00:00.123456+00	us	2	\\x00000010	1 year 4 mons 16 days 00:00:24	12:30:00.5+02	-0.000000000000001
17	2025-09-11 00:00:00.123456+00	us	3	\\x00000011	1 year 5 mons 17 days 00:00:25.5	12:30:00.5+02	12345678901234567890123.000000000000000
19	2025-09-23 00:00:00.123456+00	us	5	\\x00000013	1 year 7 mons 19 days 00:00:28.5	12:30:00.5+02	-0.000000000000001
20	2025-09-29 00:00:00.123456+00	us	6	\\x00000014	1 year 8 mons 20 days 00:00:30	12:30:00.5+02	12345678901234567890123.000000000000000
22	2025-10-11 00:00:00.123456+00	us	1	\\x00000016	1 year 10 mons 22 days 00:00:33	12:30:00.5+02	-0.000000000000001
23	2025-10-17 00:00:00.123456+00	us	2	\\x00000017	1 year 11 mons 23 days 00:00:34.5	12:30:00.5+02	12345678901234567890123.000000000000000
25	2025-10-29 00:00:00.123456+00	us	4	\\x00000019	2 years 1 mon 25 days 00:00:37.5	12:30:00.5+02	-0.000000000000001
26	2025-11-04 00:00:00.123456+00	us	5	\\x0000001a	2 years 2 mons 26 days 00:00:39	12:30:00.5+02	12345678901234567890123.000000000000000
28	2025-11-16 00:00:00.123456+00	us	0	\\x0000001c	2 years 4 mons 28 days 00:00:42	12:30:00.5+02	-0.000000000000001
29	2025-11-22 00:00:00.123456+00	us	1	\\x0000001d	2 years 5 mons 29 days 00:00:43.5	12:30:00.5+02	12345678901234567890123.000000000000000
31	2025-12-04 00:00:00.123456+00	us	3	\\x0000001f	2 years 7 mons 31 days 00:00:46.5	12:30:00.5+02	-0.000000000000001
32	2025-12-10 00:00:00.123456+00	us	4	\\x00000020	2 years 8 mons 32 days 00:00:48	12:30:00.5+02	12345678901234567890123.000000000000000
34	2025-12-22 00:00:00.123456+00	us	6	\\x00000022	2 years 10 mons 34 days 00:00:51	12:30:00.5+02	-0.000000000000001
35	2025-12-28 00:00:00.123456+00	us	0	\\x00000023	2 years 11 mons 35 days 00:00:52.5	12:30:00.5+02	12345678901234567890123.000000000000000
\.


--
-- Data for Name: event_2025_eu; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.event_2025_eu (id, at, region, kind, payload, took, clock, big) FROM stdin;
3	2025-06-19 00:00:00.123456+00	eu	3	\\x00000003	3 mons 3 days 00:00:04.5	12:30:00.5+02	NaN
6	2025-07-07 00:00:00.123456+00	eu	6	\\x00000006	6 mons 6 days 00:00:09	12:30:00.5+02	NaN
9	2025-07-25 00:00:00.123456+00	eu	2	\\x00000009	9 mons 9 days 00:00:13.5	12:30:00.5+02	NaN
12	2025-08-12 00:00:00.123456+00	eu	5	\\x0000000c	1 year 12 days 00:00:18	12:30:00.5+02	NaN
15	2025-08-30 00:00:00.123456+00	eu	1	\\x0000000f	1 year 3 mons 15 days 00:00:22.5	12:30:00.5+02	NaN
18	2025-09-17 00:00:00.123456+00	eu	4	\\x00000012	1 year 6 mons 18 days 00:00:27	12:30:00.5+02	NaN
21	2025-10-05 00:00:00.123456+00	eu	0	\\x00000015	1 year 9 mons 21 days 00:00:31.5	12:30:00.5+02	NaN
24	2025-10-23 00:00:00.123456+00	eu	3	\\x00000018	2 years 24 days 00:00:36	12:30:00.5+02	NaN
27	2025-11-10 00:00:00.123456+00	eu	6	\\x0000001b	2 years 3 mons 27 days 00:00:40.5	12:30:00.5+02	NaN
30	2025-11-28 00:00:00.123456+00	eu	2	\\x0000001e	2 years 6 mons 30 days 00:00:45	12:30:00.5+02	NaN
33	2025-12-16 00:00:00.123456+00	eu	5	\\x00000021	2 years 9 mons 33 days 00:00:49.5	12:30:00.5+02	NaN
\.


--
-- Data for Name: event_2026_0; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.event_2026_0 (id, at, region, kind, payload, took, clock, big) FROM stdin;
39	2026-01-21 00:00:00.123456+00	eu	4	\\x00000027	3 years 3 mons 39 days 00:00:58.5	12:30:00.5+02	NaN
\.


--
-- Data for Name: event_2026_1; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.event_2026_1 (id, at, region, kind, payload, took, clock, big) FROM stdin;
36	2026-01-03 00:00:00.123456+00	eu	1	\\x00000024	3 years 36 days 00:00:54	12:30:00.5+02	NaN
37	2026-01-09 00:00:00.123456+00	us	2	\\x00000025	3 years 1 mon 37 days 00:00:55.5	12:30:00.5+02	-0.000000000000001
38	2026-01-15 00:00:00.123456+00	us	3	\\x00000026	3 years 2 mons 38 days 00:00:57	12:30:00.5+02	12345678901234567890123.000000000000000
40	2026-01-27 00:00:00.123456+00	us	5	\\x00000028	3 years 4 mons 40 days 00:01:00	12:30:00.5+02	-0.000000000000001
\.


--
-- Data for Name: log; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.log (at, line) FROM stdin;
2026-01-01 00:00:01	"
2026-01-01 00:00:02	##
2026-01-01 00:00:03	$$$
2026-01-01 00:00:04	%%%%
2026-01-01 00:00:05	&&&&&
2026-01-01 00:00:06	''''''
2026-01-01 00:00:07	(((((((
2026-01-01 00:00:08	))))))))
2026-01-01 00:00:09	*********
2026-01-01 00:00:10	++++++++++
\.


--
-- Data for Name: machine; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.machine (id, serial, state, size, load, price, bought, meta, search, during) FROM stdin;
100	AB-1	in use	(1,2,)	1.00	1.2345	2020-01-02	{"n": 1, "s": "tab\\t\\"x\\""}	'1':2 'word':1	["2020-01-01 01:00:00+00","2020-01-01 01:30:00+00")
105	AB-2	it's gone	(2,4,"a,""b""")	2.00	2.4690	2020-01-03	{"n": 2, "s": "tab\\t\\"x\\""}	'2':2 'word':1	["2020-01-01 02:00:00+00","2020-01-01 02:30:00+00")
110	AB-3	new	(3,6,)	3.00	3.7035	2020-01-04	{"n": 3, "s": "tab\\t\\"x\\""}	'3':2 'word':1	["2020-01-01 03:00:00+00","2020-01-01 03:30:00+00")
115	AB-4	in use	(4,8,"a,""b""")	4.00	4.9380	2020-01-05	{"n": 4, "s": "tab\\t\\"x\\""}	'4':2 'word':1	["2020-01-01 04:00:00+00","2020-01-01 04:30:00+00")
120	AB-5	it's gone	(5,10,)	5.00	6.1725	2020-01-06	{"n": 5, "s": "tab\\t\\"x\\""}	'5':2 'word':1	["2020-01-01 05:00:00+00","2020-01-01 05:30:00+00")
125	AB-6	new	(6,12,"a,""b""")	6.00	7.4070	2020-01-07	{"n": 6, "s": "tab\\t\\"x\\""}	'6':2 'word':1	["2020-01-01 06:00:00+00","2020-01-01 06:30:00+00")
130	AB-7	in use	(7,14,)	7.00	8.6415	2020-01-08	{"n": 7, "s": "tab\\t\\"x\\""}	'7':2 'word':1	["2020-01-01 07:00:00+00","2020-01-01 07:30:00+00")
135	AB-8	it's gone	(8,16,"a,""b""")	8.00	9.8760	2020-01-09	{"n": 8, "s": "tab\\t\\"x\\""}	'8':2 'word':1	["2020-01-01 08:00:00+00","2020-01-01 08:30:00+00")
140	AB-9	new	(9,18,)	9.00	11.1105	2020-01-10	{"n": 9, "s": "tab\\t\\"x\\""}	'9':2 'word':1	["2020-01-01 09:00:00+00","2020-01-01 09:30:00+00")
145	AB-10	in use	(10,20,"a,""b""")	10.00	12.3450	infinity	{"n": 10, "s": "tab\\t\\"x\\""}	'10':2 'word':1	["2020-01-01 10:00:00+00","2020-01-01 10:30:00+00")
150	AB-11	it's gone	(11,22,)	11.00	13.5795	2020-01-12	{"n": 11, "s": "tab\\t\\"x\\""}	'11':2 'word':1	["2020-01-01 11:00:00+00","2020-01-01 11:30:00+00")
155	AB-12	new	(12,24,"a,""b""")	12.00	14.8140	2020-01-13	{"n": 12, "s": "tab\\t\\"x\\""}	'12':2 'word':1	["2020-01-01 12:00:00+00","2020-01-01 12:30:00+00")
160	AB-13	in use	(13,26,)	13.00	16.0485	2020-01-14	{"n": 13, "s": "tab\\t\\"x\\""}	'13':2 'word':1	["2020-01-01 13:00:00+00","2020-01-01 13:30:00+00")
165	AB-14	it's gone	(14,28,"a,""b""")	14.00	17.2830	2020-01-15	{"n": 14, "s": "tab\\t\\"x\\""}	'14':2 'word':1	["2020-01-01 14:00:00+00","2020-01-01 14:30:00+00")
170	AB-15	new	(15,30,)	15.00	18.5175	2020-01-16	{"n": 15, "s": "tab\\t\\"x\\""}	'15':2 'word':1	["2020-01-01 15:00:00+00","2020-01-01 15:30:00+00")
175	AB-16	in use	(16,32,"a,""b""")	16.00	19.7520	2020-01-17	{"n": 16, "s": "tab\\t\\"x\\""}	'16':2 'word':1	["2020-01-01 16:00:00+00","2020-01-01 16:30:00+00")
180	AB-17	it's gone	(17,34,)	17.00	20.9865	2020-01-18	{"n": 17, "s": "tab\\t\\"x\\""}	'17':2 'word':1	["2020-01-01 17:00:00+00","2020-01-01 17:30:00+00")
185	AB-18	new	(18,36,"a,""b""")	18.00	22.2210	2020-01-19	{"n": 18, "s": "tab\\t\\"x\\""}	'18':2 'word':1	["2020-01-01 18:00:00+00","2020-01-01 18:30:00+00")
190	AB-19	in use	(19,38,)	19.00	23.4555	2020-01-20	{"n": 19, "s": "tab\\t\\"x\\""}	'19':2 'word':1	["2020-01-01 19:00:00+00","2020-01-01 19:30:00+00")
195	AB-20	it's gone	(20,40,"a,""b""")	20.00	24.6900	infinity	{"n": 20, "s": "tab\\t\\"x\\""}	'20':2 'word':1	["2020-01-01 20:00:00+00","2020-01-01 20:30:00+00")
\.


--
-- Data for Name: part; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.part (id, name, "Weight (kg)") FROM stdin;
1	bolt	0.1
2		-Infinity
3	\N	1e+308
\.


--
-- Data for Name: steel_part; Type: TABLE DATA; Schema: plant; Owner: postgres
--

COPY plant.steel_part (id, name, "Weight (kg)", grade) FROM stdin;
4	steel 1	NaN	S1
5	steel 2	NaN	S2
6	steel 3	NaN	S3
7	steel 4	NaN	S4
8	steel 5	NaN	S5
\.


--
-- Name: machine_id_seq; Type: SEQUENCE SET; Schema: plant; Owner: postgres
--

SELECT pg_catalog.setval('plant.machine_id_seq', 195, true);


--
-- Name: part_id_seq; Type: SEQUENCE SET; Schema: plant; Owner: postgres
--

SELECT pg_catalog.setval('plant.part_id_seq', 8, true);


--
-- Name: ticket; Type: SEQUENCE SET; Schema: plant; Owner: postgres
--

SELECT pg_catalog.setval('plant.ticket', 1040, true);


--
-- Name: Probe "X" Pk; Type: CONSTRAINT; Schema: Lab Data; Owner: postgres
--

ALTER TABLE ONLY "Lab Data"."Probe ""X"""
    ADD CONSTRAINT "Pk" PRIMARY KEY ("Id");


--
-- Name: machine machine_during_excl; Type: CONSTRAINT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.machine
    ADD CONSTRAINT machine_during_excl EXCLUDE USING gist (during WITH &&);


--
-- Name: machine machine_pkey; Type: CONSTRAINT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.machine
    ADD CONSTRAINT machine_pkey PRIMARY KEY (id);


--
-- Name: machine machine_serial_key; Type: CONSTRAINT; Schema: plant; Owner: postgres
--

ALTER TABLE ONLY plant.machine
    ADD CONSTRAINT machine_serial_key UNIQUE (serial);


--
-- Name: event_region; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_region ON ONLY plant.event USING btree (region, at DESC);


--
-- Name: event_2025_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_2025_region_at_idx ON ONLY plant.event_2025 USING btree (region, at DESC);


--
-- Name: event 2025 Rest_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX "event 2025 Rest_region_at_idx" ON plant."event 2025 Rest" USING btree (region, at DESC);


--
-- Name: event_2025_eu_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_2025_eu_region_at_idx ON plant.event_2025_eu USING btree (region, at DESC);


--
-- Name: event_2026_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_2026_region_at_idx ON ONLY plant.event_2026 USING btree (region, at DESC);


--
-- Name: event_2026_0_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_2026_0_region_at_idx ON plant.event_2026_0 USING btree (region, at DESC);


--
-- Name: event_2026_1_region_at_idx; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX event_2026_1_region_at_idx ON plant.event_2026_1 USING btree (region, at DESC);


--
-- Name: log_lower; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE UNIQUE INDEX log_lower ON plant.log USING btree (lower(line), at);


--
-- Name: machine_bought; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX machine_bought ON plant.machine USING btree (bought) WHERE (state = 'new'::plant.state);


--
-- Name: machine_meta; Type: INDEX; Schema: plant; Owner: postgres
--

CREATE INDEX machine_meta ON plant.machine USING gin (meta);


--
-- Name: event 2025 Rest_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_2025_region_at_idx ATTACH PARTITION plant."event 2025 Rest_region_at_idx";


--
-- Name: event_2025_eu_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_2025_region_at_idx ATTACH PARTITION plant.event_2025_eu_region_at_idx;


--
-- Name: event_2025_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_region ATTACH PARTITION plant.event_2025_region_at_idx;


--
-- Name: event_2026_0_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_2026_region_at_idx ATTACH PARTITION plant.event_2026_0_region_at_idx;


--
-- Name: event_2026_1_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_2026_region_at_idx ATTACH PARTITION plant.event_2026_1_region_at_idx;


--
-- Name: event_2026_region_at_idx; Type: INDEX ATTACH; Schema: plant; Owner: postgres
--

ALTER INDEX plant.event_region ATTACH PARTITION plant.event_2026_region_at_idx;


--
-- Name: st; Type: STATISTICS; Schema: plant; Owner: postgres
--

CREATE STATISTICS plant.st ON region, kind FROM plant.event;


ALTER STATISTICS plant.st OWNER TO postgres;

--
-- Name: log no_delete; Type: RULE; Schema: plant; Owner: postgres
--

CREATE RULE no_delete AS
    ON DELETE TO plant.log DO INSTEAD NOTHING;


--
-- Name: machine touch; Type: TRIGGER; Schema: plant; Owner: postgres
--

CREATE TRIGGER touch BEFORE UPDATE ON plant.machine FOR EACH ROW EXECUTE FUNCTION plant.touch();


--
-- Name: Probe "X"; Type: ROW SECURITY; Schema: Lab Data; Owner: postgres
--

ALTER TABLE "Lab Data"."Probe ""X""" ENABLE ROW LEVEL SECURITY;

--
-- Name: Probe "X" mine; Type: POLICY; Schema: Lab Data; Owner: postgres
--

CREATE POLICY mine ON "Lab Data"."Probe ""X""" USING (("select" = CURRENT_USER));


--
-- Name: SCHEMA plant; Type: ACL; Schema: -; Owner: postgres
--

GRANT USAGE ON SCHEMA plant TO factory_app;


--
-- Name: TABLE machine; Type: ACL; Schema: plant; Owner: postgres
--

GRANT SELECT ON TABLE plant.machine TO factory_app;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: plant; Owner: postgres
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA plant GRANT SELECT ON TABLES  TO factory_app;


--
-- Name: by_state; Type: MATERIALIZED VIEW DATA; Schema: plant; Owner: postgres
--

REFRESH MATERIALIZED VIEW plant.by_state;


--
-- PostgreSQL database dump complete
--

\unrestrict 3ne2haXk0UK37B7Kmlsd8Z500aeNgv7ZrddEgJCCCwpQQObV0kp6PR4bLobsBHG

