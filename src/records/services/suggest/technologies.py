"""Technologies that teams choose between, by what they are for; common knowledge, kept as data."""

from __future__ import annotations

import re
from functools import lru_cache

_FOR = {
    "testing": "jest vitest mocha jasmine karma ava chai sinon cypress playwright selenium webdriverio puppeteer "
    "testing-library enzyme chromatic pytest nose nose2 hypothesis behave rspec rspec-rails minitest capybara cucumber "
    "factory_bot factory_bot_rails vcr webmock junit junit-jupiter testng mockito mockito-core assertj "
    "assertj-core wiremock testcontainers spock kotest mockk xunit nunit mstest moq nsubstitute fakeiteasy shouldly "
    "fluentassertions phpunit pest behat codeception quickcheck hspec tasty ginkgo gomega testify gomock k6 locust "
    "gatling jmeter stryker pact percy pa11y msw nock proptest rstest insta criterion snapshot",
    "bundling": "webpack vite rollup parcel esbuild turbopack snowpack browserify gulp grunt swc babel tsup rspack webpacker "
    "shakapacker importmap-rails propshaft sprockets requirejs",
    "checking types": "typescript flow-bin mypy pyright sorbet basedpyright",
    "linting": "eslint tslint prettier biome biomejs oxlint stylelint ruff black flake8 isort pylint rubocop standardrb "
    "golangci golangci-lint checkstyle spotless errorprone detekt ktlint phpstan psalm php-cs-fixer easy-coding-standard "
    "rector sonarqube clippy rustfmt hlint ormolu fourmolu husky lint-staged pre-commit commitlint lefthook tflint "
    "hadolint bandit brakeman semgrep stylecop archunit deptrac knip danger reviewdog",
    "packages": "yarn pnpm bun poetry pipenv uv pip-tools pdm conda nix bundler composer lerna nx turborepo rush bazel "
    "gradle maven cabal hpack cargo dependabot renovate corepack asdf mise hatchling setuptools flit",
    "the web": "react react-dom vue angular svelte sveltekit preact solid-js next nextjs nuxt remix gatsby astro ember "
    "ember-source express fastify koa nestjs hapi hono django flask fastapi starlette tornado sanic bottle rails sinatra hanami "
    "spring-boot spring-boot-starter-web micronaut quarkus ktor javalin gin echo fiber chi mux actix actix-web axum rocket warp laravel "
    "symfony slim phoenix phoenix_live_view blazor htmx turbo-rails stimulus hotwire alpinejs electron tauri jquery backbone "
    "streamlit gunicorn uvicorn hypercorn puma unicorn passenger",
    "routing": "react-router react-router-dom wouter vue-router httprouter tanstack-router",
    "state": "redux react-redux reduxjs mobx zustand recoil jotai xstate rxjs pinia vuex ngrx react-query tanstack swr "
    "urql relay immer",
    "styling": "tailwindcss tailwind bootstrap emotion styled-components sass node-sass less postcss mui material-ui chakra-ui uswds "
    "govuk-frontend radix-ui shadcn antd bulma foundation-sites vanilla-extract",
    "interfaces": "graphql apollo apollo-client apollo-server grpc grpcio grpc-js openapi swagger asyncapi protobuf avro trpc thrift websocket websockets ws socket.io "
    "signalr gqlgen graphene strawberry-graphql ariadne hotchocolate cloudevents connexion drf-spectacular djangorestframework "
    "django-ninja jsonapi json-rpc rswag soap hypermedia",
    "database access": "sqlalchemy alembic prisma typeorm sequelize knex drizzle-orm mongoose mikro-orm hibernate hibernate-core jooq mybatis "
    "gorm sqlx sqlc pgx ent diesel sea-orm dapper efcore entityframework npgsql doctrine orm eloquent ecto ecto_sql psycopg2 "
    "psycopg2-binary psycopg asyncpg pymongo sqlmodel tortoise-orm peewee pg mysql2 better-sqlite3 pq rusqlite lmdb flyway liquibase",
    "data": "redis ioredis memcached dalli postgresql postgres mysql mysql-connector-j mysql-connector-java mysql-connector-python mysqlclient mariadb sqlite sqlite3 mongodb mongo dynamodb cassandra elasticsearch "
    "opensearch solr lucene clickhouse bigquery snowflake neo4j qdrant pinecone weaviate chromadb pgvector faiss influxdb "
    "timescale duckdb minio couchdb firestore supabase etcd algolia algoliasearch meilisearch typesense valkey leveldb rocksdb "
    "hazelcast caffeine ehcache s3 parquet polars pandas pyarrow dbt",
    "queues": "kafka kafkajs kafka-clients kafka-python confluent-kafka aiokafka rabbitmq amqplib pika sqs sns nats kinesis pubsub celery "
    "sidekiq resque bull bullmq rq dramatiq huey temporal temporalio airflow prefect dagster hangfire quartz good_job delayed_job "
    "delayed_job_active_record solid_queue mediatr masstransit nservicebus debezium zeromq mqtt eventbridge oban activemq pulsar watermill arq",
    "signing in": "oauth oauth2 oidc openid saml jwt jsonwebtoken pyjwt jose golang-jwt auth0 okta cognito keycloak passport devise omniauth "
    "authlib casbin webauthn passkeys ldap spring-security spring-boot-starter-security next-auth authjs msal clerk lucia better-auth "
    "django-allauth ruby-saml simplesamlphp totp mfa sso devise-two-factor rack-attack identityserver warden",
    "permissions": "pundit cancancan cancan rbac oso opa cedar django-guardian rules casl",
    "secrets": "bcrypt bcryptjs argon2 argon2-cffi scrypt libsodium tink vault sops kms ssm doppler dotenv keyring cryptography helmet "
    "cors csrf csp tls mtls",
    "logging": "logrus zap zerolog slog log4j log4net log4js logback slf4j serilog winston pino bunyan morgan lograge structlog loguru monolog nlog tinylog papertrail "
    "logstash fluentd splunk graylog semantic_logger",
    "watching the system": "rollbar sentry sentry-sdk datadog ddtrace newrelic opentelemetry opentelemetry-api otel prometheus prometheus-client "
    "grafana jaeger zipkin honeycomb skylight cloudwatch bugsnag appsignal dynatrace matomo posthog segment statsd micrometer micrometer-core "
    "plausible amplitude telemetry",
    "running the system": "docker docker-compose podman kubernetes k8s helm terraform opentofu pulumi ansible cloudformation cdk serverless "
    "lambda fargate ecs eks heroku vercel netlify nginx caddy traefik envoy istio linkerd argocd kustomize skaffold tilt nomad packer "
    "vagrant cloudfoundry cloudfront cloudflare azure gcp aws aws-sdk boto3 devcontainer",
    "the pipeline": "travis circleci jenkins buildkite goreleaser semantic-release release-please codecov coveralls changesets ghcr",
    "calling HTTP": "axios got node-fetch superagent ky requests httpx aiohttp okhttp retrofit feign faraday httparty guzzle reqwest hyper "
    "resty refit undici unirest polly resilience4j tenacity",
    "dates": "moment dayjs date-fns luxon pendulum arrow joda-time nodatime chrono time-rs",
    "validation": "zod yup joi ajv pydantic marshmallow cerberus fluentvalidation validatorjs class-validator attrs valibot io-ts jsonschema",
    "serialisation": "jackson jackson-databind gson moshi newtonsoft.json system.text.json serde msgpack orjson",
    "injection": "guice dagger hilt koin inversify tsyringe autofac wire dependency-injector",
    "feature switches": "launchdarkly unleash flipper growthbook flagsmith django-waffle optimizely openfeature togglz",
    "forms": "formik react-hook-form wicked simple_form wtforms crispy-forms final-form",
    "language models": "openai anthropic langchain llamaindex ollama transformers spacy nltk pytorch torch tensorflow scikit-learn litellm mcp rag",
    "documentation": "mkdocs docusaurus sphinx typedoc storybook backstage log4brains",
    "translations": "i18next react-i18next formatjs react-intl fluent gettext",
    "payments": "stripe braintree adyen paypal",
    "mail": "sendgrid mailgun postmark nodemailer notifications-ruby-client mjml",
    "commands": "click typer argparse cobra viper commander yargs oclif clap picocli thor symfony-console",
    "templates": "jinja jinja2 handlebars mustache liquid nunjucks twig pug thymeleaf erb slim-rails haml eta ejs",
    "errors": "thiserror anyhow eyre neverthrow dry-monads oneof fp-ts arrow-kt",
    "concurrency": "tokio async-std rayon celluloid project-reactor rxjava coroutines gevent trio anyio asyncio concurrent-ruby akka actors",
    "versions of records": "paper_trail audited public_activity simple-history",
}  # fmt: skip
_ROLE = {name: role for role, names in _FOR.items() for name in names.split()}
_EVERYDAY = frozenset(
    "next express echo fiber chi mux slim rocket warp flow solid less ent rush drone flux arrow got ky click "
    "requests rules turbo hotwire foundation snapshot time state insta criterion danger attrs time-rs wire fluent "
    "thor liquid eta pest behave nose vcr bull segment caffeine black relay ember orm pg pq ws rq uv nx bun nix "
    "gin koa hapi clerk actors transformers torch packer cedar oso resty quartz spock remix moment bottle wicked "
    "puma unicorn passenger warden telemetry websocket websockets mail data hyper polly mcp rag parcel percy pact "
    "cucumber phoenix gradle maven composer cargo bundler cabal temporal segment vault apollo pulsar react vue "
    "angular rails django laravel symfony spring-boot typescript aws azure gcp".split()
)
"""Names that are everyday words too, or that a whole system is made of: in a message they tell nothing."""
RIVALRY = frozenset(
    "testing bundling linting packages routing state styling queues logging dates validation forms secrets "
    "injection errors serialisation payments mail templates concurrency".split()
    + ["the web", "database access", "data", "signing in", "calling HTTP", "watching the system", "commands"]
)
"""Roles that a project fills once, so that two of one role take each other's place."""


@lru_cache(maxsize=4096)
def role_of(name: str) -> str:
    """Return what a dependency is for, by its well-known name, such as `testing`; empty when it is not known."""
    lowered = name.lower()
    pieces = [lowered, *lowered.lstrip("@").split("/"), lowered.partition(".")[0]]
    pieces += [piece.replace("_", "-") for piece in pieces]
    return next((_ROLE[piece] for piece in pieces if piece in _ROLE), "")


def named_in(text: str) -> list[str]:
    """Return the technologies that a sentence names, everyday words left out, in their order."""
    found = (word.strip(".-").lower() for word in re.findall(r"[A-Za-z][\w.+-]*", text))
    return list(dict.fromkeys(w for w in found if w in _ROLE and w not in _EVERYDAY))
