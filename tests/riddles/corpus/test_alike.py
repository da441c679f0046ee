from riddles.corpus import alike


def test_a_line_told_again_with_one_word_changed_is_a_repeat() -> None:
    texts = ["I run all day and never leave my bed", "I have two banks", "I run all day and never leave the bed."]
    assert list(alike.repeats(texts)) == [(0, 2)]


def test_lines_that_share_a_turn_of_phrase_are_no_repeat() -> None:
    assert not list(
        alike.repeats(["I run all day and never leave my bed", "I run all day and night to warm your house"])
    )


def test_short_texts_must_be_equal() -> None:
    assert list(alike.repeats(["Ducks and stones", "Ducks and bones", "ducks and stones!"])) == [(0, 2)]


def test_nothing_repeats_in_nothing() -> None:
    assert not list(alike.repeats([]))


def test_two_lines_tell_one_joke_if_most_of_their_content_is_shared() -> None:
    assert alike.same_thought("The other one of me always moves faster", "The other one is always moving faster")
    assert alike.same_thought("My bill is always with me and never paid", "Whose bill is never paid?")
    assert not alike.same_thought("I have two banks and not a coin in either", "I reach the sea and never walk alone")
    assert not alike.same_thought("I am what I am", "Who am I?")
