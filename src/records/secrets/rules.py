"""Define the shapes of secrets: a generated table of vendors' formats, and rules for URLs, headers and assignments.

A rule is tried only where one of its keywords occurs. What is hidden is its group `secret` (or `bare`), else the group
that the table names.
"""

from __future__ import annotations

import base64
import math
from collections import Counter
from functools import cache
from pkgutil import get_data

import records.regex as re
from records.dataclass import dataclass

_ENTROPY_MARGIN = 0.75  # the table's thresholds reject too many random strings of short alphabets
# Before a token: no ASCII letter or digit, unless it ends a percent code, an escape sequence or a colour.
_BOUNDARY = re.compile(
    r"(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[abfnrtv])|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\x[0-9A-Fa-f]{2})"
    r"|(?<=\x1b\[\dm)|(?<=\x1b\[\d\dm)"
)
_END = r"(?![A-Za-z0-9])"
_GAP = r"(?:[^\s|;&]{1,60}[ \t]{1,3}){0,8}?"  # behind a program: options before the one that is meant
_KEY_CLOSE = (
    r"(?:\\?[\"'`]\]?)?"  # behind a key: its quote, also escaped in a text, and the bracket of a subscript
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of secret.

    Attributes:
        name: what is in the tag.
        keywords: lower-case; one of them must occur in the text.
        source: the regular expression.
        is_guarded: whether the shape is so general that a match must also look random and not like a placeholder.
        entropy: the least entropy of the secret, in bits per character.
        group: the group that is the secret, where none is called `secret`.
        is_token: whether no letter or digit may be directly before it.
        is_prefixed: whether every match begins with one of the keywords.
    """

    name: str
    keywords: tuple[str, ...]
    source: str
    is_guarded: bool = False
    entropy: float = 0.0
    group: int = 0
    is_token: bool = False
    is_prefixed: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled shape; compiled when one of the keywords first occurs, since few ever do."""
        return _compile(self.source)

    def secret_span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return where the secret lies in a match."""
        groups = match.re.groupindex
        for name in ("secret", "bare"):
            if name in groups and match[name] is not None:
                return match.span(name)
        return match.span(self.group if match[self.group] is not None else 0)


@cache
def _compile(source: str) -> re.Pattern[str]:
    return re.compile(source, re.ASCII)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, those of `records` itself first: where two match the same text, the first one names it."""
    return (*OWN_RULES, *_vendor_rules())


def _vendor_rules() -> list[Rule]:
    """Read the generated table."""
    table = (get_data("records.secrets", "vendor_rules.tsv") or b"").decode("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line[:1] != "#")
    return [
        Rule(
            name, tuple(keywords.split(",")), source, False, float(entropy) * _ENTROPY_MARGIN, int(group),
            "b" in marks, "k" in marks,
        )
        for name, marks, entropy, group, keywords, source in rows
    ]  # fmt: skip


def is_boundary(text: str, position: int) -> bool:
    """Return whether a token may begin at a position of a text."""
    return _BOUNDARY.match(text, position) is not None


def _rule(
    name: str, keywords: str, pattern: str, *, is_guarded: bool = False, is_prefixed: bool = False
) -> Rule:
    return Rule(name, tuple(keywords.split()), pattern, is_guarded, is_prefixed=is_prefixed)


def _token(name: str, keywords: str, pattern: str, *, is_prefixed: bool = True) -> Rule:
    return Rule(name, tuple(keywords.split()), pattern, is_token=True, is_prefixed=is_prefixed)


OWN_RULES: tuple[Rule, ...] = (
    _rule("age-key", "age-secret-key-1", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    _token("aws-access-key", "akia asia abia acca", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + _END),
    _rule(
        "aws-secret-key",
        "aws_secret aws-secret awssecret secretaccesskey",
        r"(?i:aws[_-]?secret[_-]?(?:access[_-]?)?key|secretaccesskey)[\"']?\s*[:=]\s*[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
    ),
    _token("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{36,255}" + _END),
    _token("github-pat", "github_pat_", r"github_pat_[A-Za-z0-9_]{60,255}"),
    _token(
        "gitlab-token",
        "glpat- gldt- glptt- glrt- glcbt- glsoat- glft-",
        r"gl(?:pat|dt|ptt|rt|cbt|soat|ft)-[\w.-]{20,}",
    ),
    _token("slack-token", "xox xapp-", r"(?:xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{20,})"),
    _rule(
        "slack-webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?P<secret>(?:services|workflows|triggers)/[\w/+-]{30,})",
    ),
    _token(
        "stripe-key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        r"(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})",
    ),
    _token("anthropic-key", "sk-ant-", r"sk-ant-[a-z0-9]+-[\w-]{20,}"),
    _token(
        "openai-key",
        "sk-",
        r"sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,}|or-v1-[0-9a-f]{40,}"
        r"|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{32,})" + _END,
    ),
    _token("google-api-key", "aiza", r"AIza[\w-]{35}" + _END),
    _token("google-oauth", "gocspx- ya29.", r"(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})"),
    _token("npm-token", "npm_", r"npm_[A-Za-z0-9]{36}" + _END),
    _token("pypi-token", "pypi-ag", r"pypi-Ag[\w-]{50,}"),
    _token("rubygems-key", "rubygems_", r"rubygems_[0-9a-f]{48}" + _END),
    _token("huggingface-token", "hf_ api_org_", r"(?:hf|api_org)_[A-Za-z0-9]{30,}" + _END),
    _token("groq-key", "gsk_", r"gsk_[A-Za-z0-9]{40,}" + _END),
    _token("xai-key", "xai-", r"xai-[A-Za-z0-9]{60,}" + _END),
    _token("perplexity-key", "pplx-", r"pplx-[A-Za-z0-9]{40,}" + _END),
    _token("replicate-token", "r8_", r"r8_[A-Za-z0-9]{37}" + _END),
    _token("sendgrid-key", "sg.", r"SG\.[\w-]{20,24}\.[\w-]{39,50}"),
    _token("twilio-key", "sk", r"SK[0-9a-f]{32}" + _END),
    _token("mailgun-key", "key-", r"key-[0-9a-f]{32}" + _END),
    _token("mailchimp-key", "-us", r"[0-9a-f]{32}-us\d{1,2}" + _END, is_prefixed=False),
    _token("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[0-9a-f]{64}" + _END),
    _rule(
        "azure-key",
        "accountkey= sharedaccesskey=",
        r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{40,88}={0,2})",
    ),
    _token(
        "azure-client-secret",
        "0q~ 1q~ 2q~ 3q~ 4q~ 5q~ 6q~ 7q~ 8q~ 9q~",
        r"[\w~.-]{3}\dQ~[\w~.-]{31,34}",
        is_prefixed=False,
    ),
    _token("heroku-key", "hrku-", r"HRKU-[\w-]{36,}"),
    _token("netlify-token", "nfp_ nfo_ nfc_ nfu_ nfb_", r"nf[pocub]_[A-Za-z0-9]{36}" + _END),
    _token("sonar-token", "squ_ sqp_ sqa_", r"sq[upa]_[0-9a-f]{40}" + _END),
    _token("tailscale-key", "tskey-", r"tskey-[a-z]{2,12}-[A-Za-z0-9]{5,30}-[A-Za-z0-9]{20,40}" + _END),
    _token("crates-token", "cio", r"cio(?=[A-Za-z]*\d)(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{32}" + _END),
    _token("nuget-key", "oy2", r"oy2[a-z0-9]{43}" + _END),
    _rule(
        "putty-key",
        "private-lines:",
        r"Private-Lines: \d+\r?\n(?P<secret>[A-Za-z0-9+/]{20,64}={0,2}(?:\r?\n[A-Za-z0-9+/]{20,64}={0,2}){0,200})",
    ),
    _token("asana-token", "1/ 2/", r"[12]/\d{12,20}(?:/\d{12,20})?:[0-9a-f]{32}" + _END),
    _token("databricks-token", "dapi", r"dapi[0-9a-f]{32}(?:-\d)?" + _END),
    _token("shopify-token", "shp", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _END),
    _token("square-token", "sq0", r"sq0[a-z]{3}-[\w-]{22,43}"),
    _token("telegram-token", ":aa", r"(?<![:/])\d{8,10}:AA[\w-]{33}" + _END, is_prefixed=False),
    _rule(
        "discord-webhook",
        "api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[\w-]{60,})",
    ),
    _token(
        "discord-token",
        "",
        r"[MNO](?<!\..)[\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![A-Za-z0-9.])",
        is_prefixed=False,
    ),
    _token("linear-key", "lin_api_ lin_oauth_", r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
    _token("notion-token", "ntn_ secret_", r"(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})" + _END),
    _token("figma-token", "figd_", r"figd_[\w-]{36,}"),
    _token("postman-key", "pmak-", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    _token("newrelic-key", "nrak- nrjs-", r"NR(?:AK|JS)-[A-Z0-9a-f]{19,40}"),
    _token("sentry-token", "sntry", r"sntry[su]_[\w+/=-]{40,}"),
    _token("grafana-token", "glsa_ glc_", r"(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[\w+/=]{32,})"),
    _token("vault-token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,}"),
    _token("terraform-token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}", is_prefixed=False),
    _token("docker-token", "dckr_", r"dckr_(?:pat|oat)_[\w-]{27,}"),
    _token("doppler-token", "dp.", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}"),
    _token("supabase-key", "sbp_ sb_secret_", r"(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,})"),
    _token("planetscale-token", "pscale_", r"pscale_(?:tkn|pw|oauth)_[\w.-]{32,}"),
    _token("fly-token", "fm1 fm2 fo1_", r"(?:fm[12][ar]?_[A-Za-z0-9+/=]{60,}|fo1_[\w-]{43})"),
    _token("cloudflare-key", "v1.0-", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}" + _END),
    _token("atlassian-token", "atatt3", r"ATATT3[\w=-]{100,}"),
    _token("dynatrace-token", "dt0c01.", r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    _token("onepassword-token", "ops_eyj", r"ops_eyJ[\w+/=-]{100,}"),
    _token("jwt", "eyj", r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    _rule(
        "url-password",
        "://",
        r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?P<user>[^\s/:@\"'<>\[\]{}$`]{0,64}):(?!(?P=user)@)"
        r"(?P<secret>[^\s/@\"'<>`]{3,256})@(?=[\w\[])",
        is_guarded=True,
    ),
    _rule(
        "oracle-password",
        "jdbc:oracle: sqlplus sqlldr expdp impdp rman",
        r"(?i)(?:jdbc:oracle:\w{1,10}:|\b(?:sqlplus|sqlldr|expdp|impdp|rman)\b(?:[ \t]+[\w=-]{1,40}){0,5}[ \t]+[\"']?)"
        r"(?P<user>[\w$#.-]{1,64}(?:\[[\w$#.-]{1,64}\])?)/(?!(?P=user)@)"
        r"(?:\"(?P<secret>[^\"\n]{3,128})\"|(?P<bare>[^\s@\"'/]{3,128}))@(?=[\w/\[(:])",
        is_guarded=True,
    ),
    _rule(
        "program-password",
        "sshpass mysql mariadb plink pscp psftp winscp redis-cli mongo ldap smbclient openssl keytool storepass gpg "
        "login zip 7z",
        rf"(?i)\b(?:sshpass[ \t]{_GAP}-p[ \t]{{0,3}}|(?:mysql|mariadb)[\w-]{{0,12}}[ \t]{_GAP}-p"
        rf"|(?:plink|pscp|psftp|winscp)(?:\.\w{{3}})?[ \t]{_GAP}-pw[ \t]{{1,3}}|redis-cli[ \t]{_GAP}-a[ \t]{{1,3}}"
        rf"|mongo\w{{0,10}}[ \t]{_GAP}-p[ \t]{{1,3}}"
        rf"|ldap(?:add|compare|delete|exop|mod\w{{2,3}}|passwd|search|whoami)[ \t]{_GAP}-w[ \t]{{1,3}}"
        rf"|smbclient[ \t]{_GAP}-U[ \t]{{0,3}}[^\s%]{{1,64}}%|openssl[ \t]{_GAP}-pass(?:in|out)?[ \t]{{1,3}}pass:"
        rf"|openssl[ \t]{{1,3}}enc[ \t]{_GAP}-k[ \t]{{1,3}}"
        rf"|keytool[ \t]{_GAP}-(?:store|key|new|src|dest)\w{{0,8}}pass\w{{0,4}}[ \t]{{1,3}}"
        rf"|gpg2?[ \t]{_GAP}--passphrase[ \t=]{{1,3}}|login[ \t]{_GAP}(?:-p[ \t]{{0,3}}|--password[ \t=]{{1,3}})"
        rf"|zip[ \t]{_GAP}-P[ \t]{{0,3}}|7z[ar]?[ \t]{_GAP}-p)"
        r"(?:([\"'])(?P<secret>[^\"'\n]{6,128})\1|(?P<bare>[^\s\"'`|;&<>()$]{6,128}))",
        is_guarded=True,
    ),
    _rule(
        "sql-password",
        "identified password",
        r"(?i)(?:\bidentified\s{1,3}by\s{1,3}(?:password\s{1,3})?|\b(?:with|login|encrypted|set)\s{1,3}password\s{1,3}(?:=\s{0,3})?"
        r"|\bpassword\s{0,2}\(\s{0,2})(?P<quote>[\"'])(?P<secret>[^\s\"']{6,128})(?P=quote)",
        is_guarded=True,
    ),
    _rule(
        "named-value",
        "passw secret token apikey api_key api-key",
        r"(?i)\b(?:name|key)=[\"'][\w.:-]{0,60}(?:passwo?r?d|passwd|secret|token|api[_-]?key)[\"']\s{1,3}value=[\"']"
        r"(?P<secret>[^\s\"'<>]{8,200})[\"']|<(?:[\w.-]{0,30}[:._-])?passwo?r?d>(?P<bare>[^\s<>]{8,128})</",
        is_guarded=True,
    ),
    _rule(
        "netrc",
        "machine",
        r"\bmachine\s{1,3}[\w.-]{1,100}\s{1,8}login\s{1,3}\S{1,100}\s{1,8}password\s{1,3}(?P<secret>\S{6,200})",
        is_guarded=True,
    ),
    _rule(
        "otp-secret", "otpauth://", r"(?i)otpauth://[^\s\"'<>]{1,200}?[?&]secret=(?P<secret>[A-Z2-7]{16,128})"
    ),
    _rule("jwk-private", '"d"', r"\"d\"\s{0,3}:\s{0,3}\"(?P<secret>[\w-]{43,1500})\""),
    _rule(
        "laravel-key",
        "base64:",
        r"(?i:app_key[\"']?\s{0,3}[:=]\s{0,3}[\"']?)(?P<secret>base64:[A-Za-z0-9+/]{43}=)",
    ),
    _token("django-key", "django-insecure-", r"django-insecure-[^\s\"'`]{20,80}"),
    _rule("npm-auth", "_authtoken", r"(?i)_authtoken\s{0,3}=\s{0,3}(?P<secret>[\w-]{20,200})"),
    _rule(
        "webhook",
        "hooks.zapier.com /incomingwebhook/",
        r"hooks\.zapier\.com/hooks/catch/(?P<secret>\d+/\w{6,})|/(?i:incomingwebhook)/(?P<bare>[0-9a-f]{32}/[0-9a-f-]{36})",
    ),
    _rule(
        "session-cookie",
        "sessionid= sessid= .sid= session=",
        r"(?i)(?:session(?:id)?|sessid|\.sid)=(?![0-9a-f]{8}-[0-9a-f]{4}-)(?P<secret>[\w%+/.-]{24,1000})",
        is_guarded=True,
        is_prefixed=True,
    ),
    _rule(
        "dsn-password",
        "password= pwd=",
        r"(?i)(?:\b(?:server|host|data source|user id|uid|user|dbname|database)=[^;\s\"']+[;\s]+){1,9}"
        r"(?:password|pwd)=(?P<secret>[^;\s\"']{4,})",
        is_guarded=True,
    ),
    _rule(
        "authorization",
        "authorization x-api-key x-auth-token private-token",
        r"(?i)(?:authorization[\"']?\s*[:=]\s*[\"']?(?:bearer|token|apikey)\s+"
        r"|(?:x-api-key|x-auth-token|private-token)[\"']?\s*[:=]\s*[\"']?)"
        r"(?P<secret>[A-Za-z0-9][\w.~+/=-]{11,})",
        is_guarded=True,
    ),
    _rule(
        "basic-auth",
        "basic auth",
        r"(?i:authorization[\"']?\s*[:=]\s*[\"']?basic\s+|\"auth\"\s{0,3}:\s{0,3}\"|\b_auth\s{0,3}=\s{0,3}[\"']?)"
        r"(?P<secret>[A-Za-z0-9+/]{8,}={0,2})",
        is_guarded=True,
    ),
    _rule(
        "query-secret",
        "key= token= secret= sig= signature= password=",
        r"(?i)[?&](?:x-(?:amz|goog)-)?(?:api[_-]?key|apikey|key|(?:access_|auth_|id_|refresh_)?token|(?:client_)?secret|sig"
        r"|signature|password)=(?P<secret>[\w.~%+/-]{16,})",
        is_guarded=True,
    ),
    _rule(
        "password",
        "passw pwd passphrase pass= pass: pass\" pass' kennwort contraseña passe senha пароль 密码 密碼 パスワード "
        "비밀번호",
        rf"(?i)(?:passwo?r?[dt]|passwd|pwd|passphrase|(?<!- )pass(?=[\"':=])|kennwort|contraseña|passe|senha|пароль"
        r"|密[码碼]|パスワード|비밀번호)"
        rf"[\w-]{{0,20}}{_KEY_CLOSE}\s{{0,3}}(?::=|=>|[:=：]|\bis:)\s{{0,3}}"
        r"(?:(\\?[\"'`])(?P<secret>[^\s\"'`]{8,64})\1|(?P<bare>[A-Za-z0-9!@#%^&*+/=_-]{8,64})(?=[\s;,)]|\Z))",
        is_guarded=True,
        is_prefixed=True,
    ),
    _rule(
        "argument",
        "passw secret token api_key api-key apikey",
        r"(?i)(?:--?(?:[a-z]{1,20}-){0,3}|\b(?:ENV|setx)[ \t]{1,3}\w{0,30}|\blogin[ \t]+\S{1,64}[ \t]+"
        r"|<(?:\w{1,20}[.:_-]?){0,3})"
        r"(?:passwo?r?d|passwd|secret|token|api[_-]?key)(?:[ \t]{1,4}|>)[\"']?(?P<secret>[^\s\"'<>]{12,200})",
        is_guarded=True,
    ),
    _rule(
        "login",
        "curl ://",
        r"(?i)https?://(?P<secret>[\w~%+-]{16,200})@(?=[\w\[])"
        r"|\bcurl\b[^\n]{0,120}?[ \t](?:-u|--user)[ \t]{0,3}=?[\"']?[\w.@-]{1,64}:"
        r"(?P<bare>[\w.~+/=!%-]{12,200})(?=[\s\"']|\Z)",
        is_guarded=True,
    ),
    _rule(
        "assignment",
        "secret token passw api_key apikey api-key access_key accesskey access-key private_key privatekey private-key "
        "credential",
        r"(?i)(?:secret|token|passwo?r?d|passwd|api[_-]?key|access[_-]?key|private[_-]?key"
        rf"|credential)[\w.-]{{0,20}}{_KEY_CLOSE}\s{{0,3}}(?::=|=>|[:=])\s{{0,3}}"
        r"(\\?[\"'`])(?P<secret>[^\s\"'`]{16,200})\1",
        is_guarded=True,
        is_prefixed=True,
    ),
    _rule(
        "env-assignment",
        "secret token passw api_key access_key private_key credential",
        r"(?:SECRET|TOKEN|PASSWORD|PASSWD|API_KEY"
        r"|ACCESS_KEY|PRIVATE_KEY|CREDENTIAL)[A-Z0-9_]{0,20}=(?P<secret>[A-Za-z0-9+/_.~=-]{16,200})"
        r"(?![\w(\[{])",
        is_guarded=True,
        is_prefixed=True,
    ),
    _rule(
        "unquoted-assignment",
        "secret token credential api_key apikey api-key access_key accesskey access-key private_key privatekey "
        "private-key",
        r"(?i)(?:(?:(?:secret|token)(?:[_-]?key)?|(?:api|access|private)[_-]?key|credential)"
        r"(?:[_-](?!(?:[\w-]{0,20}[_-])?(?:name|id|ref|file|path|ur[il]|type|hash|digest)\b)[\w-]{1,20})?"
        r"[ \t]{0,3}[:=][ \t]{0,8}"
        r"(?P<secret>(?![0-9a-f-]+(?![\w/+=~-]))[A-Za-z0-9+/_~=-]{20,200})"
        r"|(?:api|access|private|secret)[_-]?key(?:[_-]base)?[ \t]{0,3}[:=][ \t]{0,8}(?P<bare>[0-9a-f]{32,128}))"
        r"(?=[\s,;)}\]]|\.\s|\.?\Z)",
        is_guarded=True,
        is_prefixed=True,
    ),
)

_PLACEHOLDER = (  # these two are compiled when they are first asked for, like the shapes
    r"(?i)\A(?:.*(?:example|placeholder|changeme|change[_-]me|your[_-]|my[_-]|xxx|\*\*\*|\.\.\.|<|>"
    r"|\$\{|\$\(|\{\{|process\.env|os\.environ|redacted|dummy|fake|test[_-]|sample|insert|todo|abcdef"
    r"|123456|deadbeef|foobar).*|\$\w+|%\w+%|pass(?:wo?r?d)?|passwd|pwd?|secret|token|user(?:name)?|login|root|admin|guest"
    r"|postgres(?:ql)?|mysql|mongo(?:db)?|redis|minio|rabbitmq|database|db|demo|dev|local|test|none|null|true|false|x+|\d+)\Z"
)
_WORD_ONLY = r"[A-Za-z]+\Z"

_CONNECTIONS = ("url-password", "dsn-password", "oracle-password")
"""Rules of which the place says that it is a password, so that a word may be one."""

_IDENTIFIER = (
    r"[A-Za-z]+\d{0,4}\Z|[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+\Z|.*[(){}\[\]$<>]|[\dTZ.:/_-]+\Z|/|[a-f0-9]{7,}\Z"
    r"|\w+://"
)


# Words with numbers behind them and signs between them, as names, paths and versions are.
_WORD = r"(?:[A-Za-z]+(?:\d{1,4}[a-z]?)?|\d{1,4})"
_WORDS = rf"/|.*?(?:[A-Z][a-z]{{2,}}){{3}}|{_WORD}(?:[_./+=-]+{_WORD})*\Z"


def plausible(rule: Rule, secret: str) -> bool:
    """Return whether what a rule matched looks random, and not like a name or a placeholder."""
    if not rule.is_guarded:
        return rule.entropy == 0 or entropy(secret) >= rule.entropy
    if "[REDACTED:" in secret or re.match(_PLACEHOLDER, secret):
        return False
    if rule.name in _CONNECTIONS:
        return True
    if re.match(_WORD_ONLY, secret):
        return False
    has_both = re.search(r"\d", secret) and re.search(r"[A-Za-z]", secret)
    if rule.name == "basic-auth":
        return _is_credentials(secret)
    if rule.name in ("password", "program-password", "sql-password", "named-value", "netrc"):
        return bool(has_both) and not re.match(_IDENTIFIER, secret) and entropy(secret) >= 2.5
    if rule.name == "authorization":
        return bool(has_both) and entropy(secret) >= 3.0
    is_name = re.search(r"[/\\]\w+[/\\.]|\.(?:\w{1,5})\Z|://|[a-z]{4,}[_.-][a-z]{4,}", secret)
    if rule.name == "unquoted-assignment":
        is_hexadecimal = re.fullmatch("[0-9A-Fa-f]+", secret)
        is_name = is_name or re.match(_WORDS, secret)
        return bool(has_both) and not is_name and entropy(secret) >= (3.0 if is_hexadecimal else 3.7)
    return bool(has_both) and not is_name and entropy(secret) >= 3.5


def _is_credentials(secret: str) -> bool:
    """Return whether the text is `user:password` in base64."""
    try:
        plain = base64.b64decode(secret + "=" * (-len(secret) % 4)).decode("utf-8")
    except ValueError:
        return False
    return ":" in plain and plain.isprintable()


def entropy(text: str) -> float:
    """Return Shannon's entropy of the text's characters, in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
