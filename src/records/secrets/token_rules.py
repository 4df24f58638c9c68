"""Describe the tokens that are told by their form alone: prefixes of vendors, keys in their armour."""

from __future__ import annotations

from records.secrets.rule import Rule, place, token

_END = r"(?![A-Za-z0-9])"

TOKEN_RULES: tuple[Rule, ...] = (
    place("age-key", "age-secret-key-1", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    token("aws-access-key", "akia asia abia acca", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + _END),
    place(
        "aws-secret-key",
        "aws_secret aws-secret awssecret secretaccesskey",
        r"(?i:aws[_-]?secret[_-]?(?:access[_-]?)?key|secretaccesskey)[\"']?\s*[:=]\s*[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
    ),
    token("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{36,255}" + _END),
    token("github-pat", "github_pat_", r"github_pat_[A-Za-z0-9_]{60,255}"),
    token(
        "gitlab-token",
        "glpat- gldt- glptt- glrt- glcbt- glsoat- glft-",
        r"gl(?:pat|dt|ptt|rt|cbt|soat|ft)-[\w.-]{20,}",
    ),
    token("slack-token", "xox xapp-", r"(?:xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{20,})"),
    place(
        "slack-webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?P<secret>(?:services|workflows|triggers)/[\w/+-]{30,})",
    ),
    token(
        "stripe-key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        r"(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})",
    ),
    token("anthropic-key", "sk-ant-", r"sk-ant-[a-z0-9]+-[\w-]{20,}"),
    token(
        "openai-key",
        "sk-",
        r"sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,}|or-v1-[0-9a-f]{40,}"
        r"|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{32,})" + _END,
    ),
    token("google-api-key", "aiza", r"AIza[\w-]{35}" + _END),
    token("google-oauth", "gocspx- ya29.", r"(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})"),
    token("npm-token", "npm_", r"npm_[A-Za-z0-9]{36}" + _END),
    token("pypi-token", "pypi-ag", r"pypi-Ag[\w-]{50,}"),
    token("rubygems-key", "rubygems_", r"rubygems_[0-9a-f]{48}" + _END),
    token("huggingface-token", "hf_ api_org_", r"(?:hf|api_org)_[A-Za-z0-9]{30,}" + _END),
    token("groq-key", "gsk_", r"gsk_[A-Za-z0-9]{40,}" + _END),
    token("xai-key", "xai-", r"xai-[A-Za-z0-9]{60,}" + _END),
    token("perplexity-key", "pplx-", r"pplx-[A-Za-z0-9]{40,}" + _END),
    token("replicate-token", "r8_", r"r8_[A-Za-z0-9]{37}" + _END),
    token("sendgrid-key", "sg.", r"SG\.[\w-]{20,24}\.[\w-]{39,50}"),
    token("mailgun-key", "key-", r"key-[0-9a-f]{32}" + _END),
    token("mailchimp-key", "-us", r"[0-9a-f]{32}-us\d{1,2}" + _END, is_prefixed=False),
    token("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[0-9a-f]{64}" + _END),
    place(
        "azure-key",
        "accountkey= sharedaccesskey=",
        r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{40,88}={0,2})",
    ),
    token(
        "azure-client-secret",
        "0q~ 1q~ 2q~ 3q~ 4q~ 5q~ 6q~ 7q~ 8q~ 9q~",
        r"[\w~.-]{3}\dQ~[\w~.-]{31,34}",
        is_prefixed=False,
    ),
    token("heroku-key", "hrku-", r"HRKU-[\w-]{36,}"),
    token("netlify-token", "nfp_ nfo_ nfc_ nfu_ nfb_", r"nf[pocub]_[A-Za-z0-9]{36}" + _END),
    token("sonar-token", "squ_ sqp_ sqa_", r"sq[upa]_[0-9a-f]{40}" + _END),
    token("tailscale-key", "tskey-", r"tskey-[a-z]{2,12}-[A-Za-z0-9]{5,30}-[A-Za-z0-9]{20,40}" + _END),
    token("crates-token", "cio", r"cio(?=[A-Za-z]*\d)(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{32}" + _END),
    token("nuget-key", "oy2", r"oy2[a-z0-9]{43}" + _END),
    # "-----BEGIN … PRIVATE KEY-" in base64, as kubeconfig and secrets of Kubernetes hold it
    token(
        "encoded-private-key",
        "ls0tls1crudjt",
        r"LS0tLS1CRUdJTi(?:BSU0EgUFJJ|BQUklW|BFQyBQUklW|BPUEVOU1NIIFBSS|BFTkNSWVBURUQgUFJJ|BEU0EgUFJJ)[A-Za-z0-9+/]{40,20000}"
        r"(?:\r?\n[ \t]{0,16}[A-Za-z0-9+/]{40,80}){0,400}"
        r"(?:={1,2}|\r?\n[ \t]{0,16}(?:[A-Za-z0-9+/]{1,80}={1,2}|(?:[A-Za-z0-9+/]{4}){2,20}(?![\w:+/=])))?",
    ),
    place(
        "putty-key",
        "private-lines:",
        r"Private-Lines: \d+\r?\n(?P<secret>[A-Za-z0-9+/]{20,64}={0,2}(?:\r?\n[A-Za-z0-9+/]{20,64}={0,2}){0,200})",
    ),
    token("asana-token", "1/ 2/", r"[12]/\d{12,20}(?:/\d{12,20})?:[0-9a-f]{32}" + _END),
    token("databricks-token", "dapi", r"dapi[0-9a-f]{32}(?:-\d)?" + _END),
    token("shopify-token", "shp", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _END),
    token("square-token", "sq0", r"sq0[a-z]{3}-[\w-]{22,43}"),
    token("telegram-token", ":aa", r"(?:bot|(?<![:/]))\d{8,10}:AA[\w-]{33}" + _END, is_prefixed=False),
    place(
        "discord-webhook",
        "api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[\w-]{60,})",
    ),
    token(
        "discord-token",
        "",
        r"[MNO](?<!\..)[\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![A-Za-z0-9.])",
        is_prefixed=False,
    ),
    token("linear-key", "lin_api_ lin_oauth_", r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
    token("notion-token", "ntn_ secret_", r"(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})" + _END),
    token("figma-token", "figd_", r"figd_[\w-]{36,}"),
    token("postman-key", "pmak-", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    token("newrelic-key", "nrak- nrjs-", r"NR(?:AK|JS)-[A-Z0-9a-f]{19,40}"),
    token("sentry-token", "sntry", r"sntry[su]_[\w+/=-]{40,}"),
    token("grafana-token", "glsa_ glc_", r"(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[\w+/=]{32,})"),
    token("vault-token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,}"),
    token("terraform-token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}", is_prefixed=False),
    token("docker-token", "dckr_", r"dckr_(?:pat|oat)_[\w-]{27,}"),
    token("doppler-token", "dp.", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}"),
    token("supabase-key", "sbp_ sb_secret_", r"(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,})"),
    token("planetscale-token", "pscale_", r"pscale_(?:tkn|pw|oauth)_[\w.-]{32,}"),
    token("fly-token", "fm1 fm2 fo1_", r"(?:fm[12][ar]?_[A-Za-z0-9+/=]{60,}|fo1_[\w-]{43})"),
    token("cloudflare-key", "v1.0-", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}" + _END),
    token("atlassian-token", "atatt3", r"ATATT3[\w=-]{100,}"),
    token("dynatrace-token", "dt0c01.", r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    token("onepassword-token", "ops_eyj", r"ops_eyJ[\w+/=-]{100,}"),
    token("jwt", "eyj", r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)
