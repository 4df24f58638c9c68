"""Security: who may do what, how secrets are kept, and what crosses the border."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.paths import is_presentation, kind_of
from records.suggest.terms import new_terms, term_names

SIGNALS = ("security.added", "security.touched", "security.term")
_TOPIC = "security"
_PATH = re.compile(
    r"(^|[/._-])(auth(?!ors?(?![a-z])|ored|oring)\w*|security|login|signin|oauth\w*|oidc|saml|sso|jwt|permissions?|polic(y|ies)"
    r"|acl|rbac|roles?|crypto|encrypt\w*|csrf|cors|secrets?|credentials?|session\w*|token\w*|csp)"
    r"([/._-]|$)",
    re.I,
)
_HUMPS = re.compile(r"([a-z0-9])([A-Z])")
_TERMS = term_names(
    "oauth=OAuth oidc=OIDC saml=SAML jwt=JWT jwks=JWKS csrf=CSRF cors=CORS rbac=RBAC acl=ACL "
    "bcrypt argon2 hmac=HMAC encrypt=encryption encryption kms=KMS mfa=MFA totp=TOTP "
    "pkce=PKCE authorization=authorisation authentication permission=permissions "
    "pundit cancancan devise auth0=Auth0 okta=Okta cognito=Cognito keycloak=Keycloak "
    "passport tls=TLS mtls=mTLS sso=SSO signature=signatures sanitize=sanitising csp=CSP "
    "vault=Vault sops=SOPS sandbox=sandboxing"
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield what changes in who may do what, and in what is kept secret."""
    for file in change.files:
        if (
            kind_of(file.path) in {"test", "translation", "manifest"}
            or is_presentation(file.path)
            or file.status == "deleted"
        ):
            continue
        if not _PATH.search(_HUMPS.sub(r"\1-\2", file.path)):
            continue
        name = file.path.rpartition("/")[2]
        if file.status == "added":
            why = f"new file on access or secrets: {name}"
            yield Evidence("security.added", file.path, 1, why, "impact", _TOPIC, name)
        elif file.added:
            why = f"file on access or secrets changed: {name}"
            yield Evidence("security.touched", file.path, file.added[0][0], why, "impact", _TOPIC, name)
    for place in new_terms(change, _TERMS):
        why = f"{place.name} first used here ({place.spread})"
        yield Evidence("security.term", place.path, place.line, why, "impact", _TOPIC, place.name)
