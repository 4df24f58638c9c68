"""The shapes of secrets: vendors' own formats, keys, tokens, credentials in URLs and headers.

Each rule has words that must occur before its pattern is tried; the group `secret`, when there is
one, is what is hidden. Formats follow the vendors' documentation.
"""

from __future__ import annotations

import base64
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of secret.

    `keywords` are lower-case; one of them must occur in the text. `guarded` rules have no format
    of their own, so a match must also look random and not like a placeholder.
    """

    name: str
    keywords: tuple[str, ...]
    source: str
    guarded: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled shape; compiled when one of the keywords first occurs, since few ever do."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _rule(name: str, keywords: str, pattern: str, *, guarded: bool = False) -> Rule:
    return Rule(name, tuple(keywords.split()), pattern, guarded)


_B = r"(?<![\w-])"
_E = r"(?![\w-])"

RULES: tuple[Rule, ...] = (
    _rule(
        "private-key",
        "-----begin",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----(?s:.{20,16000}?)"
        r"(?:-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    ),
    _rule("age-key", "age-secret-key-1", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    _rule("aws-access-key", "akia asia abia acca", _B + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + _E),
    _rule(
        "aws-secret-key",
        "aws_secret aws-secret awssecret secretaccesskey",
        r"(?i:aws[_-]?secret[_-]?(?:access[_-]?)?key|secretaccesskey)[\"']?\s*[:=]\s*[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
    ),
    _rule("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", _B + r"gh[pousr]_[A-Za-z0-9]{36,255}" + _E),
    _rule("github-pat", "github_pat_", _B + r"github_pat_[A-Za-z0-9_]{60,255}"),
    _rule(
        "gitlab-token",
        "glpat- gldt- glptt- glrt- glcbt- glsoat- glft-",
        _B + r"gl(?:pat|dt|ptt|rt|cbt|soat|ft)-[\w.-]{20,}",
    ),
    _rule("slack-token", "xox xapp-", _B + r"(?:xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{20,})"),
    _rule(
        "slack-webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?P<secret>(?:services|workflows|triggers)/[\w/+-]{30,})",
    ),
    _rule(
        "stripe-key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        _B + r"(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})",
    ),
    _rule("anthropic-key", "sk-ant-", _B + r"sk-ant-[a-z0-9]+-[\w-]{20,}"),
    _rule(
        "openai-key",
        "sk-",
        _B + r"sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,}|or-v1-[0-9a-f]{40,}"
        r"|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{32,})" + _E,
    ),
    _rule("google-api-key", "aiza", _B + r"AIza[\w-]{35}" + _E),
    _rule("google-oauth", "gocspx- ya29.", _B + r"(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})"),
    _rule("npm-token", "npm_", _B + r"npm_[A-Za-z0-9]{36}" + _E),
    _rule("pypi-token", "pypi-ag", _B + r"pypi-Ag[\w-]{50,}"),
    _rule("rubygems-key", "rubygems_", _B + r"rubygems_[0-9a-f]{48}" + _E),
    _rule("huggingface-token", "hf_ api_org_", _B + r"(?:hf|api_org)_[A-Za-z0-9]{30,}" + _E),
    _rule("groq-key", "gsk_", _B + r"gsk_[A-Za-z0-9]{40,}" + _E),
    _rule("xai-key", "xai-", _B + r"xai-[A-Za-z0-9]{60,}" + _E),
    _rule("perplexity-key", "pplx-", _B + r"pplx-[A-Za-z0-9]{40,}" + _E),
    _rule("replicate-token", "r8_", _B + r"r8_[A-Za-z0-9]{37}" + _E),
    _rule("sendgrid-key", "sg.", _B + r"SG\.[\w-]{20,24}\.[\w-]{39,50}"),
    _rule("twilio-key", "sk", _B + r"SK[0-9a-f]{32}" + _E),
    _rule("mailgun-key", "key-", _B + r"key-[0-9a-f]{32}" + _E),
    _rule("mailchimp-key", "-us", _B + r"[0-9a-f]{32}-us\d{1,2}" + _E),
    _rule("digitalocean-token", "_v1_", _B + r"do[opr]_v1_[0-9a-f]{64}" + _E),
    _rule(
        "azure-key",
        "accountkey= sharedaccesskey=",
        r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{40,88}={0,2})",
    ),
    _rule("azure-client-secret", "8q~ 7q~", _B + r"[\w~.-]{3}[78]Q~[\w~.-]{31,34}"),
    _rule("heroku-key", "hrku-", _B + r"HRKU-[\w-]{36,}"),
    _rule("databricks-token", "dapi", _B + r"dapi[0-9a-f]{32}(?:-\d)?" + _E),
    _rule("shopify-token", "shp", _B + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _E),
    _rule("square-token", "sq0", _B + r"sq0[a-z]{3}-[\w-]{22,43}"),
    _rule("telegram-token", ":aa", r"(?<![\w:/-])\d{8,10}:AA[\w-]{33}" + _E),
    _rule(
        "discord-webhook",
        "api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[\w-]{60,})",
    ),
    _rule("discord-token", "", r"(?<![\w.-])[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])"),
    _rule("linear-key", "lin_api_ lin_oauth_", _B + r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
    _rule("notion-token", "ntn_ secret_", _B + r"(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})" + _E),
    _rule("figma-token", "figd_", _B + r"figd_[\w-]{36,}"),
    _rule("postman-key", "pmak-", _B + r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    _rule("newrelic-key", "nrak- nrjs-", _B + r"NR(?:AK|JS)-[A-Z0-9a-f]{19,40}"),
    _rule("sentry-token", "sntry", _B + r"sntry[su]_[\w+/=-]{40,}"),
    _rule("grafana-token", "glsa_ glc_", _B + r"(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[\w+/=]{32,})"),
    _rule("vault-token", "hvs. hvb. hvr.", _B + r"hv[sbr]\.[\w-]{24,}"),
    _rule("terraform-token", ".atlasv1.", _B + r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}"),
    _rule("docker-token", "dckr_", _B + r"dckr_(?:pat|oat)_[\w-]{27,}"),
    _rule("doppler-token", "dp.", _B + r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}"),
    _rule("supabase-key", "sbp_ sb_secret_", _B + r"(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,})"),
    _rule("planetscale-token", "pscale_", _B + r"pscale_(?:tkn|pw|oauth)_[\w.-]{32,}"),
    _rule("fly-token", "fm2_ fm1", _B + r"fm[12][ar]?_[A-Za-z0-9+/=]{60,}"),
    _rule("cloudflare-key", "v1.0-", _B + r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}" + _E),
    _rule("atlassian-token", "atatt3", _B + r"ATATT3[\w=-]{100,}"),
    _rule("dynatrace-token", "dt0c01.", _B + r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    _rule("onepassword-token", "ops_eyj", _B + r"ops_eyJ[\w+/=-]{100,}"),
    _rule("jwt", "eyj", _B + r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    _rule(
        "url-password",
        "://",
        r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@\"'<>\[\]{}$`]{0,64}:(?P<secret>[^\s/@\"'<>`]{3,256})@"
        r"(?=[\w\[])",
        guarded=True,
    ),
    _rule(
        "dsn-password",
        "password= pwd=",
        r"(?i)(?:\b(?:server|host|data source|user id|uid|user|dbname|database)=[^;\s\"']+[;\s]+){1,9}"
        r"(?:password|pwd)=(?P<secret>[^;\s\"']{4,})",
        guarded=True,
    ),
    _rule(
        "authorization",
        "authorization x-api-key x-auth-token private-token",
        r"(?i)(?:authorization[\"']?\s*[:=]\s*[\"']?(?:bearer|token|apikey)\s+"
        r"|(?:x-api-key|x-auth-token|private-token)[\"']?\s*[:=]\s*[\"']?)"
        r"(?P<secret>[A-Za-z0-9][\w.~+/=-]{11,})",
        guarded=True,
    ),
    _rule(
        "basic-auth",
        "basic",
        r"(?i:authorization[\"']?\s*[:=]\s*[\"']?basic)\s+(?P<secret>[A-Za-z0-9+/]{8,}={0,2})",
        guarded=True,
    ),
    _rule(
        "query-secret",
        "key= token= secret= sig= signature= password=",
        r"(?i)[?&](?:api[_-]?key|apikey|key|(?:access_|auth_|id_|refresh_)?token|(?:client_)?secret|sig"
        r"|signature|password)=(?P<secret>[\w.~%+/-]{16,})",
        guarded=True,
    ),
    _rule(
        "password",
        "passw pwd",
        r"(?i)(?:passwo?r?d|passwd|pwd|passphrase)[\w-]{0,20}[\"'`]?\s{0,3}(?::=|=>|[:=])\s{0,3}"
        r"(?:([\"'`])(?P<secret>[^\s\"'`]{8,64})\1|(?P<bare>[A-Za-z0-9!@#%^&*+/=_-]{8,64})(?=[\s;,]|\Z))",
        guarded=True,
    ),
    _rule(
        "assignment",
        "secret token passw api_key apikey api-key access_key accesskey private_key credential",
        r"(?i)(?:secret|token|passwo?r?d|passwd|api[_-]?key|access[_-]?key|private[_-]?key"
        r"|credential)[\w.-]{0,20}[\"'`]?\s{0,3}(?::=|=>|[:=])\s{0,3}"
        r"([\"'`])(?P<secret>[^\s\"'`]{16,200})\1",
        guarded=True,
    ),
    _rule(
        "env-assignment",
        "secret token passw api_key access_key private_key credential",
        r"(?:SECRET|TOKEN|PASSWORD|PASSWD|API_KEY"
        r"|ACCESS_KEY|PRIVATE_KEY|CREDENTIAL)[A-Z0-9_]{0,20}=(?P<secret>[A-Za-z0-9+/_.~=-]{16,200})"
        r"(?![\w(\[{])",
        guarded=True,
    ),
)

_PLACEHOLDER = re.compile(
    r"(?i)\A(?:.*(?:example|placeholder|changeme|change[_-]me|your[_-]|my[_-]|xxx|\*\*\*|\.\.\.|<|>"
    r"|\$\{|\$\(|\{\{|process\.env|os\.environ|redacted|dummy|fake|test[_-]|sample|insert|todo|abcdef"
    r"|123456|deadbeef|foobar).*|\$\w+|%\w+%|pass(?:word)?|secret|token|user|root|admin|postgres|none|null"
    r"|true|false|x+|\d+|[a-z]+)\Z"
)

_IDENTIFIER = re.compile(
    r"[A-Za-z]+\d{0,4}\Z|[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+\Z|.*[(){}\[\]$<>]|[\dTZ.:/_-]+\Z|/|[a-f0-9]{7,}\Z"
    r"|\w+://"
)


def plausible(rule: Rule, secret: str) -> bool:
    """Whether what a guarded rule matched looks like a secret, not like a name or a placeholder."""
    if not rule.guarded:
        return True
    if "[REDACTED:" in secret or _PLACEHOLDER.match(secret):
        return False
    if rule.name in ("url-password", "dsn-password"):
        return True
    mixed = re.search(r"\d", secret) and re.search(r"[A-Za-z]", secret)
    if rule.name == "basic-auth":
        return _is_credentials(secret)
    if rule.name == "password":
        return bool(mixed) and not _IDENTIFIER.match(secret) and entropy(secret) >= 2.5
    if rule.name == "authorization":
        return bool(mixed) and entropy(secret) >= 3.0
    named = re.search(r"[/\\]\w+[/\\.]|\.(?:\w{1,5})\Z|://|[a-z]{4,}[_.-][a-z]{4,}", secret)
    return bool(mixed) and not named and entropy(secret) >= 3.5


def _is_credentials(secret: str) -> bool:
    """Whether the text is `user:password` in base64."""
    try:
        plain = base64.b64decode(secret + "=" * (-len(secret) % 4)).decode("utf-8")
    except ValueError:
        return False
    return ":" in plain and plain.isprintable()


def entropy(text: str) -> float:
    """Shannon's entropy of the text's characters, in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
