"""The only room that knows SQLAlchemy: engine, tables, queries named by intent, migrations."""
