"""Describe the secrets that are told by where they stand: addresses, headers, options of programs, assignments.

What stands there may be anything, so that each rule names a judge of it.
"""

from __future__ import annotations

from records.secrets.plausibility import (
    is_any,
    is_basic_credentials,
    is_header_value,
    is_password,
    is_random,
    is_random_value,
    is_short_password,
)
from records.secrets.rule import Rule, place, token

_GAP = r"(?:[^\s|;&]{1,60}[ \t]{1,3}){0,8}?"  # behind a program: options before the one that is meant
_KEY_CLOSE = (
    r"(?:\\?[\"'`]\]?)?"  # behind a key: its quote, also escaped in a text, and the bracket of a subscript
)
_IN_BOLD = r"\*{0,3}"  # the end of a label in bold, as Markdown has it, before its colon or behind it
_BLOCK = r"(?:[|>][+-]?[ \t]{0,3}\n[ \t]{1,16})?"  # the head of a text in YAML that begins on the next line
_WINDOWS_VALUE = r"(?![/*])[^\s\"'|;&<>$%]{3,128}"  # no option, and no variable
_HTPASSWD = r"(?:-\w{1,8}[ \t\d]{1,9}){0,5}-\w{0,8}"  # its options up to one of them; with n it has no file
_HTPASSWD_WORD = r"[^\s|;&<>()\"'-][^\s|;&<>()\"']{0,200}[ \t]{1,3}"
_PGPASS = (  # host:port:database:user:password
    r"(?<![\w.:/-])(?:[\w.-]{1,100}|\*):(?:\d{4,5}|\*):(?:[\w-]{1,64}|\*):(?:[\w.@-]{1,64}|\*):"
    r"(?P<secret>(?:\\[:\\]|[^\s:\"'`\\]){3,4096})(?![\w:])"
)

