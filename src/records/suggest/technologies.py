"""Technologies that teams choose between, by what they are for; common knowledge, kept as data."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from records.suggest.words import parts

_FOR = """
testing: assertj assertj-core ava behat behave capybara chai chromatic codeception criterion cucumber cypress
    enzyme factory_bot factory_bot_rails fakeiteasy fluentassertions gatling ginkgo gomega gomock hspec
    hypothesis insta jasmine jest jmeter junit junit-jupiter k6 karma kotest locust minitest mocha mockito
    mockito-core mockk moq mstest msw nock nose nose2 nsubstitute nunit pa11y pact percy pest phpunit playwright
    proptest puppeteer pytest quickcheck rspec rspec-rails rstest selenium shouldly sinon snapshot spock stryker
    tasty testcontainers testify testing-library testng vcr vitest webdriverio webmock wiremock xunit
bundling: babel browserify esbuild grunt gulp importmap-rails parcel propshaft requirejs rollup rspack
    shakapacker snowpack sprockets swc tsup turbopack vite webpack webpacker
static typing: basedpyright flow-bin mypy pyright sorbet typescript
linting: archunit bandit biome biomejs black brakeman checkstyle clippy commitlint danger deptrac detekt
    easy-coding-standard errorprone eslint flake8 fourmolu golangci golangci-lint hadolint hlint husky isort
    knip ktlint lefthook lint-staged ormolu oxlint php-cs-fixer phpstan pre-commit prettier psalm pylint rector
    reviewdog rubocop ruff rustfmt semgrep sonarqube spotless standardrb stylecop stylelint tflint tslint
package management: asdf bazel bun bundler cabal cargo composer conda corepack dependabot flit gradle hatchling hpack
    lerna maven mise nix nx pdm pip-tools pipenv pnpm poetry renovate rush setuptools turborepo uv yarn
web framework: actix actix-web alpinejs angular astro axum backbone blazor bottle chi django echo electron ember
    ember-source express fastapi fastify fiber flask gatsby gin gunicorn hanami hapi hono hotwire htmx hypercorn
    javalin jquery koa ktor laravel micronaut mux nestjs next nextjs nuxt passenger phoenix phoenix_live_view
    preact puma quarkus rails react react-dom remix rocket sanic sinatra slim solid-js spring-boot
    spring-boot-starter-web starlette stimulus streamlit svelte sveltekit symfony tauri tornado turbo-rails
    unicorn uvicorn vue warp
routing: httprouter react-router react-router-dom tanstack-router vue-router wouter
state: immer jotai mobx ngrx pinia react-query react-redux recoil redux reduxjs relay rxjs swr tanstack urql
    vuex xstate zustand
styling: antd bootstrap bulma chakra-ui emotion foundation-sites govuk-frontend less material-ui mui node-sass
    postcss radix-ui sass shadcn styled-components tailwind tailwindcss uswds vanilla-extract
interfaces: apollo apollo-client apollo-server ariadne asyncapi avro cloudevents connexion django-ninja
    djangorestframework drf-spectacular gqlgen graphene graphql grpc grpc-js grpcio hotchocolate hypermedia
    json-rpc jsonapi openapi protobuf rswag signalr soap socket.io strawberry-graphql swagger thrift trpc
    websocket websockets ws
database access: alembic asyncpg better-sqlite3 dapper diesel doctrine drizzle-orm ecto ecto_sql efcore eloquent
    ent entityframework flyway gorm hibernate hibernate-core jooq knex liquibase lmdb mikro-orm mongoose mybatis
    mysql2 npgsql orm peewee pg pgx pq prisma psycopg psycopg2 psycopg2-binary pymongo rusqlite sea-orm
    sequelize sqlalchemy sqlc sqlmodel sqlx tortoise-orm typeorm
data: algolia algoliasearch bigquery caffeine cassandra chromadb clickhouse couchdb dalli dbt duckdb dynamodb
    ehcache elasticsearch etcd faiss firestore hazelcast influxdb ioredis leveldb lucene mariadb meilisearch
    memcached minio mongo mongodb mysql mysql-connector-j mysql-connector-java mysql-connector-python
    mysqlclient neo4j opensearch pandas parquet pgvector pinecone polars postgres postgresql pyarrow qdrant
    redis rocksdb s3 snowflake solr sqlite sqlite3 supabase timescale typesense valkey weaviate
