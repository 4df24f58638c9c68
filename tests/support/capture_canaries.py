"""Made-up secrets of every shape that the rules know, drawn from a seeded source."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable

ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
WORD = ALNUM + "_-"


def _draw(chance: random.Random, letters: str, count: int) -> str:
    return "".join(chance.choice(letters) for _ in range(count))


def _inner(chance: random.Random, count: int) -> str:
    """Word characters that neither begin nor end with a dash."""
    return chance.choice(ALNUM) + _draw(chance, WORD, count - 2) + chance.choice(ALNUM)


def _jwt(c: random.Random) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(('{"sub":"' + _draw(c, ALNUM, 12) + '"}').encode()).decode().rstrip("=")
    return f"{head}.{body}.{_inner(c, 43)}"


def _pem(c: random.Random) -> str:
    kind = c.choice(["RSA ", "EC ", "OPENSSH ", ""])
    lines = "\n".join(_draw(c, ALNUM + "+/", 64) for _ in range(6))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{lines}\n-----END {kind}PRIVATE KEY-----"


Maker = Callable[[random.Random], tuple[str, str]]


def _plain(make: Callable[[random.Random], str]) -> Maker:
    """A secret that stands by itself."""

    def made(chance: random.Random) -> tuple[str, str]:
        secret = make(chance)
        return secret, secret

    return made


def _within(before: str, make: Callable[[random.Random], str], after: str = "") -> Maker:
    """A secret between words that are not secret."""

    def made(chance: random.Random) -> tuple[str, str]:
        secret = make(chance)
        return secret, before + secret + after

    return made


CANARIES: dict[str, Maker] = {
    "private-key": _plain(_pem),
    "age-key": _plain(lambda c: "AGE-SECRET-KEY-1" + _draw(c, string.ascii_uppercase + string.digits, 58)),
    "aws-access-key": _plain(lambda c: "AKIA" + _draw(c, string.ascii_uppercase + "234567", 16)),
    "aws-secret-key": _within("aws_secret_access_key = ", lambda c: _draw(c, ALNUM + "/+", 40)),
    "github-token": _plain(lambda c: f"gh{c.choice('pousr')}_" + _draw(c, ALNUM, 36)),
    "github-pat": _plain(lambda c: "github_pat_" + _draw(c, ALNUM, 22) + "_" + _draw(c, ALNUM, 59)),
    "gitlab-token": _plain(lambda c: "glpat-" + _inner(c, 20)),
    "slack-token": _plain(lambda c: f"xoxb-{_draw(c, string.digits, 12)}-{_draw(c, ALNUM, 24)}"),
    "slack-webhook": _within(
        "https://hooks.slack.com/",
        lambda c: f"services/T{_draw(c, ALNUM, 8)}/B{_draw(c, ALNUM, 8)}/{_draw(c, ALNUM, 24)}",
    ),
    "stripe-key": _plain(lambda c: f"sk_{c.choice(['live', 'test'])}_" + _draw(c, ALNUM, 24)),
    "anthropic-key": _plain(lambda c: "sk-ant-api03-" + _inner(c, 95)),
    "openai-key": _plain(
        lambda c: c.choice(
            ["sk-proj-" + _inner(c, 60), f"sk-{_draw(c, ALNUM, 20)}T3BlbkFJ{_draw(c, ALNUM, 20)}"]
        )
    ),
    "google-api-key": _plain(lambda c: "AIza" + _inner(c, 35)),
    "google-oauth": _plain(lambda c: "GOCSPX-" + _inner(c, 28)),
    "npm-token": _plain(lambda c: "npm_" + _draw(c, ALNUM, 36)),
    "pypi-token": _plain(lambda c: "pypi-AgEIcHlwaS5vcmc" + _inner(c, 80)),
    "rubygems-key": _plain(lambda c: "rubygems_" + _draw(c, HEX, 48)),
    "huggingface-token": _plain(lambda c: "hf_" + _draw(c, ALNUM, 34)),
    "groq-key": _plain(lambda c: "gsk_" + _draw(c, ALNUM, 52)),
    "xai-key": _plain(lambda c: "xai-" + _draw(c, ALNUM, 80)),
    "perplexity-key": _plain(lambda c: "pplx-" + _draw(c, ALNUM, 48)),
    "replicate-token": _plain(lambda c: "r8_" + _draw(c, ALNUM, 37)),
    "sendgrid-key": _plain(lambda c: f"SG.{_inner(c, 22)}.{_inner(c, 43)}"),
    "mailgun-key": _plain(lambda c: "key-" + _draw(c, HEX, 32)),
    "mailchimp-key": _plain(lambda c: _draw(c, HEX, 32) + "-us14"),
    "digitalocean-token": _plain(lambda c: "dop_v1_" + _draw(c, HEX, 64)),
    "azure-key": _within("AccountName=x;AccountKey=", lambda c: _draw(c, ALNUM + "+/", 86) + "==", ";"),
    "azure-client-secret": _plain(lambda c: _draw(c, ALNUM, 3) + "8Q~" + _draw(c, ALNUM, 34)),
    "heroku-key": _plain(lambda c: "HRKU-" + _inner(c, 60)),
    "netlify-token": _plain(lambda c: "nfp_" + _draw(c, ALNUM, 36)),
    "sonar-token": _plain(lambda c: "squ_" + _draw(c, HEX, 40)),
    "tailscale-key": _plain(lambda c: f"tskey-auth-{_draw(c, ALNUM, 12)}CNTRL-{_draw(c, ALNUM, 32)}"),
    "crates-token": _plain(lambda c: f"cio{_draw(c, ALNUM, 30)}A7"),
    "nuget-key": _plain(lambda c: "oy2" + _draw(c, string.ascii_lowercase + string.digits, 43)),
    "putty-key": _within(
        "Private-Lines: 1\n", lambda c: _draw(c, ALNUM + "+/", 62) + "==", "\nPrivate-MAC: "
    ),
    "encoded-private-key": _within(
        "client-key-data: ", lambda c: base64.b64encode(_pem(c).encode()).decode()
    ),
    "asana-token": _plain(
        lambda c: f"2/12{_draw(c, string.digits, 14)}/12{_draw(c, string.digits, 14)}:{_draw(c, HEX, 32)}"
    ),
    "databricks-token": _plain(lambda c: "dapi" + _draw(c, HEX, 32)),
    "shopify-token": _plain(lambda c: "shpat_" + _draw(c, HEX, 32)),
    "square-token": _plain(lambda c: "sq0atp-" + _inner(c, 22)),
    "telegram-token": _plain(lambda c: "8" + _draw(c, string.digits, 9) + ":AA" + _inner(c, 33)),
    "discord-webhook": _within(
        "https://discord.com/api/webhooks/", lambda c: _draw(c, string.digits, 18) + "/" + _inner(c, 68)
    ),
    "discord-token": _plain(lambda c: f"M{_inner(c, 23)}.{_draw(c, ALNUM, 6)}.{_inner(c, 38)}"),
    "linear-key": _plain(lambda c: "lin_api_" + _draw(c, ALNUM, 40)),
    "notion-token": _plain(lambda c: "ntn_" + _draw(c, ALNUM, 46)),
    "figma-token": _plain(lambda c: "figd_" + _inner(c, 40)),
    "postman-key": _plain(lambda c: f"PMAK-{_draw(c, HEX, 24)}-{_draw(c, HEX, 34)}"),
    "newrelic-key": _plain(lambda c: "NRAK-" + _draw(c, string.ascii_uppercase + string.digits, 27)),
    "sentry-token": _plain(lambda c: "sntrys_" + _draw(c, ALNUM, 60)),
    "grafana-token": _plain(lambda c: f"glsa_{_draw(c, ALNUM, 32)}_{_draw(c, HEX, 8)}"),
    "vault-token": _plain(lambda c: "hvs." + _inner(c, 90)),
    "terraform-token": _plain(lambda c: _draw(c, ALNUM, 14) + ".atlasv1." + _inner(c, 67)),
    "docker-token": _plain(lambda c: "dckr_pat_" + _inner(c, 27)),
    "doppler-token": _plain(lambda c: "dp.pt." + _draw(c, ALNUM, 43)),
    "supabase-key": _plain(lambda c: "sbp_" + _draw(c, HEX, 40)),
    "planetscale-token": _plain(lambda c: "pscale_tkn_" + _inner(c, 43)),
    "fly-token": _plain(lambda c: "fm2_" + _draw(c, ALNUM + "+/", 100)),
    "cloudflare-key": _plain(lambda c: f"v1.0-{_draw(c, HEX, 24)}-{_draw(c, HEX, 146)}"),
    "atlassian-token": _plain(lambda c: "ATATT3" + _inner(c, 186)),
    "dynatrace-token": _plain(
        lambda c: ".".join(
            ["dt0c01", *(_draw(c, string.ascii_uppercase + string.digits, count) for count in (24, 64))]
        )
    ),
    "onepassword-token": _plain(lambda c: "ops_eyJ" + _draw(c, ALNUM, 250)),
    "jwt": _plain(_jwt),
    "url-password": _within("postgres://shop:", lambda c: _inner(c, 14), "@db.internal:5432/shop"),
    "dsn-password": _within("Server=db1;User Id=sa;Password=", lambda c: _inner(c, 14), ";Encrypt=yes"),
    "oracle-password": _within(
        "jdbc:oracle:thin:shop/", lambda c: _draw(c, ALNUM, 14), "@db.internal:1521:x"
    ),
    "program-password": _within("mysqldump -u root -p", lambda c: "q7T" + _draw(c, ALNUM, 12), " shop"),
    "sql-password": _within("CREATE USER shop IDENTIFIED BY '", lambda c: "q7T" + _draw(c, ALNUM, 12), "';"),
    "named-value": _within(
        '<property name="db.password" value="', lambda c: "q7T" + _draw(c, ALNUM, 12), '"/>'
    ),
    "call": _within('source.setPassword("', lambda c: "q7T" + _draw(c, ALNUM, 12), '")'),
    "table-cell": _within("| db password | `", lambda c: "q7T" + _draw(c, ALNUM, 8), "` |"),
    "piped-password": _within("echo ", lambda c: "q7T" + _draw(c, ALNUM, 8), " | sudo -S true"),
    "windows-password": _within(
        r"net use Z: \\srv\share ", lambda c: "q7T" + _draw(c, ALNUM, 8), r" /user:shop\ada"
    ),
    "pgpass": _within("db.internal:5432:shop:ada:", lambda c: "q7T" + _draw(c, ALNUM, 8)),
    "netrc": _within("machine h login u password ", lambda c: "q7T" + _draw(c, ALNUM, 12)),
    "otp-secret": _within(
        "otpauth://totp/Shop:ada?secret=",
        lambda c: _draw(c, "ABCDEFGHJKLMNPQRSTUVWXYZ234567", 32),
        "&issuer=Shop",
    ),
    "jwk-private": _within('{"kty":"EC","d":"', lambda c: _draw(c, WORD, 43), '","x":"1"}'),
    "laravel-key": _within("APP_KEY=", lambda c: f"base64:{_draw(c, ALNUM, 43)}="),
    "django-key": _plain(lambda c: "django-insecure-" + _draw(c, ALNUM + "#$!@%", 50)),
    "npm-auth": _within("//registry.example.org/:_authToken=", lambda c: "q7" + _draw(c, ALNUM, 30)),
    "webhook": _within("https://hooks.zapier.com/hooks/catch/", lambda c: f"7654321/{_draw(c, ALNUM, 7)}"),
    "session-cookie": _within("Cookie: sessionid=", lambda c: "q7" + _draw(c, ALNUM, 30), "; theme=dark"),
    "authorization": _within("Authorization: Bearer ", lambda c: _draw(c, ALNUM, 40)),
    "basic-auth": _within(
        "Authorization: Basic ", lambda c: base64.b64encode(f"shop:{_draw(c, ALNUM, 14)}".encode()).decode()
    ),
    "query-secret": _within(
        "https://api.example.org/v1?access_token=", lambda c: "q7" + _draw(c, ALNUM, 30), "&page=2"
    ),
    "password": _within('db_password: "', lambda c: "p4S!" + _draw(c, ALNUM, 8) + "7", '"'),
    "argument": _within("deploy --api-key ", lambda c: "q7" + _draw(c, ALNUM, 22), " --dry-run"),
    "login": _within("git clone https://", lambda c: "q7" + _draw(c, ALNUM, 22), "@git.example.org/x.git"),
    "assignment": _within('client_secret = "', lambda c: "q7" + _draw(c, ALNUM, 30), '"'),
    "env-assignment": _within("export DEPLOY_TOKEN=", lambda c: "q7" + _draw(c, ALNUM, 30)),
    "unquoted-assignment": _within("deploy_api_key: ", lambda c: "q7" + _draw(c, ALNUM, 30)),
}