PLACE_RULES: tuple[Rule, ...] = (
    place(
        "url-password",
        "://",
        # Up to the last @ before the path; up to the last of all where no path holds one, as in those of databases.
        r"(?:(?P<base>(?<!http)(?<!https)(?<!\bws)(?<!\bwss)(?<!ftp)(?<!ssh)(?<!git)(?<!file))|)(?<=[a-zA-Z0-9])://"
        r"(?P<user>[^\s/:@\"'<>\[\]{}$`]{0,64}):(?!(?P=user)@)(?!\d{1,5}[/?#])"
        r"(?(base)(?P<bare>(?:(?!://)[^\s\"'<>`]){3,4096})"
        r"|(?P<secret>[^\s/\"'<>`]{3,4096}|[^\s/@\"'<>`]{1,128}/[^\s@\"'<>`]{0,128}[^\s/@\"'<>`]))@(?=[\w\[])",
        judge=is_any,
        is_prefixed=True,
    ),
    place(
        "oracle-password",
        "jdbc:oracle: sqlplus sqlldr expdp impdp rman",
        r"(?i)(?:jdbc:oracle:\w{1,10}:|\b(?:sqlplus|sqlldr|expdp|impdp|rman)\b(?:[ \t]+[\w=-]{1,40}){0,5}[ \t]+[\"']?)"
        r"(?P<user>[\w$#.-]{1,64}(?:\[[\w$#.-]{1,64}\])?)/(?!(?P=user)@)"
        r"(?:\"(?P<secret>[^\"\n]{3,128})\"|(?P<bare>[^\s@\"'/]{3,128}))@(?=[\w/\[(:])",
        judge=is_any,
    ),
    place(
        "program-password",
        "sshpass mysql mariadb plink pscp psftp winscp redis-cli mongo ldap smbclient openssl keytool storepass gpg "
        "login zip 7z psexec",
        rf"(?i)\b(?:sshpass[ \t]{_GAP}-p[ \t]{{0,3}}|(?:mysql|mariadb)[\w-]{{0,12}}[ \t]{_GAP}-p"
        rf"|(?:plink|pscp|psftp|winscp)(?:\.\w{{3}})?[ \t]{_GAP}-pw[ \t]{{1,3}}|redis-cli[ \t]{_GAP}-a[ \t]{{1,3}}"
        rf"|mongo\w{{0,10}}[ \t]{_GAP}-p[ \t]{{1,3}}"
        rf"|ldap(?:add|compare|delete|exop|mod\w{{2,3}}|passwd|search|whoami)[ \t]{_GAP}-w[ \t]{{1,3}}"
        rf"|smbclient[ \t]{_GAP}-U[ \t]{{0,3}}[^\s%]{{1,64}}%|openssl[ \t]{_GAP}-pass(?:in|out)?[ \t]{{1,3}}pass:"
        rf"|openssl[ \t]{{1,3}}enc[ \t]{_GAP}-k[ \t]{{1,3}}"
        rf"|keytool[ \t]{_GAP}-(?:store|key|new|src|dest)\w{{0,8}}pass\w{{0,4}}[ \t]{{1,3}}"
        rf"|gpg2?[ \t]{_GAP}--passphrase[ \t=]{{1,3}}|login[ \t]{_GAP}(?:-p[ \t]{{0,3}}|--password[ \t=]{{1,3}})"
        rf"|zip[ \t]{_GAP}-P[ \t]{{0,3}}|7z[ar]?[ \t]{_GAP}-p|psexec\w{{0,2}}(?:\.\w{{3}})?[ \t]{_GAP}-p[ \t]{{1,3}})"
        r"(?:([\"'])(?P<secret>[^\"'\n]{6,128})\1|(?P<bare>[^\s\"'`|;&<>()$]{6,128}))",
        judge=is_short_password,
    ),
    place(
        "program-password",
        "htpasswd",
        rf"\bhtpasswd(?:\.\w{{3}})?[ \t]{{1,3}}(?={_HTPASSWD}b)(?:(?={_HTPASSWD}n)|(?!{_HTPASSWD}n)(?P<file>))"
        rf"(?:-\w{{1,8}}[ \t\d]{{1,9}}){{1,6}}(?(file){_HTPASSWD_WORD}){_HTPASSWD_WORD}"
        r"(?:(?P<quote>[\"'])(?P<secret>[^\"'\n$]{3,128})(?P=quote)|(?P<bare>[^\s\"'`|;&<>()$]{3,128}))",
        judge=is_any,
        is_prefixed=True,
    ),
    place(
        "table-cell",
        "passw passphrase",
        r"(?i)(?:passwo?r?d|passwd|passphrase)[*_`]{0,3}[ \t]{0,40}\|[ \t]{0,40}"
        r"(`?)(?P<secret>[^\s|`]{8,4096})\1[ \t]{0,40}\|",
        judge=is_password,
        is_prefixed=True,
    ),
    place(
        "sql-password",
        "identified password",
        r"(?i)(?:identified\s{1,3}by\s{1,3}(?:password\s{1,3})?|\bpassword(?:\s{1,3}(?:=\s{0,3})?|\s{0,2}\(\s{0,2}))"
        r"(?P<quote>[\"'])(?P<secret>[^\s\"']{5,128})(?P=quote)",
        judge=is_short_password,
        is_prefixed=True,
    ),
    place(
        "named-value",
        "value=",
        r"(?i)\b(?:name|key)=[\"'][\w.:-]{0,60}(?:passwo?r?d|passwd|secret|token|api[_-]?key)[\"']\s{1,3}value=[\"']"
        r"(?P<secret>[^\s\"'<>]{8,4096})[\"']",
        judge=is_short_password,
    ),
    place(
        "named-value",
        "value",
        r"(?i)\bname[\"']?:\s{0,3}[\"']?[\w.-]{0,60}(?:passwo?r?d|passwd|secret|token|api[_-]?key)[\"']?,?\s{1,40}"
        r"[\"']?value[\"']?:[ \t]{0,3}[\"']?(?P<secret>[^\s\"'<>{}$]{8,4096})(?=[\s\"',}]|\Z)",
        judge=is_short_password,
    ),
    place(
        "call",
        "password( passwd( define( auth basicauth(",
        r"(?i)(?:\bset\w{0,20}passw(?:or)?d\(|\bdefine\(\s{0,3}[\"']\w{0,40}passw(?:or)?d[\"'],\s{0,3}"
        r"|(?:\bauth\s{0,3}=\s{0,3}\(|basicauth\()\s{0,3}[\"'][^\s\"']{1,64}[\"'],\s{0,3})"
        r"[\"'](?P<secret>[^\s\"']{5,128})[\"']\s{0,3}\)",
        judge=is_short_password,
    ),
    place(
        "named-value",
        "password> passwd>",
        r"(?i)passw(?:or)?d>(?P<secret>[^\s<>]{5,128})</",
        judge=is_short_password,
        is_prefixed=True,
    ),
    place(
        "piped-password",
        "sudo chpasswd passwd -stdin --passphrase-fd",
        r"\b(?:echo|printf)[ \t]{1,3}(?:-[neE]{1,3}[ \t]{1,3})?(?:[\"'][%s\\n]{1,6}[\"'][ \t]{1,3})?"
        r"(?:([\"'])(?P<secret>[^\"'\n$]{3,128}?)(?:\\n)?\1|(?P<bare>[^\s\"'`|;&<>()$]{3,128}))[ \t]{0,3}\|"
        r"[^|\n]{0,100}?(?:\bsudo\b[^|\n]{0,60}?[ \t](?:-\w{0,4}S|--stdin)|\bchpasswd|\bpasswd\b[^|\n]{0,40}?--stdin"
        r"|-passw\w{0,4}-stdin|--passphrase-(?:fd|stdin)|-pass(?:in|out)?[ \t]stdin)",
        judge=is_any,
    ),
    place(
        "piped-password",
        "sudo",
        r"\bsudo\b[^|\n<]{0,60}?[ \t](?:-\w{0,4}S|--stdin)\b[^|\n<]{0,100}<<<[ \t]{0,3}"
        r"(?:([\"'])(?P<secret>[^\"'\n$]{3,128})\1|(?P<bare>[^\s\"'`|;&<>()$]{3,128}))",
        judge=is_any,
    ),
    place(
        "windows-password",
        "/user:",
        r"(?i)\bnet(?:\.exe)?[ \t]{1,3}use[ \t]{1,3}(?:(?:[a-z]:|\*)[ \t]{1,3})?[\"']?\\{1,4}[^\s\"']{1,200}"
        rf"[\"']?[ \t]{{1,3}}(?:/user:\S{{1,100}}[ \t]{{1,3}}[\"']?(?P<secret>{_WINDOWS_VALUE})"
        rf"|[\"']?(?P<bare>{_WINDOWS_VALUE})[\"']?[ \t]{{1,3}}/user:)",
        judge=is_any,
    ),
    place(
        "windows-password",
        "/add",
        rf"(?i)\bnet(?:\.exe)?[ \t]{{1,3}}user[ \t]{{1,3}}[\w.-]{{1,64}}[ \t]{{1,3}}[\"']?(?P<secret>{_WINDOWS_VALUE})"
        r"[\"']?[ \t]{1,3}/add\b",
        judge=is_any,
    ),
    place(
        "windows-password",
        "convertto-securestring",
        r"(?i)ConvertTo-SecureString[ \t]{1,3}(?:-\w{1,12}[ \t]{1,3}){0,3}[\"'](?P<secret>[^\"'\n$]{3,128})[\"']",
        judge=is_any,
        is_prefixed=True,
    ),
    place(
        "windows-password",
        "/pass: /password:",
        rf"(?i)/pass(?:word)?:[\"']?(?P<secret>{_WINDOWS_VALUE})",
        judge=is_short_password,
        is_prefixed=True,
    ),
    place("pgpass", ":5432: pgpass", _PGPASS, judge=is_any),
    place("pgpass", ":*:", _PGPASS, judge=is_short_password),
    place(
        "netrc",
        "machine",
        r"\bmachine\s{1,3}[\w.-]{1,100}\s{1,8}login\s{1,3}\S{1,100}\s{1,8}password\s{1,3}(?P<secret>[^\s$\"'][^\s\"']{2,4096})",
        judge=is_any,
    ),
    place(
        "otp-secret", "otpauth://", r"(?i)otpauth://[^\s\"'<>]{1,200}?[?&]secret=(?P<secret>[A-Z2-7]{16,128})"
    ),
    place("jwk-private", '"d"', r"\"d\"\s{0,3}:\s{0,3}\"(?P<secret>[\w-]{43,1500})\""),
    place(
        "laravel-key",
        "base64:",
        r"(?i:app_key[\"']?\s{0,3}[:=]\s{0,3}[\"']?)(?P<secret>base64:[A-Za-z0-9+/]{43}=)",
    ),
    token("django-key", "django-insecure-", r"django-insecure-[^\s\"'`]{20,80}"),
    place("npm-auth", "_authtoken", r"(?i)_authtoken\s{0,3}=\s{0,3}(?P<secret>[\w.~+/=-]{20,4096})"),
    place(
        "webhook",
        "hooks.zapier.com /incomingwebhook/",
        r"hooks\.zapier\.com/hooks/catch/(?P<secret>\d+/\w{6,})|/(?i:incomingwebhook)/(?P<bare>[0-9a-f]{32}/[0-9a-f-]{36})",
    ),
    place(
        "session-cookie",
        "sessionid= sessid= .sid= session=",
        r"(?i)(?:session(?:id)?|sessid|\.sid)=(?![0-9a-f]{8}-[0-9a-f]{4}-)(?P<secret>[\w%+/.-]{24,1000})",
        judge=is_random,
        is_prefixed=True,
    ),
    place(
        "dsn-password",
        "password= pwd=",
        r"(?i)(?:\b(?:server|host|data source|user id|uid|user|dbname|database)=[^;\s\"']+[;\s]+){1,9}"
        r"(?:password|pwd)=(?P<secret>[^;\s\"']{4,})",
        judge=is_any,
    ),
    place(
        "authorization",
        "authorization x-api-key x-auth-token private-token",
        r"(?i)(?:authorization[\"']?\s*[:=]\s*[\"']?(?:bearer|token|apikey)\s+"
        r"|(?:x-api-key|x-auth-token|private-token)[\"']?\s*[:=]\s*[\"']?)"
        r"(?P<secret>[A-Za-z0-9][\w.~+/=-]{11,})",
        judge=is_header_value,
        is_prefixed=True,
    ),
    place(
        "basic-auth",
        'authorization "auth" _auth',
        r"(?i:authorization[\"']?\s*[:=]\s*[\"']?basic\s+|\"auth\"\s{0,3}:\s{0,3}\"|\b_auth\s{0,3}=\s{0,3}[\"']?)"
        r"(?P<secret>[A-Za-z0-9+/]{8,}={0,2})",
        judge=is_basic_credentials,
        is_prefixed=True,
    ),
    place(
        "query-secret",
        "key= token= secret= sig= signature= password=",
        r"(?i)[?&](?:x-(?:amz|goog)-)?(?:api[_-]?key|apikey|key|(?:access_|auth_|id_|refresh_|security-)?token|(?:client_)?secret|sig"
        r"|signature|password)=(?P<secret>[\w.~%+/-]{16,})",
        judge=is_random,
    ),
    place(
        "password",
        "passw pwd passphrase pass= pass: pass\" pass' kennwort contraseña passe senha пароль 密码 密碼 パスワード "
        "비밀번호",
        rf"(?i)(?:passwo?r?[dt]|passwd|pwd|passphrase|(?<!- )pass(?=[\"':=])|kennwort|contraseña|passe|senha|пароль"
        r"|密[码碼]|パスワード|비밀번호)"
        rf"[\w-]{{0,20}}{_KEY_CLOSE}{_IN_BOLD}\s{{0,3}}(?::=|=>|[:=：]|\bis:){_IN_BOLD}\s{{0,3}}{_BLOCK}"
        r"(?:(\\?[\"'`])(?P<secret>[^\s\"'`]{8,4096})\1|(?P<bare>[A-Za-z0-9!@#%^&*+/=_-]{8,4096})(?=[\s;,)]|\Z))",
        judge=is_password,
        is_prefixed=True,
    ),
    place(
        "password",
        "passw passphrase kennwort contraseña senha пароль 密码 密碼 パスワード 비밀번호",
        rf"(?i)(?:passwo?r?[dt]|passwd|passphrase|kennwort|contraseña|senha|пароль|密[码碼]|パスワード|비밀번호){_KEY_CLOSE}"
        rf"{_IN_BOLD}\s{{0,3}}(?::=|=>|[:=：]|\bis:){_IN_BOLD}[ \t]{{0,3}}{_BLOCK}"
        r"(?:(\\?[\"'`])(?P<secret>[^\"'`\n]{5,64}?)\1|(?P<bare>[A-Za-z0-9!@#%^&*+/=_-]{5,64})(?=[\s;,)]|\Z))",
        judge=is_short_password,
        is_prefixed=True,
    ),
    place(
        "argument",
        "-passw -passphrase",
        r"(?i)-(?:passw(?:or)?d|passphrase)(?:[ \t]{1,4}[\"']?|=[\"']?|\\?[\"'],\s{0,8}\\?[\"'])"
        r"(?P<secret>[^\s\"'<>|;&`\\]{5,4096})",
        judge=is_short_password,
        is_prefixed=True,
    ),
    place(
        "argument",
        "-secret -token -api_key -api-key -apikey",
        r"(?i)-(?:secret|token|api[_-]?key)[ \t]{1,4}[\"']?(?P<secret>[^\s\"'<>]{12,4096})",
        judge=is_random,
        is_prefixed=True,
    ),
    place(
        "argument",
        "secret> token> api_key> api-key> apikey>",
        r"(?i)(?:secret|token|api[_-]?key)>(?P<secret>[^\s\"'<>]{12,4096})",
        judge=is_random,
        is_prefixed=True,
    ),
    place(
        "argument",
        "passw secret token api_key apikey",
        r"\b(?:ENV|setx|SETX)[ \t]{1,3}\w{0,30}(?i:passw(?:or)?d|secret|token|api_?key)[ \t]{1,4}[\"']?"
        r"(?P<secret>[^\s\"'<>]{12,4096})",
        judge=is_random,
    ),
    place(
        "login",
        "://",
        r"(?i)https?://(?P<secret>[\w~%+-]{16,4096})@(?=[\w\[])",
        judge=is_random,
    ),
    place(
        "login",
        "curl",
        r"\bcurl\b(?:\\\n|[^\n]){0,200}?[ \t](?:-u|-U|--user|--proxy-user)[ \t=]{0,3}[\"']?"
        r"(?P<user>[\w.@-]{1,64}):(?!(?P=user)\b)(?P<secret>[^\s\"'`|;&<>(){}$\\]{3,4096})(?=[\s\"'|;&\\]|\Z)",
        judge=is_any,
        is_prefixed=True,
    ),
    place(
        "assignment",
        "secret token passw api_key apikey api-key access_key accesskey access-key private_key privatekey private-key "
        "credential",
        r"(?i)(?:secret|token|passwo?r?d|passwd|api[_-]?key|access[_-]?key|private[_-]?key"
        rf"|credential)[\w.-]{{0,20}}{_KEY_CLOSE}\s{{0,3}}(?::=|=>|[:=])\s{{0,3}}"
        r"(\\?[\"'`])(?P<secret>[^\s\"'`]{16,4096})\1",
        judge=is_random,
        is_prefixed=True,
    ),
    place(
        "env-assignment",
        "secret token passw api_key access_key private_key credential",
        r"(?:SECRET|TOKEN|PASSWORD|PASSWD|API_KEY"
        r"|ACCESS_KEY|PRIVATE_KEY|CREDENTIAL)[A-Z0-9_]{0,20}=(?P<secret>[A-Za-z0-9+/_.~=-]{16,4096})"
        r"(?![\w(\[{])",
        judge=is_random,
        is_prefixed=True,
    ),
    place(
        "unquoted-assignment",
        "secret token credential api_key apikey api-key access_key accesskey access-key private_key privatekey "
        "private-key",
        r"(?i)(?:(?:(?:secret|token)(?:[_-]?key)?|(?:api|access|private)[_-]?key|credential)"
        r"(?:[_-](?!(?:[\w-]{0,20}[_-])?(?:name|id|ref|file|path|ur[il]|type|hash|digest)\b)[\w-]{1,20})?"
        r"[ \t]{0,3}[:=][ \t]{0,8}"
        r"(?P<secret>(?![0-9a-f-]+(?![\w/+=~-]))[A-Za-z0-9+/_~=-]{20,4096})"
        r"|(?:api|access|private|secret)[_-]?key(?:[_-]base)?[ \t]{0,3}[:=][ \t]{0,8}(?P<bare>[0-9a-f]{32,128}))"
        r"(?=[\s,;)}\]]|\.\s|\.?\Z)",
        judge=is_random_value,
        is_prefixed=True,
    ),
)
