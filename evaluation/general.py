"""What a base that reads English should still know after a run: half of the forgetting bundle.

Our own words: short tasks of many kinds, each with one plain answer. Nobody is ever trained on them; a team that names
general data of its own (``training.general_data``) is examined on the held-out part of that instead. The other half of
the bundle are the held-out hand-written riddles (``premade_loss``). Not covered: long answers, code, other languages;
``riddlewire benchmark`` asks more.
"""

from collections.abc import Sequence

_ASKED: Sequence[tuple[str, str]] = (
    # facts everybody knows
    ("What do bees make from nectar?", "Bees make honey."),
    ("Which season comes after winter?", "Spring comes after winter."),
    ("How many days are in a week?", "There are seven days in a week."),
    ("What colour is the sky on a clear day?", "The sky is blue on a clear day."),
    ("Which animal gives us wool?", "Sheep give us wool."),
    ("What is frozen water called?", "Frozen water is called ice."),
    ("In which direction does the sun rise?", "The sun rises in the east."),
    ("What is the capital of France?", "The capital of France is Paris."),
    ("How many legs does a spider have?", "A spider has eight legs."),
    ("What do plants need to grow?", "Plants need light, water and air to grow."),
    ("Which planet do we live on?", "We live on the planet Earth."),
    ("What do we call a baby dog?", "A baby dog is called a puppy."),
    # words
    ("Give the opposite of hot.", "cold"),
    ("Give the opposite of early.", "late"),
    ("Give a word that means the same as big.", "large"),
    ("Give a word that means the same as quick.", "fast"),
    ("Give the plural of child.", "children"),
    ("Give the past tense of go.", "went"),
    ("Name three fruits.", "apple, banana, orange"),
    ("Name three colours.", "red, green, blue"),
    ("Name the days of the weekend.", "Saturday and Sunday"),
    ("Which of these is an animal: chair, horse, cup?", "horse"),
    ("Which of these does not belong: red, green, dog?", "dog"),
    ("Spell the word cat, one letter at a time.", "c-a-t"),
    # numbers
    ("What is two plus three?", "Two plus three is five."),
    ("What is ten minus four?", "Ten minus four is six."),
    ("What is three times three?", "Three times three is nine."),
    ("Which is larger, seven or twelve?", "Twelve is larger than seven."),
    ("How many minutes are in an hour?", "There are sixty minutes in an hour."),
    ("Count from one to five.", "one, two, three, four, five"),
    # sentences put another way
    ("Make this a question: You are coming home.", "Are you coming home?"),
    ("Put this in the past: I walk to school.", "I walked to school."),
    ("Make this negative: She likes tea.", "She does not like tea."),
    ("Correct this sentence: He have a car.", "He has a car."),
    ("Put these words in order: is warm today it", "It is warm today."),
    ("Finish this sentence: The children went to the park to", "The children went to the park to play."),
    ("Say this politely: Give me the salt.", "Could you please give me the salt?"),
    ("Shorten this: The meeting that we had planned for Monday will be on Tuesday.", "The meeting moved to Tuesday."),
    # read, then answer
    ("Anna has a cat and Ben has a dog. Who has the dog?", "Ben has the dog."),
    ("The shop opens at nine and closes at five. When does it close?", "The shop closes at five."),
    ("It rained all day, so the match was moved to Sunday. Why was the match moved?", "It rained all day."),
    ("Tom is taller than Sue. Who is shorter?", "Sue is shorter."),
    ("The box is on the table. The key is in the box. Where is the key?", "The key is in the box."),
    ("Is this sentence happy or sad: We lost the game and went home in tears.", "sad"),
    ("Is this sentence happy or sad: She smiled because she had won the prize.", "happy"),
    # small talk
    ("Reply to this: Thank you for your help.", "You are welcome."),
    ("Reply to this: Good morning, how are you?", "Good morning, I am fine, thank you."),
    ("Write one sentence that thanks a friend for a gift.", "Thank you very much for the gift."),
)


def prompt(task: str, given: str = "") -> str:
    """A general task as a model reads it; ``given`` is a text the task is about."""
    return f"{task}\n\n{given}\n\nAnswer:\n" if given else f"{task}\n\nAnswer:\n"


BUNDLE: Sequence[tuple[str, str]] = tuple((prompt(task), answer) for task, answer in _ASKED)
