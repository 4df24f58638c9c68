"""A log of a stranger who means harm: every field, name and body tries to run something."""

from __future__ import annotations

ATTACKS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror='window.hacked=1'>",
    "[x](javascript:window.hacked=1)",
    "<svg onload='window.hacked=1'><script>window.hacked=1</script></svg>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "<a href='java\tscript:window.hacked=1'>x</a>",
    "<details open ontoggle='window.hacked=1'>x</details>",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9J2FsZXJ0KDEpJy8+)",
    "</textarea></script></style><script>window.hacked=1</script>",
    "{{ ''.__class__.__mro__ }} {% for x in [1] %}{{ x }}{% endfor %}",
    "<style>body{display:none}</style>",
    "<form action='javascript:window.hacked=1'><button>go</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv='refresh' content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<img src='https://evil.example/pixel.png'>",
    "![](https://evil.example/pixel.png)",
    "<object data='https://evil.example/'></object>",
    '"><script>window.hacked=1</script>',
    "'-window.hacked=1-'",
    "</title><script>window.hacked=1</script>",
    "--><script>window.hacked=1</script>",
    "\u2028window.hacked=1//",
    "`<script>window.hacked=1</script>`",
    "<p id=quick></p><form id=search></form><p id=main>",
)

RUNS = """() => [...document.querySelectorAll('*')].flatMap((e) => {
  const bad = [];
  if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'FRAME', 'TEMPLATE'].includes(e.tagName)) bad.push(e.tagName);
  const own = e.tagName === 'SCRIPT' && e.src.startsWith('file://') && e.src.includes('/site/') && !e.textContent;
  if (e.tagName === 'SCRIPT' && !own) bad.push('script ' + e.outerHTML);
  if (e.closest('article svg, .entries svg')) bad.push('svg in a record');
  for (const a of e.attributes) {
    if (/^on|^style$|^srcdoc$|^formaction$/.test(a.name)) bad.push(a.name);
    const leads = /^(href|src|action|data|xlink:href)$/.test(a.name);
    if (leads && /^\\s*(javascript|data|vbscript|blob):/i.test(a.value)) bad.push(a.value);
  }
  return bad;
})"""
"""What would run in a page, for `page.evaluate`: handlers, scripts that are not the site's own, and addresses that run."""


def hostile_log() -> list[tuple[str, str]]:
    """Paths and texts."""
    files = []
    for number, attack in enumerate(ATTACKS, start=1):
        quoted = attack.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        front = (
            f'---\nid: "{number:04d}"\ntitle: "{quoted}"\nstage: "{quoted}"\ndate: "2026-01-{number % 28 + 1:02d}"\n'
            f'model: "{quoted}"\nfeature: "{quoted}"\nbranch: "{quoted}"\nuser: "{quoted}"\ncommand: "{quoted}"\n'
            f'labels: ["{quoted}"]\nfiles: ["{quoted}"]\ntests: ["{quoted}"]\ncommit: "{quoted}"\n'
            f'links:\n  adr: "{quoted}"\n  "{quoted[:30]}": "{quoted}"\n  pr: "javascript:window.hacked=1"\n---\n\n'
        )
        body = (
            f"## Prompt\n\n{attack}\n\n## Response snapshot\n\n# {attack}\n\n| {attack} |\n| --- |\n| {attack} |\n\n"
            f"- [ ] {attack}\n\n```{attack}\n{attack}\n```\n\n```mermaid\n{attack}\n```\n\n[{attack}]({attack})\n\n"
            f"## Outcome\n\n> {attack}\n"
        )
        files.append((f"history/prompts/evil/{number:04d}-a.green.prompt.md", front + body))
        files.append((
            f"history/adr/{number:04d}-a.md",
            f"# {number}. {attack}\n\nDate: 2026-01-01\n\n## Status\n\n{attack}\n\n"
            f"## Context\n\n{attack}\n\n{attack}{attack}\n",
        ))  # fmt: skip
    name = "0077-'\"><img src=x onerror=window.hacked=1>.green.prompt.md".replace("/", "-")
    files.append((f"history/prompts/\"><script>window.hacked=1<'s/{name}", files[0][1]))
    files.append(("history/prompts/evil/0099-broken.green.prompt.md", "\0" + "".join(ATTACKS)))
    return files