queues: activemq aiokafka airflow amqplib arq bull bullmq celery confluent-kafka dagster debezium delayed_job
    delayed_job_active_record dramatiq eventbridge good_job hangfire huey kafka kafka-clients kafka-python
    kafkajs kinesis masstransit mediatr mqtt nats nservicebus oban pika prefect pubsub pulsar quartz rabbitmq
    resque rq sidekiq sns solid_queue sqs temporal temporalio watermill zeromq
authentication: auth0 authjs authlib better-auth casbin clerk cognito devise devise-two-factor django-allauth
    golang-jwt identityserver jose jsonwebtoken jwt keycloak ldap lucia mfa msal next-auth oauth oauth2 oidc
    okta omniauth openid passkeys passport pyjwt rack-attack ruby-saml saml simplesamlphp
    spring-boot-starter-security spring-security sso totp warden webauthn
permissions: cancan cancancan casl cedar django-guardian opa oso pundit rbac rules
secrets: argon2 argon2-cffi bcrypt bcryptjs cors cryptography csp csrf doppler dotenv helmet keyring kms
    libsodium mtls scrypt sops ssm tink tls vault
logging: bunyan fluentd graylog log4j log4js log4net logback lograge logrus logstash loguru monolog morgan nlog
    papertrail pino semantic_logger serilog slf4j slog splunk structlog tinylog winston zap zerolog
monitoring: amplitude appsignal bugsnag cloudwatch datadog ddtrace dynatrace grafana honeycomb jaeger
    matomo micrometer micrometer-core newrelic opentelemetry opentelemetry-api otel plausible posthog prometheus
    prometheus-client rollbar segment sentry sentry-sdk skylight statsd telemetry zipkin
infrastructure: ansible argocd aws aws-sdk azure boto3 caddy cdk cloudflare cloudformation cloudfoundry
    cloudfront devcontainer docker docker-compose ecs eks envoy fargate gcp helm heroku istio k8s kubernetes
    kustomize lambda linkerd netlify nginx nomad opentofu packer podman pulumi serverless skaffold terraform
    tilt traefik vagrant vercel
continuous integration: buildkite changesets circleci codecov coveralls ghcr goreleaser jenkins release-please
    semantic-release travis
HTTP requests: aiohttp axios faraday feign got guzzle httparty httpx hyper ky node-fetch okhttp polly refit
    requests reqwest resilience4j resty retrofit superagent tenacity undici unirest
dates: arrow chrono date-fns dayjs joda-time luxon moment nodatime pendulum time-rs
validation: ajv attrs cerberus class-validator fluentvalidation io-ts joi jsonschema marshmallow pydantic
    valibot validatorjs yup zod
serialisation: gson jackson jackson-databind moshi msgpack newtonsoft.json orjson serde system.text.json
injection: autofac dagger dependency-injector guice hilt inversify koin tsyringe wire
feature switches: django-waffle flagsmith flipper growthbook launchdarkly openfeature optimizely togglz unleash
forms: crispy-forms final-form formik react-hook-form simple_form wicked wtforms
language models: anthropic langchain litellm llamaindex mcp nltk ollama openai pytorch rag scikit-learn spacy
    tensorflow torch transformers
documentation: backstage docusaurus log4brains mkdocs sphinx storybook typedoc
translations: fluent formatjs gettext i18next react-i18next react-intl
payments: adyen braintree paypal stripe
mail: mailgun mjml nodemailer notifications-ruby-client postmark sendgrid
commands: argparse clap click cobra commander oclif picocli symfony-console thor typer viper yargs
templates: ejs erb eta haml handlebars jinja jinja2 liquid mustache nunjucks pug slim-rails thymeleaf twig
errors: anyhow arrow-kt dry-monads eyre fp-ts neverthrow oneof thiserror
concurrency: actors akka anyio async-std asyncio celluloid concurrent-ruby coroutines gevent project-reactor
    rayon rxjava tokio trio
