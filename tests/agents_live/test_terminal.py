"""Stories at the keyboard: what a person types while an agent works, refuses, answers, pastes and interrupts."""

from __future__ import annotations

PASTE = "Zeile eins: größer\n  zweite Zeile, „so“\n\ndritte 購物車"


def finish(terminal, workshop):
    """Wait until the agent has nothing more to ask of the model."""
    terminal.wait_until(lambda: workshop.server.idle_seconds > 3, "an idle agent", 150)


def begun(terminal, workshop, text):
    """Wait until the model is asked about a text."""
    terminal.wait_until(lambda: workshop.server.has_request(text), f"a request with {text}")
    terminal.read(2.5)


def test_a_pasted_text(workshop):
    """Several lines, not all ASCII: one utterance, every character as it was pasted."""
    terminal = workshop.open()
    terminal.paste(PASTE)
    terminal.press("enter")
    terminal.wait_for("You said")
    finish(terminal, workshop)
    assert [text.rstrip() for text in workshop.words()] == [PASTE]  # OpenCode itself puts a space behind it


def test_a_queued_message(workshop):
    """What is typed while the agent works is recorded once, like every other prompt."""
    terminal = workshop.open()
    terminal.type("Take your time [pause 8]")
    begun(terminal, workshop, "Take your time")
    terminal.type("Meanwhile think of the till")
    terminal.wait_for("I waited.", "You said", "Done.")
    finish(terminal, workshop)
    terminal.type("And one more afterwards")
    terminal.wait_for("You said 4 words.")
    finish(terminal, workshop)
    assert workshop.server.has_request("Meanwhile think of the till"), "the agent did not take what was typed"
    assert workshop.words() == [
        "Take your time [pause 8]",
        "Meanwhile think of the till",
        "And one more afterwards",
    ]


def test_an_interruption(workshop):
    """A turn that a person stopped is recorded as interrupted, and the next prompt is a turn of its own."""
    terminal = workshop.open()
    terminal.type("Think about it [slowly]")
    begun(terminal, workshop, "Think about it")
    terminal.press(*workshop.driver.stop, pause=workshop.driver.stop_pause)
    finish(terminal, workshop)
    terminal.type("Leave it then")
    terminal.wait_for("You said 3 words.")
    finish(terminal, workshop)
    turns = workshop.turns()
    assert [said["text"] for turn in turns for said in turn["utterances"]] == [
        "Think about it [slowly]",
        "Leave it then",
    ]
    assert [turn["state"] for turn in turns] == ["interrupted", "completed"]


def test_a_slash_command(workshop):
    """A command of ours is recorded as it was typed, not as the text that it stands for."""
    typed = workshop.driver.why.format("README.md:1")
    terminal = workshop.open()
    terminal.type(typed, enter=False)
    terminal.read(1.0)
    terminal.press("enter")
    terminal.wait_for("You said", "Done.")
    finish(terminal, workshop)
    assert workshop.words() == [typed]


def test_a_question(workshop):
    """What a person answers to the agent's question is recorded."""
    terminal = workshop.open()
    terminal.type("Find out which one I like [ask]")
    terminal.wait_for("Which colour?", "red")
    terminal.read(6.0)  # OpenCode takes no key any more when one comes too early
    for _ in range(4):
        terminal.press(*workshop.driver.answer_second)
        terminal.read(5.0)
        if terminal.shows("Noted."):
            break
    terminal.wait_for("Noted.")
    finish(terminal, workshop)
    prompt, answer = workshop.utterances()
    assert prompt == ("typed", "Find out which one I like [ask]")
    assert answer[0] == "answer"
    assert "blue" in answer[1]


def test_a_compaction(workshop):
    """The summary that replaces a conversation is nobody's prompt; what follows is recorded as before."""
    terminal = workshop.open()
    terminal.type("Remember the cart")
    terminal.wait_for("You said 3 words.")
    finish(terminal, workshop)
    terminal.type(workshop.driver.compact)
    terminal.read(5.0)
    finish(terminal, workshop)
    terminal.type("What did I say before that")
    terminal.wait_for("You said 6 words.")
    finish(terminal, workshop)
    words = [text for kind, text in workshop.utterances() if kind != "command"]
    assert words == ["Remember the cart", "What did I say before that"]


def test_a_refusal_with_words(workshop):
    """What a person writes when they refuse a tool is recorded, verbatim, and belongs to the turn."""
    terminal = workshop.open(ask=True)
    terminal.type("Write it down [write cart.py]")
    terminal.wait_for(*workshop.driver.asks, seconds=60)
    terminal.read(1.0)
    workshop.driver.refuse(terminal, "Use the name basket instead")
    finish(terminal, workshop)
    assert workshop.words() == ["Write it down [write cart.py]", "Use the name basket instead"]
    assert not (workshop.root / "cart.py").exists()
