"""SQLAlchemy over Psycopg, with its own dialect for PostgreSQL: Core, ORM and reflection."""

import datetime
import decimal
import os
import unittest
import uuid
from typing import Optional

import sqlalchemy as sa
from sqlalchemy import orm

URL = sa.URL.create(
    "postgresql+psycopg",
    username="admin",
    password=os.environ["PGPASSWORD"],
    host=os.environ["DSQL_ENDPOINT"],
    port=int(os.environ["DSQL_PORT"]),
    database="postgres",
    query={"sslmode": "verify-full", "sslnegotiation": "direct"},
)


class Base(orm.DeclarativeBase):
    pass


class Owner(Base):
    __tablename__ = "alchemy_owners"

    id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, server_default=sa.text("gen_random_uuid()"))
    name: orm.Mapped[str]
    city: orm.Mapped[Optional[str]]
    pets: orm.Mapped[list["Pet"]] = orm.relationship(
        back_populates="owner", cascade="all, delete-orphan", primaryjoin="Owner.id == foreign(Pet.owner_id)"
    )


class Pet(Base):
    __tablename__ = "alchemy_pets"

    id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=uuid.uuid4)
    name: orm.Mapped[str]
    born: orm.Mapped[Optional[datetime.date]]
    price: orm.Mapped[Optional[decimal.Decimal]] = orm.mapped_column(sa.Numeric(10, 2))
    owner_id: orm.Mapped[uuid.UUID]
    owner: orm.Mapped[Owner] = orm.relationship(back_populates="pets", primaryjoin="Owner.id == foreign(Pet.owner_id)")


def setUpModule():
    global engine
    # Looking for hstore takes a savepoint, which DSQL does not have.
    engine = sa.create_engine(URL, use_native_hstore=False)
    # Each statement in a transaction of its own, as DSQL wants of statements that change the schema.
    Base.metadata.create_all(engine.execution_options(isolation_level="AUTOCOMMIT"))


def tearDownModule():
    engine.dispose()


class Core(unittest.TestCase):
    def test_knows_the_server(self):
        with engine.connect() as connection:
            self.assertEqual(connection.dialect.server_version_info[0], 16)
            self.assertEqual(connection.dialect.default_schema_name, "public")
            self.assertEqual(connection.dialect.default_isolation_level, "REPEATABLE READ")

    def test_inserts_selects_updates_deletes(self):
        owners = Owner.__table__
        with engine.begin() as connection:
            key = connection.execute(sa.insert(owners).values(name="core").returning(owners.c.id)).scalar_one()
            connection.execute(sa.update(owners).where(owners.c.id == key).values(city="Oslo"))
            self.assertEqual(connection.execute(sa.select(owners.c.city).where(owners.c.id == key)).scalar_one(), "Oslo")
            self.assertEqual(connection.execute(sa.delete(owners).where(owners.c.id == key)).rowcount, 1)

    def test_inserts_many_rows_at_once(self):
        owners = Owner.__table__
        with engine.begin() as connection:
            rows = [{"name": f"many {n}"} for n in range(1000)]
            keys = connection.execute(sa.insert(owners).returning(owners.c.id, sort_by_parameter_order=True), rows).all()
        self.assertEqual(len(set(keys)), 1000)

    def test_rolls_back(self):
        owners = Owner.__table__
        with engine.connect() as connection:
            connection.execute(sa.insert(owners).values(name="dropped"))
            connection.rollback()
            self.assertEqual(connection.execute(sa.select(owners).where(owners.c.name == "dropped")).all(), [])

    def test_streams_rows(self):
        query = sa.text("SELECT n FROM generate_series(1, 1000) n")
        with engine.connect() as connection:
            self.assertEqual(sum(connection.execute(query).scalars()), 500500)

    def test_reflects_tables(self):
        reflected = sa.MetaData()
        reflected.reflect(engine, only=["alchemy_owners", "alchemy_pets"])
        pets = reflected.tables["alchemy_pets"]
        self.assertEqual([column.name for column in pets.primary_key], ["id"])
        self.assertIsInstance(pets.c.price.type, sa.NUMERIC)
        self.assertEqual((pets.c.price.type.precision, pets.c.price.type.scale), (10, 2))
        self.assertFalse(pets.c.name.nullable)
        self.assertIn("gen_random_uuid()", reflected.tables["alchemy_owners"].c.id.server_default.arg.text)

    def test_inspects_the_database(self):
        inspector = sa.inspect(engine)
        self.assertIn("alchemy_owners", inspector.get_table_names())
        self.assertIn("sys", inspector.get_schema_names())
        self.assertEqual(inspector.get_indexes("alchemy_owners"), [])
        self.assertEqual(inspector.get_foreign_keys("alchemy_pets"), [])


class Orm(unittest.TestCase):
    def save(self, *objects):
        with orm.Session(engine, expire_on_commit=False) as session:
            session.add_all(objects)
            session.commit()

    def test_saves_and_finds(self):
        born, price = datetime.date(2024, 2, 29), decimal.Decimal("9.90")
        owner = Owner(name="Maria", pets=[Pet(name="Rex", born=born, price=price)])
        self.save(owner)
        with orm.Session(engine) as session:
            found = session.get(Owner, owner.id)
            self.assertEqual([(pet.name, pet.born, pet.price) for pet in found.pets], [("Rex", born, price)])

    def test_changes(self):
        owner = Owner(name="Jo", city="Paris")
        self.save(owner)
        with orm.Session(engine) as session:
            session.get(Owner, owner.id).city = "Lyon"
            session.commit()
        with orm.Session(engine) as session:
            self.assertEqual(session.get(Owner, owner.id).city, "Lyon")

    def test_deletes_with_what_belongs_to_it(self):
        owner = Owner(name="Kim", pets=[Pet(name="Tom")])
        self.save(owner)
        with orm.Session(engine) as session:
            session.delete(session.get(Owner, owner.id))
            session.commit()
            self.assertIsNone(session.get(Owner, owner.id))
            self.assertEqual(session.scalars(sa.select(Pet).where(Pet.name == "Tom")).all(), [])

    def test_queries_with_joins(self):
        self.save(Owner(name="Nele", pets=[Pet(name=f"pet {n:02}") for n in range(30)]))
        query = sa.select(Pet.name).join(Pet.owner).where(Owner.name == "Nele").order_by(Pet.name).offset(5).limit(3)
        with orm.Session(engine) as session:
            self.assertEqual(session.scalars(query).all(), ["pet 05", "pet 06", "pet 07"])
            self.assertEqual(session.scalar(sa.select(sa.func.count()).where(Pet.name.like("pet %"))), 30)

    def test_loads_eagerly(self):
        self.save(Owner(name="Olga", pets=[Pet(name="Ivan"), Pet(name="Petra")]))
        with orm.Session(engine) as session:
            query = sa.select(Owner).where(Owner.name == "Olga").options(orm.selectinload(Owner.pets))
            owner = session.scalars(query).one()
        self.assertEqual({pet.name for pet in owner.pets}, {"Ivan", "Petra"})