audit trails: audited paper_trail public_activity simple-history
"""


def _roles(text: str) -> dict[str, str]:
    """Return the role of each name, from lines `role: name name`, which may go on indented."""
    out: dict[str, str] = {}
    for entry in re.split(r"\n(?! )", text.strip()):
        role, _, names = entry.partition(": ")
        out.update(dict.fromkeys(names.split(), role))
    return out


_ROLE = _roles(_FOR)
_EVERYDAY = frozenset(
    (
        "actors angular apollo arrow attrs aws azure behave black bottle bull bun bundler cabal caffeine cargo "
        "cedar chi clerk click composer criterion cucumber danger data django drone echo ember ent eta express "
        "fiber flow fluent flux foundation gcp gin got gradle hapi hotwire hyper insta koa ky laravel less liquid "
        "mail maven mcp moment mux next nix nose nx orm oso packer pact parcel passenger percy pest pg phoenix "
        "polly pq pulsar puma quartz rag rails react relay remix requests resty rocket rq rules rush segment slim "
        "snapshot solid spock spring-boot state symfony telemetry temporal thor time time-rs torch transformers "
        "turbo typescript unicorn uv vault vcr vue warden warp websocket websockets wicked wire ws "
    ).split()
)
"""Names that are everyday words too, or that a whole system is made of: in a message they prove nothing."""
RIVALRY = frozenset(
    (
        "bundling, HTTP requests, commands, concurrency, data, database access, dates, errors, forms, "
        "injection, linting, logging, mail, package management, payments, queues, routing, secrets, serialisation, "
        "authentication, state, styling, templates, testing, web framework, validation, monitoring"
    ).split(", ")
)
"""Roles that a project fills once, so that two of one role take each other's place."""

_SPEAKS_TO = _roles(
    """
rabbitmq: pika amqplib bunny kombu aio-pika lapin
redis: ioredis jedis lettuce redis-py hiredis fakeredis
kafka: kafkajs aiokafka confluent-kafka kafka-clients kafka-python sarama
memcached: dalli pymemcache pylibmc
postgresql: psycopg psycopg2 psycopg2-binary asyncpg npgsql pgx pq pg postgres postgresql
mongodb: pymongo mongoose mongoid motor mongo
mysql: mysqlclient mysql2 mysql-connector-j mysql-connector-python pymysql
sqlite: sqlite3 better-sqlite3 rusqlite aiosqlite
elasticsearch: elastic searchkick nest
"""
)
"""Stores and brokers by the names of their clients: to take the one is to take the other."""

_ALIASES = _SPEAKS_TO | _roles(
    """
kubernetes: k8s kube
opentelemetry: otel opentelemetry-api
rabbitmq: rabbit
memcached: memcache
dynamodb: dynamodb dynamo
tailwindcss: tailwind
react: reactjs react-dom
vue: vuejs
node: nodejs
sentry: sentry-sdk
prometheus: prometheus-client
"""
)
"""One name for what has several."""
GENERIC = frozenset(
    "client core sdk php php-sdk server bundle node browser react vue angular svelte express nextjs next web".split()
)
"""Last parts of package names that say which use a member of a family is for, not what it is."""


def backend_of(name: str) -> str:
    """Return the store or broker that a dependency is a client of, in lower case; or nothing."""
    return _SPEAKS_TO.get(name.lower(), "")


def technology(name: str) -> str:
    """Return the one name of what has several, or whose client is named; in lower case, else the name itself.

    `Postgres`, `pg` and `psycopg` are all postgresql.
    """
    lower = name.lower().strip(".-")
    return _ALIASES.get(lower, lower)


def telling_parts(name: str) -> set[str]:
    """Return the plain words of a name, of a package with a scope without the platform that it is made for."""
    scope, _, last = name.partition("/")
    if scope.startswith("@") and last.lower() in GENERIC:
        return set(parts(scope))
    return set(parts(name))


@lru_cache(maxsize=4096)
def role_of(name: str) -> str:
    """Return what a dependency is for, by its well-known name, such as `testing`; empty when it is not known."""
    lower = name.lower()
    pieces = [lower, *lower.lstrip("@").split("/"), lower.partition(".")[0]]
    pieces += [piece.replace("_", "-") for piece in pieces]
    return next((_ROLE[piece] for piece in pieces if piece in _ROLE), "")


def same_use(first_name: str, second_name: str) -> bool:
    """Return whether two dependencies are known for the same use, so that one can take the place of the other."""
    first, second = role_of(first_name), role_of(second_name)
    return bool(first) and (first == second or {first, second} == {"data", "database access"})


def strangers(first_name: str, second_name: str) -> bool:
    """Return whether two dependencies are known for different uses, so that neither replaces the other."""
    first, second = (role_of(name) or role_of(name.partition("-")[0]) for name in (first_name, second_name))
    return bool(first and second and first != second) and not same_use(first_name, second_name)


def named_in(text: str) -> list[str]:
    """Return the technologies that a sentence names, everyday words left out, in their order."""
    words = [word.strip(".-").lower() for word in re.findall(r"[A-Za-z][\w.+-]*", text)]
    names = (*words, *(first + second for first, second in pairwise(words)))
    return list(dict.fromkeys(w for w in names if w in _ROLE and w not in _EVERYDAY))
