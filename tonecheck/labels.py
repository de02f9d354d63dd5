"""The four labels of the shipped models: their order and what they mean.

Labels are a property of a model (``ToneClassifier.labels_``); these are the default model's.
"""

LABELS = ("idiot_test", "insulting", "dismissive", "pressuring")
"""Names of the labels of the shipped models, in the order of columns everywhere."""

DEFINITIONS = {
    "idiot_test": 'Adding "you idiot" would hardly change the tone: the contempt is there already.',
    "insulting": "Belittles the reader: intelligence, competence, effort, honesty or character.",
    "dismissive": "Refuses to take the reader's work, idea, question or concern seriously.",
    "pressuring": "Lays claim to the reader's time beyond a normal working agreement.",
}
"""One sentence for each label: what a message that carries it does."""

LANGUAGES = ("en", "fr", "other")
"""Codes of the languages that a message can be found to be in."""

OPERATING_POINTS = ("careful", "alert")
"""Names of the thresholds stored with a model: few false alarms, or little missed."""
