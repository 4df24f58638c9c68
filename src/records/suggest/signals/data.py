"""Data: migrations, tables, models, and stores or queues that were not there before."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.imports import IMPORTS, targets
from records.suggest.paths import kind_of, language_of
from records.suggest.scan import Rule, scan
from records.suggest.terms import gone_terms, new_terms, term_names
from records.suggest.words import parts

SIGNALS = (
    "data.migration",
    "data.table",
    "data.model",
    "data.store",
    "data.store-gone",
)
_TOPIC = "data"
STORES = term_names(
    "redis memcached postgres=PostgreSQL postgresql=PostgreSQL mysql=MySQL mariadb=MariaDB "
    "sqlite=SQLite mongo=MongoDB mongodb=MongoDB dynamodb=DynamoDB dynamo=DynamoDB "
    "cassandra elasticsearch opensearch=OpenSearch solr lucene kafka rabbitmq=RabbitMQ "
    "sqs=SQS sns=SNS nats=NATS kinesis pubsub clickhouse=ClickHouse bigquery=BigQuery "
    "snowflake neo4j=Neo4j qdrant pinecone weaviate chroma pgvector faiss=FAISS influxdb "
    "timescale duckdb=DuckDB minio=MinIO couchdb=CouchDB firestore firebase supabase etcd "
    "consul vault celery sidekiq resque bullmq=BullMQ temporal airflow hangfire algolia "
    "meilisearch typesense valkey leveldb=LevelDB rocksdb=RocksDB mnesia hazelcast flyway "
    "liquibase parquet"
)
"""Stores and queues by the word that names them in code."""
_RULES = (
    Rule(
        "data.table",
        re.compile(
            r"""create_table\s*+\(?\s*+[:"'](\w+)"""
            r"""|(?:CREATE TABLE|create table) (?:IF NOT EXISTS |if not exists )?[`"\[]?([\w.]+)"""
            r"""|create_?[tT]able\(\s*(?:name:\s*)?["'](\w+)|Schema::create\(\s*['"](\w+)"""
            r"""|CreateTable\(|resource "aws_dynamodb_table" "(\w+)\"""",
        ),
        "new table {}",
        topic=_TOPIC,
        kinds=frozenset({"migration", "code", "data", "infra"}),
        parts=frozenset("create model table".split()),
    ),
    Rule(
        "data.table",
        re.compile(r"""(?:^|CreateModel\()\s*name=["']([A-Z]\w+)["'],\s*$"""),
        "new table {}",
        topic=_TOPIC,
        kinds=frozenset({"migration"}),
        words=frozenset({"CreateModel"}),
    ),
    Rule(
        "data.model",
        re.compile(
            r"^class (\w+)\((?:.*\.)?(?:Model|Base|SQLModel|Document|TimeStampedModel)\b"
            r"|^class (\w+) < (?:ApplicationRecord|ActiveRecord::Base)|^model (\w+) \{"
            r"|^\s*DbSet<(\w+)>|public class (\w+EntityDefinition|\w+Definition) extends"
        ),
        "new stored model {}",
        topic=_TOPIC,
        words=frozenset("class model DbSet".split()),
    ),
)

_EVERYDAY_STORES = frozenset("temporal vault consul chroma snowflake kinesis celery hangfire parquet".split())
"""Stores whose names are everyday words too: there a manifest, an image, a setting or an import has to agree."""
_RUNNING = frozenset("manifest container infra pipeline".split())


def _is_technology(change: Change, word: str) -> bool:
    """Return whether a change uses a word as the name of a technology."""
    for file in change.files:
        if kind_of(file.path) in _RUNNING and word in change.parts_added[file.path]:
            return True
        lines = (
            targets(language, change.added(file)) if (language := language_of(file.path)) in IMPORTS else []
        )
        if any(word in parts(target) for _, target in lines if not target.startswith(".")):
            return True
    return False


def find(change: Change) -> Iterator[Evidence]:
    """Yield what changes in the data that the system keeps."""
    for file in change.files:
        if kind_of(file.path) == "migration" and file.status == "added":
            name = file.path.rpartition("/")[2]
            yield Evidence("data.migration", file.path, 1, f"new migration {name}", "impact", _TOPIC, name)
    yield from scan(change, _RULES)
    for place in new_terms(change, STORES):
        if place.name.lower() in _EVERYDAY_STORES and not _is_technology(change, place.name.lower()):
            continue
        why = f"{place.name} first used here ({place.spread})"
        yield Evidence("data.store", place.path, place.line, why, "impact", _TOPIC, place.name)
    for place in gone_terms(change, STORES):
        why = f"last use of {place.name} here removed"
        yield Evidence(
            "data.store-gone", place.path, place.line, why, "alternatives", _TOPIC, place.name,
            "old",
        )  # fmt: skip
