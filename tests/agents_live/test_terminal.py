"""Stories at the keyboard: what a person types while an agent works, refuses, answers, pastes and interrupts."""

from __future__ import annotations

import json

from drivers import DEEP

PASTE = "Zeile eins: größer\n  zweite Zeile, „so“\n\ndritte 購物車"


def finish(terminal, workshop):
    """Wait until the agent has nothing more to ask of the model."""
    terminal.wait_until(lambda: workshop.server.idle_seconds > 3, "an idle agent", 150)


def begun(terminal, workshop, text):
    """Wait until the model is asked about a text."""
    terminal.wait_until(lambda: workshop.has_request(text), f"a request with {text}")
    terminal.read(2.5)


def interrupt(terminal, workshop):
    """Press the keys that stop the agent until it closes the connection to the model, or says that it stopped.

    The answer goes on for a minute and a half, so an agent that is busy has time to look at its keys.
    """
    cut_answers = workshop.server.cut_answers
    terminal.wait_for("I am at step 2")
    for _ in range(3):
        terminal.press(*workshop.driver.stop, pause=workshop.driver.stop_pause)
        if terminal.has(
            lambda: workshop.server.cut_answers > cut_answers or terminal.shows(*workshop.driver.stopped), 20
        ):
            break
    else:
        raise AssertionError(f"the agent was not interrupted:\n{terminal.screen}")
    terminal.press(*filter(None, [workshop.driver.clear]))


def test_a_pasted_text(workshop):
    """Several lines, not all ASCII: one utterance, every character as it was pasted."""
    terminal = workshop.open()
    terminal.paste(PASTE)
    terminal.wait_for(PASTE.splitlines()[-1], "[Pasted")
    for _ in range(5):  # an Enter that comes too soon after a paste is a part of it
        terminal.press("enter", pause=10.0)
        if workshop.has_request("Zeile eins"):
            break
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
    assert workshop.has_request("Meanwhile think of the till"), "the agent did not take what was typed"
    assert workshop.words() == [
        "Take your time [pause 8]",
        "Meanwhile think of the till",
        "And one more afterwards",
    ]


def test_a_message_sent_the_other_way(workshop):
    """Where Enter steers the agent, another key queues, or the other way round: this message too is recorded once."""
    terminal = workshop.open()
    terminal.type("Take your time [pause 8]")
    begun(terminal, workshop, "Take your time")
    terminal.type("Then think of the till", key=workshop.driver.other_send_key)
    terminal.wait_for("You said 5 words.", "Done.")
    finish(terminal, workshop)
    assert workshop.has_request("Then think of the till"), "the agent did not take what was typed"
    assert workshop.words() == ["Take your time [pause 8]", "Then think of the till"]


def test_a_session_in_a_work_tree_is_resumed(workshop):
    """In a linked work tree, closed and opened again: each prompt once, the record in that work tree."""
    tree = workshop.add_work_tree()
    terminal = workshop.open(tree)
    terminal.type("Remember the till")
    terminal.wait_for("You said 3 words.")
    finish(terminal, workshop)
    terminal.close()
    terminal = workshop.open(tree, resume="You said 3 words.")
    terminal.type("Now write it [write till.py]")
    terminal.wait_for(workshop.driver.response.replace("cart", "till"))
    finish(terminal, workshop)
    turns = workshop.turns(folder=tree)
    assert [text["text"] for turn in turns for text in turn["utterances"]] == [
        "Remember the till", "Now write it [write till.py]",
    ]  # fmt: skip
    assert turns[1]["record"].startswith("history/prompts/009-second/") or not workshop.driver.hooks
    assert (tree / turns[1]["record"]).is_file()
    assert not (workshop.root / turns[1]["record"]).exists()
    assert any("Remember the till" in text and "Now write it" in text for text in workshop.server.texts())


def test_two_terminals_at_once(workshop):
    """Two sessions of one person, one of them in a folder: what is typed in turns belongs to the session it was typed in."""
    (workshop.root / DEEP).mkdir(parents=True)
    terminals = [workshop.open(), workshop.open(workshop.root / DEEP)]
    for number, (terminal, text) in enumerate([
        (terminals[0], "The first one here"), (terminals[1], "The second one over here"),
        (terminals[0], "Now the first one once more"), (terminals[1], "And again the second one over here"),
    ]):  # fmt: skip
        terminal.type(text)
        terminal.wait_for(f"You said {number + 4} words.")
        finish(terminal, workshop)
    sessions = {}
    for turn in workshop.turns():
        sessions.setdefault(turn["session"], []).extend(text["text"] for text in turn["utterances"])
    assert sorted(sessions.values()) == [
        ["The first one here", "Now the first one once more"],
        ["The second one over here", "And again the second one over here"],
    ]


def test_an_interruption(workshop):
    """A turn that a person stopped is recorded as interrupted, and the next prompt is a turn of its own."""
    terminal = workshop.open()
    terminal.type("Think about it [slowly]")
    begun(terminal, workshop, "Think about it")
    interrupt(terminal, workshop)
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
    terminal.type(typed, key="")
    terminal.read(1.0)
    terminal.press("enter")
    terminal.wait_for("You said", "Done.")
    finish(terminal, workshop)
    assert workshop.words() == [typed]


def test_a_question(workshop):
    """What a person answers to the agent's question is recorded."""
    terminal = workshop.open()
    terminal.type("Find out which one I like [ask]")
    terminal.wait_for("Which colour?")
    move_on, give = workshop.driver.answer_keys
    terminal.wait_until(lambda: terminal.look_of("red") and terminal.look_of("blue"), "both answers")
    terminal.choose_next("red", "blue", move_on)
    terminal.press(give)
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


def test_a_briefing(workshop):
    """The decisions in force are in the model's request when a session starts."""
    decide(workshop)
    count = len(workshop.server.requests)
    terminal = workshop.open()
    terminal.type("Remember the cart")
    terminal.wait_for("You said 3 words.")
    finish(terminal, workshop)
    assert states_decision(workshop, count)


def test_a_briefing_after_a_compaction(workshop):
    """The decisions in force are in the model's requests after the conversation was shortened."""
    decide(workshop)
    terminal = workshop.open()
    terminal.type("Remember the cart")
    terminal.wait_for("You said 3 words.")
    finish(terminal, workshop)
    terminal.type(workshop.driver.compact)
    terminal.read(5.0)
    finish(terminal, workshop)
    count = len(workshop.server.requests)
    terminal.type("What did I say before that")
    terminal.wait_for("You said 6 words.")
    finish(terminal, workshop)
    assert states_decision(workshop, count)


def decide(workshop):
    """Commit a decision that is in force."""
    workshop.records("adr", "new", "Keep every basket in Valkey", "--status", "accepted", "--no-edit")
    workshop.git("add", "-A")
    workshop.git("commit", "-q", "-m", "Decide")


def states_decision(workshop, count):
    """Whether one of the requests after the first *count* holds the briefing."""
    bodies = [body for _, body, _ in workshop.server.requests[count:]]
    return any("Keep every basket in Valkey" in json.dumps(body, ensure_ascii=False) for body in bodies)


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
